import { expect } from "vitest";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { parseName } from "../../src/dns/name.ts";
import { parseDs } from "../../src/dns/rdata.ts";
import { Rcode } from "../../src/dns/registry.ts";
import { describe, type FindingId } from "../../src/dnssec/finding.ts";
import type { SecurityStatus } from "../../src/dnssec/security.ts";
import type { TrustAnchor } from "../../src/dnssec/trust-anchor.ts";
import type { Level } from "../../src/util/level.ts";
import { chainOf, type Scenario, signaturesOf } from "./check.ts";
import type { ServerPlan, ZonePlan } from "./internet-plan.ts";
import type { Behaviour } from "./server/behaviour.ts";
import { emptyResponse } from "./server/response.ts";
import { dsRecord } from "./signer/ds.ts";
import { keyPair, type SigningKey } from "./signer/key.ts";
import type { Mutation } from "./signer/mutate.ts";

/** A finding and its level as a table writes them. */
export type Mark = `${FindingId}:${Level}`;

/** A zone with one fault, or one that nearly has it, and everything a check says of it. */
export interface FaultCase {
  /** The fault it is about: among the reports where it must be found, missing where it must not. */
  readonly id: FindingId;
  readonly when: string;
  readonly scenario: Scenario;
  /** In any order, each once. */
  readonly reports: readonly Mark[];
  /** Addresses that findings of the id name, where the scenario has good and bad servers. */
  readonly servers?: readonly string[];
  /** The finding that the one of the id follows from. */
  readonly cause?: FindingId;
  /** What check_dnssec_chain concludes. */
  readonly security?: SecurityStatus;
}

/** The servers of scenarios in which copies of a zone differ. */
export const GOOD_SERVER = "192.0.2.1";
export const BAD_SERVER = "192.0.2.2";

/** The keys of zone.test. in most cases. */
export const KEYS = keyPair(13, "zone");

/** An internet with one zone of interest, zone.test., below a healthy parent. */
export function zoneTest(plan: ZonePlan, scenario: Partial<Scenario> = {}): Scenario {
  return { ...scenario, zones: { "test.": {}, "zone.test.": plan, ...scenario.zones } };
}

/** The same with an address at www, which is looked at too. */
export function withWww(plan: ZonePlan, scenario: Partial<Scenario> = {}): Scenario {
  const complete = { keys: KEYS, records: ["www A 192.0.2.80"], ...plan };
  return zoneTest(complete, { queries: ["www.zone.test./A"], ...scenario });
}

/** A zone's key as trust anchor, by its DS. */
export function anchorOf(zone: string, key: SigningKey): TrustAnchor {
  const owner = parseName(zone);
  return { zone: owner, kind: "ds", ds: parseDs(dsRecord(owner, key).rdata) };
}

/** Cases with their titles, as test.each takes them. */
export function titled<Case extends Pick<FaultCase, "id" | "when">>(
  cases: readonly Case[],
): (readonly [string, Case])[] {
  return cases.map((each) => [`${each.id}: ${each.when}`, each]);
}

/** A good server and one whose copy is changed. */
export function oneOfTwo(...mutations: readonly Mutation[]): readonly ServerPlan[] {
  return [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], mutations }];
}

/** A server that answers SERVFAIL to one type. */
export function failingFor(type: number): (address: string) => ServerPlan {
  const alter: Behaviour["alter"] = (response, query) =>
    query.questions[0]?.type === type ? emptyResponse(Rcode.SERVFAIL) : response;
  return (address) => ({ addresses: [address], behaviour: { alter } });
}

/** Runs a case and holds all that is reported against the table. */
export async function expectCase(check: "chain" | "signatures", expected: FaultCase): Promise<void> {
  expectReports(await (check === "chain" ? chainOf : signaturesOf)(expected.scenario), expected);
}

/** Holds all that a check reports against the table. */
export function expectReports(outcome: CheckOutcome, { id, ...expected }: FaultCase): void {
  for (const found of outcome.findings) describe(found);
  const marks = outcome.findings.map((found): Mark => `${found.id}:${found.level}`);
  expect([...new Set(marks)].toSorted()).toEqual(expected.reports.toSorted());
  const ids = new Set(outcome.findings.map((found) => found.id));
  const causes = outcome.findings.flatMap(({ cause }) => cause ?? []);
  expect(causes.filter((cause) => !ids.has(cause))).toEqual([]);
  if (expected.cause !== undefined) {
    expect(outcome.findings.filter((found) => found.id === id).map(({ cause }) => cause)).toEqual([expected.cause]);
  }
  if (expected.security !== undefined) expect(outcome.security).toBe(expected.security);
  if (expected.servers === undefined) return;
  const servers = outcome.findings.filter((found) => found.id === id).flatMap((found) => found.servers);
  expect([...new Set(servers.map(({ address }) => address))].toSorted()).toEqual(expected.servers.toSorted());
}
