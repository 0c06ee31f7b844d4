import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAll } from "../../src/checks/all/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { execute, type Output, type Surroundings } from "../../src/cli/execute.ts";
import type { Network } from "../../src/net/network.ts";
import { NOW } from "./check.ts";
import { anchorText } from "./internet.ts";
import { type InternetPlan, type PlannedInternet, planInternet, type ZonePlan } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";
import type { TestServer } from "./server/server.ts";
import { keyPair } from "./signer/key.ts";

type Answer = TestServer["answer"];

/** A run of check_dnssec and the number of networks it opened. */
export interface Run extends Output {
  readonly looks: number;
}

/** A run on a planned internet. */
export interface PlannedRun extends Run {
  /** What was asked through each network, as plannedLookup tells it. */
  readonly asked: readonly (readonly string[])[];
}

/** The keys of zone.tld, unless its plan has others. */
export const [KSK, ZSK] = keyPair(13, "before");

/** A version of zone.tld, which has two servers. */
export function zonesWith(serial: number, plan: ZonePlan = {}): InternetPlan["zones"] {
  const records = [`@ SOA ns1 hostmaster ${serial} 7200 3600 1209600 900`, "www A 192.0.2.80", "*.wild TXT wild"];
  return { tld: {}, "zone.tld": { keys: [KSK, ZSK], records, servers: [{}, {}], ...plan } };
}

/** An internet with a version of zone.tld. */
export function version(serial: number, plan?: ZonePlan): PlannedInternet {
  return planInternet({ at: NOW, zones: zonesWith(serial, plan) });
}

/** What servers say now. */
export function answersOf(servers: readonly TestServer[]): Answer[] {
  return servers.map(({ answer }) => answer);
}

/** Lets servers go from one version to the next, all at once, after some answers; gives how many there were so far. */
export function changeAfter(
  count: number,
  servers: readonly TestServer[],
  before: readonly Answer[],
  after: readonly Answer[],
): () => number {
  let given = 0;
  for (const [i, server] of servers.entries()) {
    server.answer = (query) => {
      const answer = (given++ < count ? before : after)[i];
      if (answer === undefined) throw new Error("a server without an answer");
      return answer(query);
    };
  }
  return () => given;
}

/** Runs with a change after every step-th of the answers that a run without one takes. */
export async function changeAnywhere(
  step: number,
  change: (count: number) => () => number,
  run: () => Promise<Run>,
): Promise<Run[]> {
  const given = change(Number.POSITIVE_INFINITY);
  const runs = [await run()];
  const total = given();
  for (let count = 1; count <= total; count += step) {
    change(count);
    runs.push(await run());
  }
  return runs;
}

/** Runs check_dnssec on zone.tld. */
export async function check(argv: readonly string[], openNetwork: Surroundings["openNetwork"]): Promise<Run> {
  let looks = 0;
  const output = await execute(ALL_SPEC, async () => checkAll, ["-z", "zone.tld", "--no-state", ...argv], {
    env: {},
    now: NOW,
    openNetwork(options, signal) {
      looks += 1;
      return openNetwork(options, signal);
    },
  });
  return { ...output, looks };
}

/** Runs check_dnssec on zone.tld without a socket; the second network it opens may be another. */
export async function checkPlanned(
  internet: PlannedInternet,
  argv: readonly string[] = [],
  second: (network: Network, signal: AbortSignal) => Network = (network) => network,
): Promise<PlannedRun> {
  const folder = mkdtempSync(join(tmpdir(), "changing-"));
  const asked: string[][] = [];
  try {
    const anchors = join(folder, "anchors");
    writeFileSync(anchors, internet.trustAnchors.map(anchorText).join(""));
    const own = ["--trust-anchor", anchors, "--ignore", "ns-address-special-use", ...argv];
    const run = await check(own, (_, signal) => {
      const lookup = plannedLookup(internet);
      const network = { ...lookup, close: () => undefined };
      return asked.push(lookup.asked) === 1 ? network : second(network, signal);
    });
    return { ...run, asked };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
