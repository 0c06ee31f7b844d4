import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { openNetwork } from "../../src/cli/network.ts";
import type { Reply } from "../../src/dns/lookup.ts";
import type { Question } from "../../src/dns/message.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import type { Network } from "../../src/net/network.ts";
import {
  answersOf,
  changeAfter,
  changeAnywhere,
  check,
  checkPlanned,
  KSK,
  type Run,
  version,
  ZSK,
  zonesWith,
} from "../support/changing-zone.ts";
import { NOW } from "../support/check.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import type { PlannedInternet, ZonePlan } from "../support/internet-plan.ts";
import { recursive } from "../support/server/recursive.ts";
import { emptyResponse } from "../support/server/response.ts";
import { keyPair } from "../support/signer/key.ts";
import { EVERY, expire } from "../support/signer/mutate.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

const [NEXT_KSK, NEXT_ZSK] = keyPair(13, "after");
const ALL_NEW: ZonePlan = { keys: [NEXT_KSK, NEXT_ZSK], denial: NSEC3 };
const EXPIRED: ZonePlan = { mutations: [expire(EVERY, EVERY)] };
/** Answers in the middle of a run's, of which there are about 60. */
const HALFWAY = 30;

function statesOf(runs: readonly Run[]): string[] {
  return [...new Set(runs.map(({ text }) => text.split(":")[0] ?? ""))];
}

function changePlanned(step: number, after: PlannedInternet, argv: readonly string[] = []): Promise<Run[]> {
  const internet = version(1);
  const [old, next] = [answersOf(internet.allServers), answersOf(after.allServers)];
  const change = (count: number): (() => number) => changeAfter(count, internet.allServers, old, next);
  return changeAnywhere(step, change, () => checkPlanned(internet, argv));
}

/** An internet where the zone goes from one version to the next halfway. */
function changingHalfway(before: PlannedInternet, after: PlannedInternet): PlannedInternet {
  changeAfter(HALFWAY, before.allServers, answersOf(before.allServers), answersOf(after.allServers));
  return before;
}

describe("whenever in a run the zone changes, there is no alarm", () => {
  test.each<[string, ZonePlan]>([
    ["its ZSK", { keys: [KSK, NEXT_ZSK] }],
    ["its KSK and the DS", { keys: [NEXT_KSK, ZSK] }],
    ["from NSEC to NSEC3", { denial: NSEC3 }],
    ["everything", ALL_NEW],
  ])("%s", async (_, plan) => {
    const runs = await changePlanned(3, version(2, plan));
    expect(statesOf(runs)).toEqual(["DNSSEC OK - zone.tld"]);
    expect(runs.map(({ looks }) => looks)).toContain(2);
  });

  test("its keys, while its serial stays", async () => {
    const runs = await changePlanned(3, version(1, { keys: [NEXT_KSK, NEXT_ZSK] }));
    expect(statesOf(runs)).toEqual(["DNSSEC OK - zone.tld"]);
  });

  test.each(["chain", "signatures", "keys", "nameservers", "ds", "denial"])("seen by %s alone", async (part) => {
    const runs = await changePlanned(1, version(2, ALL_NEW), ["--checks", part]);
    expect(statesOf(runs)).toEqual(["DNSSEC OK - zone.tld"]);
  });

  test.each([
    ["walking", () => []],
    ["through a resolver", ({ resolverAddress }: Internet) => ["-r", resolverAddress]],
    ["at given servers", (internet: Internet) => ["-n", internet.server("zone.tld").addresses[0] ?? ""]],
  ])("seen %s", async (_, argv) => {
    const recursion = { isSecure: () => true };
    const internet = await startInternet({ at: NOW, zones: zonesWith(1), recursion });
    try {
      const after = version(2, ALL_NEW);
      const servers = [...internet.allServers, internet.resolver];
      const old = answersOf(servers);
      const next = [...answersOf(after.allServers), recursive([...after.zones.values()], recursion)];
      const change = (count: number): (() => number) => changeAfter(count, servers, old, next);
      const runs = await changeAnywhere(7, change, () =>
        check([...internet.arguments, ...argv(internet)], openNetwork),
      );
      expect(statesOf(runs)).toEqual(["DNSSEC OK - zone.tld"]);
      expect(runs.map(({ looks }) => looks)).toContain(2);
    } finally {
      await internet.stop();
    }
  });
});

test("a zone in order is looked at once", async () => {
  expect((await checkPlanned(version(1))).looks).toBe(1);
});

test("a zone that is broken and stays as it is costs one round more, and the alarm stays", async () => {
  const { text, exitCode, asked } = await checkPlanned(version(1, EXPIRED), ["-o", "json"]);
  expect(exitCode).toBe(2);
  const [first = [], again = []] = asked;
  expect(asked).toHaveLength(2);
  const types = new Set(again.map((question) => question.split(" ")[1]));
  expect(types).toEqual(new Set([RrType.SOA, RrType.DS, RrType.DNSKEY].map(String)));
  expect(first).toEqual(expect.arrayContaining([...again]));
  expect(again.length).toBeLessThan(first.length / 4);
  expect(JSON.parse(text)).toMatchObject({ queries: first.length + again.length });
});

test("a broken zone whose serial moves at each answer is looked at twice, and the alarm stays", async () => {
  const internet = version(1, EXPIRED);
  const versions = [1, 2, 3].map((serial) => answersOf(version(serial, EXPIRED).allServers));
  let given = 0;
  for (const [i, server] of internet.allServers.entries()) {
    const own = server.answer;
    server.answer = (query) => (versions[given++ % versions.length]?.[i] ?? own)(query);
  }
  const { text, exitCode, looks, asked } = await checkPlanned(internet);
  expect(text).toMatch(/^DNSSEC CRITICAL - /);
  expect(exitCode).toBe(2);
  expect(looks).toBe(2);
  expect(asked[1]?.length).toBeGreaterThan(HALFWAY);
});

test("what the change mends is no alarm any more, and what it breaks is one", async () => {
  const mended = await checkPlanned(changingHalfway(version(1, EXPIRED), version(2)));
  expect(statesOf([mended])).toEqual(["DNSSEC OK - zone.tld"]);
  const broken = await checkPlanned(changingHalfway(version(1), version(2, EXPIRED)));
  expect(broken.text).toMatch(/^DNSSEC CRITICAL - EMERGENCY zone\.tld: .*\n\[EMERGENCY\] rrsig-expired-dnskey /);
});

test("a server that fails now and then is no change, and stays an alarm", async () => {
  const internet = version(1);
  const server = internet.allServers.at(-1);
  if (server === undefined) throw new Error("no server");
  const { answer } = server;
  let failures = 0;
  server.answer = (query) => {
    const isFailing = query.questions[0]?.type === RrType.SOA && failures++ === 0;
    return isFailing ? emptyResponse(Rcode.SERVFAIL) : answer(query);
  };
  const { text, asked } = await checkPlanned(internet);
  expect(text).toMatch(/^DNSSEC CRITICAL - zone\.tld: answers SERVFAIL /);
  expect(asked[1]?.length).toBeLessThan(HALFWAY);
});

test("an alarm that the user has silenced needs no second look", async () => {
  const internet = version(1, { mutations: [expire("@", "NS")] });
  expect(await checkPlanned(internet)).toMatchObject({ exitCode: 2, looks: 2 });
  expect(await checkPlanned(internet, ["--ignore", "rrsig-expired"])).toMatchObject({ exitCode: 0, looks: 1 });
});

test("a version whose signatures begin only now is judged at the time of the second look, unless --at is given", async () => {
  const signedNow = version(2, { ...ALL_NEW, inception: 1, expiration: 15 * 86_400 });
  const run = (...argv: string[]): Promise<Run> =>
    checkPlanned(changingHalfway(version(1), signedNow), [
      "-o",
      "json",
      "--ignore",
      "rrsig-inception-in-clock-skew",
      ...argv,
    ]);
  expect(JSON.parse((await run()).text)).toMatchObject({
    status: "OK",
    evaluated_at: expect.not.stringContaining(timeText(NOW)) as string,
  });
  const atNow = await run("--at", timeText(NOW));
  expect(JSON.parse(atNow.text)).toMatchObject({ status: "CRITICAL", evaluated_at: timeText(NOW) });
});

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}

describe("where the time limit cuts the second look short, the first one counts", () => {
  /** Learns nothing before the end. */
  function stalled(signal: AbortSignal): (question: Question) => Promise<Reply> {
    const end = once(signal, "abort");
    return async (question) => {
      await end;
      return { kind: "unanswered", question, failures: [] };
    };
  }

  test.each<[string, (network: Network, signal: AbortSignal) => Network]>([
    [
      "asking for the version",
      (network, signal) => {
        const ask = stalled(signal);
        return { ...network, askServer: (_, question) => ask(question) };
      },
    ],
    ["looking", (network, signal) => ({ ...network, ask: stalled(signal) })],
    ["without end", (network) => ({ ...network, askServer: () => new Promise(() => {}) })],
  ])("%s", async (_, second) => {
    const internet = changingHalfway(version(1), version(2, EXPIRED));
    const { text, exitCode, looks } = await checkPlanned(internet, ["-t", "1"], second);
    expect({ exitCode, looks }).toEqual({ exitCode: 2, looks: 2 });
    expect(text).toMatch(/^DNSSEC CRITICAL - EMERGENCY zone\.tld: (?!no result)/);
  });
});
