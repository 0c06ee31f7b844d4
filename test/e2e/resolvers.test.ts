import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { alarms, notices, runCheck } from "../support/checks-by-name.ts";
import { delv, writeDelvAnchor } from "../support/daemons/delv.ts";
import { type Endpoint, freePort } from "../support/daemons/exchange.ts";
import { type Daemon, temporaryDirectory } from "../support/daemons/process.ts";
import { type ResolverProgram, startResolver } from "../support/daemons/resolver.ts";
import { anchorFields } from "../support/daemons/resolver-setup.ts";
import { anchorText, type Internet, startInternet } from "../support/internet.ts";
import { areInstalled } from "../support/programs.ts";
import { FAILING, LOOKS, RESOLVED_ZONES, RESOLVER_ROWS, type ResolverPlan, UNPROVED } from "./cases/resolvers.ts";

const ADDRESS = "127.0.0.1";
const CA = join(import.meta.dirname, "../support/tls/ca.pem");
const TLS = join(import.meta.dirname, "../support/tls/server");

/** The zones in which programs deny names from what they have in the cache; the recursor does so for none that it is told of. */
const SYNTHESIZES: Readonly<Record<ResolverProgram, readonly string[]>> = {
  unbound: ["zone.test"],
  named: ["zone.test"],
  kresd: ["zone.test", "hashed.test"],
  pdns_recursor: [],
};

let internet: Internet;
let trustAnchor: string;
const temporary = temporaryDirectory();
const daemons: Daemon[] = [];

beforeAll(async () => {
  internet = await startInternet({ zones: RESOLVED_ZONES });
  trustAnchor = internet.trustAnchors.map(anchorText).join("");
});

afterEach(() => Promise.all(daemons.splice(0).map((daemon) => daemon.stop())));

afterAll(async () => {
  await internet.stop();
  temporary.remove();
});

const PROGRAMS: readonly ResolverProgram[] = ["unbound", "named", "kresd", "pdns_recursor"];

describe.each(PROGRAMS.map((program) => ({ program })))("$program", ({ program }) => {
  describe.skipIf(!areInstalled(program, "setpriv"))("as a resolver that", () => {
    test.each(RESOLVER_ROWS)("$that", async ({ plans, alarms: common, own }) => {
      const argv = argumentsFor(await raise(program, ...plans));
      const expected = { ...common, ...own?.[program] };
      for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
        const marks = expected[look] === undefined ? [] : expected[look];
        if (marks === null) continue;
        // The second time much of it comes from the cache.
        for (const time of ["first", "second"]) {
          expect([look, time, alarms(await LOOKS[look](argv))]).toEqual([look, time, marks.toSorted()]);
        }
      }
    });

    test("answers for servers out of reach stands in for them, out of its cache too", async () => {
      const argv = argumentsFor(await raise(program, {}));
      argv[argv.indexOf("--port") + 1] = String(await freePort(ADDRESS));
      const checks = ["--checks", "chain,signatures,keys,nameservers,ds,denial", "--no-state"];
      const look = () =>
        Promise.all(["zone.test", "broken.test"].map((zone) => runCheck.all([zone, ...argv, ...checks])));
      const first = await look();
      // Long enough for the TTLs in the cache to fall.
      await sleep(2100);
      const second = await look();
      expect(first.map(notices)).toEqual(Array(2).fill(expect.arrayContaining(["servers-out-of-reach"])));
      expect(second.map(notices)).toEqual(first.map(notices));
      expect(second.map(alarms)).toEqual(first.map(alarms));
      expect(first.map((result) => alarms(result).length > 0)).toEqual([false, true]);
    });

    test("disagrees with another is told apart", async () => {
      const [good, wrong] = [await raise(program, {}), await raise(program, { anchor: "wrong" })];
      const result = await runCheck.resolvers(["zone.test", ...argumentsFor(good, wrong)]);
      expect(alarms(result)).toEqual(["< resolver-results-differ:warning", ...FAILING]);
      expect(result.summary).toContain("answered with CD, so its validation fails");
    });

    test("refuses a bogus zone says why, if it can", async () => {
      const argv = argumentsFor(await raise(program, {}));
      expect(notices(await LOOKS.bogusName(argv))).toEqual(program === "named" ? ["resolver-no-ede"] : []);
      const { summary } = await LOOKS.nsec(argumentsFor(await raise(program, { anchor: "wrong" })));
      expect(summary).toMatch(program === "named" ? "no extended error" : /EDE (6|9) DNS/);
    });

    test("trusts the root's key shows it by a sentinel, if it can", async () => {
      const result = await runCheck.trustAnchor(argumentsFor(await raise(program, {})));
      const isAble = program !== "pdns_recursor";
      expect([result.status, notices(result)]).toEqual(["OK", isAble ? [] : ["resolver-sentinel-unsupported"]]);
      expect(result.summary).toContain(isAble ? "trusted in 1 resolver" : "as far as can be seen");
    });

    test.each(["zone.test", "hashed.test"])("denies from its cache is in order, in %s", async (zone) => {
      const argv = argumentsFor(await raise(program, { isAggressive: true }));
      const servers = [...internet.allServers, internet.resolver];
      for (const { log } of servers) log.length = 0;
      const labels = ["n1", "n2", "n3", "n4"];
      for (const query of labels.map((label) => `${label}.${zone}`)) {
        expect([query, alarms(await runCheck.resolvers([zone, ...argv, "-q", query]))]).toEqual([query, []]);
        expect([query, alarms(await runCheck.chain([zone, ...argv, "-q", query]))]).toEqual([query, []]);
      }
      const asked = labels.filter((label) => servers.some(({ log }) => log.some(({ name }) => name.startsWith(label))));
      expect(asked.length < labels.length).toBe(SYNTHESIZES[program].includes(zone));
    });
  });
});

describe.each(PROGRAMS.filter((program) => program !== "pdns_recursor").map((program) => ({ program })))(
  "$program",
  ({ program }) => {
    test.skipIf(!areInstalled(program, "setpriv"))("is in order over TLS and HTTPS, too", async () => {
      const [tls, https] = [await freePort(ADDRESS), await freePort(ADDRESS)];
      const secure = { tls, https, key: `${TLS}.key`, certificate: `${TLS}.pem` };
      const [, , ...common] = argumentsFor(await raise(program, { secure }));
      for (const address of [`tls://${ADDRESS}:${tls}`, `https://${ADDRESS}:${https}/dns-query`]) {
        const argv = ["-r", address, "--tls-ca", CA, "--tls-name", "resolver.test", ...common];
        const result = await runCheck.resolvers(["zone.test", ...argv]);
        expect([address, result.status, notices(result), result.security]).toEqual([address, "OK", [], "secure"]);
      }
    });
  },
);

test.skipIf(!areInstalled("kresd", "delv", "setpriv"))(
  "Knot Resolver leaves out proofs of wildcards where it does not validate, to us and to delv",
  async () => {
    const endpoint = await raise("kresd", { anchor: "none" });
    const result = await runCheck.chain(["zone.test", ...argumentsFor(endpoint), "-q", "x.wild.zone.test"]);
    expect(alarms(result)).toEqual(UNPROVED);
    const anchor = join(temporary.path, "delv.anchor");
    writeDelvAnchor(anchor, ".", anchorFields(trustAnchor)[0]?.ds.join(" ") ?? "");
    expect(await delv(endpoint, anchor, "www.zone.test", "A")).toContain("fully validated");
    expect(await delv(endpoint, anchor, "x.wild.zone.test", "A")).not.toContain("fully validated");
  },
);

function argumentsFor(...resolvers: readonly Endpoint[]): string[] {
  const common = ["--trust-anchor", internet.arguments[3] ?? "", "--port", String(internet.port), "-t", "30"];
  return [...resolvers.flatMap(({ address, port }) => ["-r", `${address}:${port}`]), ...common];
}

/** Starts resolvers, each of which forwards to the one before it, and gives the last one. */
async function raise(program: ResolverProgram, ...plans: readonly ResolverPlan[]): Promise<Endpoint> {
  const at = ({ addresses: [address = ""] }: { addresses: readonly string[] }) => ({ address, port: internet.port });
  const stubs = [".", ...Object.keys(RESOLVED_ZONES)].map((apex) => ({ apex, server: at(internet.server(apex)) }));
  const anchors = { good: trustAnchor, wrong: `. IN DS 20326 8 2 ${"00".repeat(32)}\n`, none: null };
  let last: Endpoint | null = program === "kresd" ? at(internet.resolver) : null;
  for (const { anchor = "good", ...plan } of plans) {
    const endpoint = { address: ADDRESS, port: await freePort(ADDRESS) };
    const directory = join(temporary.path, String(endpoint.port));
    const forwarding = last === null ? {} : { forwardTo: last };
    const whole = { directory, endpoint, stubs, trustAnchor: anchors[anchor], ...forwarding, ...plan };
    daemons.push(await startResolver(program, whole));
    last = endpoint;
  }
  if (last === null) throw new Error("no resolver");
  return last;
}
