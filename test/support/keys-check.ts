import { expect } from "vitest";
import { checkKeys, type KeysOptions } from "../../src/checks/keys/check.ts";
import { type KeyFacts, NO_FACTS } from "../../src/checks/keys/key-facts.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { historyInMemory } from "./history.ts";
import { parseName } from "../../src/dns/name.ts";
import { runOn, type Scenario, threshold } from "./check.ts";
import { expectReports, type FaultCase } from "./fault-case.ts";
import type { ZonePlan } from "./internet-plan.ts";

const DAY = 86_400;

/** Runs check_dnssec_keys' check on a planned internet, without a history and with the usual limits. */
export function keysOf(scenario: Scenario, options: Partial<KeysOptions> = {}): Promise<CheckOutcome> {
  const usual: KeysOptions = {
    kskMaxAge: 1095 * DAY,
    zskMaxAge: 365 * DAY,
    notice: 30 * DAY,
    unusedMaxAge: 30 * DAY,
    revokedMaxAge: 60 * DAY,
    rolloverLimit: 14 * DAY,
    zskWarning: threshold("~:"),
    zskCritical: threshold("~:"),
    below: (scenario.queries ?? []).map((query) => parseName(query.split("/")[0] ?? "")),
    facts: [],
    history: historyInMemory(),
  };
  return runOn(checkKeys, scenario, { ...usual, ...options }, "0", "~:");
}

/** Facts about one key. */
export function factsAbout(keyTag: number, facts: Partial<KeyFacts>): KeyFacts {
  return { ...NO_FACTS, keyTag, ...facts };
}

/** A case of check_dnssec_keys: the zone now, and what it was when it was looked at so many days ago. */
export interface KeysCase extends FaultCase {
  readonly before?: readonly { readonly plan: ZonePlan; readonly days: number }[];
  readonly options?: Partial<KeysOptions>;
}

/** Cases with their titles, as test.each takes them. */
export function titledKeys(cases: readonly KeysCase[]): (readonly [string, KeysCase])[] {
  return cases.map((each) => [`${each.id}: ${each.when}`, each]);
}

/** Runs a case, after the runs it needs before, and holds all that is reported against the table. */
export async function expectKeysCase({ before = [], options, ...expected }: KeysCase): Promise<void> {
  const history = historyInMemory();
  for (const { plan, days } of before) {
    const zones = { ...expected.scenario.zones, "zone.test.": { ...plan, inception: -5000 * DAY } };
    const earlier = await keysOf({ ...expected.scenario, zones, later: -days * DAY }, { ...options, history });
    expect(earlier.unknown).toBeNull();
  }
  expectReports(await keysOf(expected.scenario, { ...options, history }), expected);
}
