import { expect } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { describe, type FindingId } from "../../src/dnssec/finding.ts";
import type { Level } from "../../src/util/level.ts";
import { dsOf, type Scenario } from "./check.ts";
import type { ZonePlan } from "./internet-plan.ts";
import { cdnskeyLine, cdsLine, dsRecord } from "./signer/ds.ts";
import { createKey, keyPair, type SigningKey } from "./signer/key.ts";
import type { Mutation } from "./signer/mutate.ts";

/** A delegation with one fault, or one that nearly has it, and everything check_dnssec_ds says of it. */
export interface DsCase {
  /** The fault it is about: among the reports where it must be found, missing where it must not. */
  readonly id: FindingId;
  readonly when: string;
  readonly scenario: Scenario;
  readonly standby?: readonly number[];
  /** In any order, each once; those that follow from another are marked with `<`. */
  readonly reports: readonly `${"" | "< "}${FindingId}:${Level}`[];
  /** Addresses that findings of the id name. */
  readonly servers?: readonly string[];
}

export const APEX = parseName("zone.test.");
/** The keys of zone.test. in most cases. */
export const KEYS = keyPair(13, "zone");
export const KSK = KEYS[0];
export const ZSK = KEYS[1];
/** A key that is not in the zone unless a case puts it there. */
export const OTHER_KSK = createKey({ seed: "other" });
/** The DS that fits. */
export const GOOD_DS = dsRecord(APEX, KSK);

/** The servers of scenarios in which copies of a zone differ. */
export const GOOD_SERVER = "192.0.2.1";
export const BAD_SERVER = "192.0.2.2";

/** zone.test. below a healthy parent. */
export function delegated(plan: ZonePlan, scenario: Partial<Scenario> = {}): Scenario {
  const zones = { "test.": {}, "zone.test.": { keys: KEYS, ...plan }, ...scenario.zones };
  return { ...scenario, zones };
}

/** zone.test. below a parent of two servers, one of which serves another copy. */
export function parentOfTwo(...mutations: readonly Mutation[]): Scenario {
  return delegated({}, { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }, badCopy(mutations)] } } });
}

/** zone.test. on two servers, one of which serves another copy. */
export function childOfTwo(plan: ZonePlan, ...mutations: readonly Mutation[]): Scenario {
  return delegated({ ...plan, servers: [{ addresses: [GOOD_SERVER] }, badCopy(mutations)] });
}

function badCopy(mutations: readonly Mutation[]) {
  return { addresses: [BAD_SERVER], mutations };
}

/** Lines of CDS and CDNSKEY for keys. */
export function announcing(...keys: readonly SigningKey[]): string[] {
  return keys.flatMap((key) => [cdsLine(APEX, key), cdnskeyLine(key)]);
}

/** Cases with their titles, as test.each takes them. */
export function titled(cases: readonly DsCase[]): (readonly [string, DsCase])[] {
  return cases.map((each) => [`${each.id}: ${each.when}`, each]);
}

/** Runs a case and holds all that is reported against the table. */
export async function expectDsCase({ id, scenario, standby, reports, servers }: DsCase): Promise<void> {
  const { findings } = await dsOf(scenario, standby);
  for (const found of findings) describe(found);
  const marks = findings.map((found) => `${found.cause === undefined ? "" : "< "}${found.id}:${found.level}`);
  expect([...new Set(marks)].toSorted()).toEqual(reports.toSorted());
  if (servers === undefined) return;
  const named = findings.filter((found) => found.id === id).flatMap((found) => found.servers);
  expect([...new Set(named.map(({ address }) => address))].toSorted()).toEqual(servers.toSorted());
}
