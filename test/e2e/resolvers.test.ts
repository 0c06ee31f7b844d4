import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { buildExecutable, endOf, startExecutable } from "../support/executable.ts";
import { anchorText, type Internet, startInternet } from "../support/internet.ts";
import { areInstalled } from "../support/programs.ts";
import { expire } from "../support/signer/mutate.ts";

const CA = join(import.meta.dirname, "../support/tls/ca.pem");
const TLS = join(import.meta.dirname, "../support/tls/server");
const ADDRESS = "127.0.0.77";

interface Result {
  readonly status: string;
  readonly security?: string;
  readonly summary: string;
  readonly findings: readonly { readonly id: string; readonly level: string }[];
}

/** One Unbound: how it validates, and whom it forwards to. */
interface Unbound {
  readonly port: number;
  readonly anchor?: "good" | "wrong" | null;
  readonly insecure?: string;
  readonly forwardTo?: number;
}

let internet: Internet;
let program: string;
let anchorProgram: string;
let wholeProgram: string;
const folder = mkdtempSync(join(tmpdir(), "unbound-"));
const children: ChildProcess[] = [];
const WRONG_ANCHOR = `. IN DS 20326 8 2 ${"00".repeat(32)}\n`;

beforeAll(async () => {
  const zones = {
    "test.": {},
    "zone.test.": { records: ["www A 192.0.2.1"] },
    "broken.test.": { records: ["@ A 192.0.2.1"], mutations: [expire("**", "**")] },
  };
  [internet, program, anchorProgram, wholeProgram] = await Promise.all([
    startInternet({ zones }),
    buildExecutable("plugins/check_dnssec_resolvers.ts", "check_dnssec_resolvers"),
    buildExecutable("plugins/check_dnssec_trust_anchor.ts", "check_dnssec_trust_anchor"),
    buildExecutable("plugins/check_dnssec.ts", "check_dnssec"),
  ]);
});

afterAll(async () => {
  for (const child of children) child.kill("SIGTERM");
  await internet.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts Unbound and waits until it answers; it also listens for TLS and HTTPS, 1 and 2 ports above. */
async function startUnbound({ port, anchor = "good", insecure, forwardTo }: Unbound): Promise<void> {
  const anchorFile = join(folder, `${port}.anchor`);
  writeFileSync(anchorFile, anchor === "wrong" ? WRONG_ANCHOR : internet.trustAnchors.map(anchorText).join(""));
  const stubs = [".", "test.", "zone.test.", "broken.test."].map((apex) => {
    const address = internet.server(apex).addresses[0] ?? "";
    return `stub-zone:\n  name: "${apex}"\n  stub-addr: ${address}@${internet.port}\n`;
  });
  const forward = `forward-zone:\n  name: "."\n  forward-addr: ${ADDRESS}@${forwardTo}\n`;
  const config = `server:
  interface: ${ADDRESS}@${port}
  interface: ${ADDRESS}@${port + 1}
  interface: ${ADDRESS}@${port + 2}
  tls-port: ${port + 1}
  https-port: ${port + 2}
  tls-service-key: "${TLS}.key"
  tls-service-pem: "${TLS}.pem"
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  ede: yes
  do-ip6: no
  do-not-query-localhost: no
  num-threads: 1
  module-config: "${anchor === null ? "iterator" : "validator iterator"}"
  ${anchor === null ? "" : `trust-anchor-file: "${anchorFile}"`}
  ${insecure === undefined ? "" : `domain-insecure: "${insecure}"`}
  qname-minimisation: no
  local-zone: "test." nodefault
remote-control:
  control-enable: no
${forwardTo === undefined ? stubs.join("") : forward}`;
  const file = join(folder, `${port}.conf`);
  writeFileSync(file, config);
  children.push(spawn("unbound", ["-d", "-c", file], { stdio: "ignore" }));
  for (let i = 0; i < 100; i++) {
    if ((await ask(ADDRESS, port, ".", "SOA", { recursionDesired: true, patience: 100 })) !== null) return;
    await sleep(50);
  }
  throw new Error(`Unbound on port ${port} does not answer`);
}

function check(...argv: readonly string[]): Promise<Result> {
  return run(program, "-z", "zone.test", ...argv);
}

async function run(file: string, ...argv: readonly string[]): Promise<Result> {
  const common = ["--trust-anchor", internet.arguments[3] ?? "", "-o", "json"];
  const { stdout } = await endOf(startExecutable(file, [...common, ...argv]));
  return JSON.parse(stdout) as Result;
}

function ids({ findings }: Result): string[] {
  return [...new Set(findings.map(({ id, level }) => `${id}:${level}`))].toSorted();
}

describe.skipIf(!areInstalled("unbound"))("Unbound", () => {
  const at = (port: number): string => `${ADDRESS}:${port}`;

  test("that validates is in order, over UDP, TCP, TLS and HTTPS", async () => {
    await startUnbound({ port: 17053 });
    for (const way of [
      ["-r", at(17053)],
      ["-r", at(17053), "--tcp"],
      ["-r", `tls://${at(17054)}`, "--tls-ca", CA, "--tls-name", "resolver.test"],
      ["-r", `https://${at(17055)}/dns-query`, "--tls-ca", CA, "--tls-name", "resolver.test"],
    ]) {
      const result = await check(...way);
      expect([way[1], ids(result), result.security]).toEqual([way[1], [], "secure"]);
    }
  });

  test("that validates refuses what is bogus, though it takes an expired key set for a missing one", async () => {
    const result = await check("-r", at(17053), "--bogus-name", "broken.test");
    expect(ids(result)).toEqual(["resolver-ede-misleading:info"]);
  });

  test("stands in for servers out of reach, out of its cache too", async () => {
    const CLOSED = "17050";
    for (const zone of ["zone.test", "broken.test"]) {
      const seen: string[][] = [];
      for (let i = 0; i < 2; i++) {
        const argv = [
          "-r",
          at(17053),
          "--port",
          CLOSED,
          "--no-state",
          "--checks",
          "chain,signatures,keys,nameservers,ds,denial",
        ];
        seen.push(ids(await run(wholeProgram, "-z", zone, ...argv)));
        await sleep(2100);
      }
      expect(seen[0]).toContain("servers-out-of-reach:info");
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[0]?.filter((id) => !id.endsWith(":info")).length === 0).toBe(zone === "zone.test");
    }
  });

  test("that only forwards to one that validates is in order", async () => {
    await startUnbound({ port: 17063, anchor: "good", forwardTo: 17053 });
    expect(ids(await check("-r", at(17063)))).toEqual([]);
  });

  test("that does not validate is told by the bogus name", async () => {
    await startUnbound({ port: 17073, anchor: null });
    expect(ids(await check("-r", at(17073), "--bogus-name", "broken.test"))).toEqual([
      "resolver-not-validating:critical",
    ]);
    expect(ids(await check("-r", at(17073)))).toEqual(["resolver-ad-missing:warning"]);
    expect(ids(await check("--non-validating", at(17073)))).toEqual([]);
  });

  test("shows by its sentinel that it trusts the root's key", async () => {
    const result = await run(anchorProgram, "-r", at(17053));
    expect([result.status, result.summary, ids(result)]).toEqual(["OK", expect.stringContaining("1 resolver"), []]);
  });

  test("with an anchor that does not fit fails what is secure", async () => {
    await startUnbound({ port: 17083, anchor: "wrong" });
    const found = ids(await check("-r", at(17083), "-r", at(17053)));
    expect(found).toEqual(["resolver-results-differ:warning", "resolver-servfail-on-secure:critical"]);
  });

  test("that takes the zone for insecure sets no AD", async () => {
    await startUnbound({ port: 17093, insecure: "zone.test" });
    expect(ids(await check("-r", at(17093)))).toEqual(["resolver-ad-missing:warning"]);
  });
});
