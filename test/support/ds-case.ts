import { expect } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { describe } from "../../src/dnssec/finding.ts";
import { dsOf, type Scenario } from "./check.ts";
import { type FaultCase, KEYS, type Mark, oneOfTwo } from "./fault-case.ts";
import type { ZonePlan } from "./internet-plan.ts";
import { cdnskeyLine, cdsLine, dsRecord } from "./signer/ds.ts";
import { createKey, type SigningKey } from "./signer/key.ts";
import type { Mutation } from "./signer/mutate.ts";

/** A delegation with one fault, or one that nearly has it, and everything check_dnssec_ds says of it. */
export interface DsCase extends Omit<FaultCase, "reports" | "security"> {
  readonly standby?: readonly number[];
  /** In any order, each once; those that follow from another are marked with `<`. */
  readonly reports: readonly (Mark | `< ${Mark}`)[];
}

export const APEX = parseName("zone.test.");
export const [KSK, ZSK] = KEYS;
/** A key that is not in the zone unless a case puts it there. */
export const OTHER_KSK = createKey({ seed: "other" });
/** The DS that fits. */
export const GOOD_DS = dsRecord(APEX, KSK);

/** zone.test. below a healthy parent. */
export function delegated(plan: ZonePlan, scenario: Partial<Scenario> = {}): Scenario {
  const zones = { "test.": {}, "zone.test.": { keys: KEYS, ...plan }, ...scenario.zones };
  return { ...scenario, zones };
}

/** zone.test. below a parent of two servers, one of which serves another copy. */
export function parentOfTwo(...mutations: readonly Mutation[]): Scenario {
  return delegated({}, { zones: { "test.": { servers: oneOfTwo(...mutations) } } });
}

/** zone.test. on two servers, one of which serves another copy. */
export function childOfTwo(plan: ZonePlan, ...mutations: readonly Mutation[]): Scenario {
  return delegated({ ...plan, servers: oneOfTwo(...mutations) });
}

/** Lines of CDS and CDNSKEY for keys. */
export function announcing(...keys: readonly SigningKey[]): string[] {
  return keys.flatMap((key) => [cdsLine(APEX, key), cdnskeyLine(key)]);
}

/** The case as the tables of other checks write it. */
export function asFaultCase({ id, when, scenario, reports }: DsCase): FaultCase {
  return { id, when, scenario, reports: reports.map((mark) => mark.replace("< ", "") as Mark) };
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
