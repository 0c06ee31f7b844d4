import { expect } from "vitest";
import { checkChain, type ChainOptions } from "../../src/checks/chain/check.ts";
import type { Check, CheckContext } from "../../src/checks/context.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { checkDs, type DsOptions } from "../../src/checks/ds/check.ts";
import { checkSignatures, type SignaturesOptions } from "../../src/checks/signatures/check.ts";
import { parseName } from "../../src/dns/name.ts";
import { parseDs } from "../../src/dns/rdata.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { describe as wordsOf, type FindingId } from "../../src/dnssec/finding.ts";
import type { TrustAnchor } from "../../src/dnssec/trust-anchor.ts";
import { parseThreshold } from "../../src/monitoring/range.ts";
import type { Level } from "../../src/util/level.ts";
import { historyInMemory } from "./history.ts";
import { planInternet, type ZonePlan } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";

/** When the scenarios take place, in seconds since 1970. */
export const NOW = 1_800_000_000;

/** What a check is run on and with; `zone.test.` and a week and a day by default. */
export interface Scenario {
  readonly zones: Readonly<Record<string, ZonePlan>>;
  readonly zone?: string;
  /** `NAME/TYPE`. */
  readonly queries?: readonly string[];
  /** Seconds after the moment the zones are signed for. */
  readonly later?: number;
  readonly expect?: CheckContext<unknown>["expect"];
  readonly anchors?: readonly TrustAnchor[];
  readonly warning?: string;
  readonly critical?: string;
}

/** Runs check_dnssec_chain's check on a planned internet. */
export function chainOf(scenario: Scenario): Promise<CheckOutcome> {
  return runOn<ChainOptions>(checkChain, scenario, { queries: questions(scenario) }, "0");
}

/** Runs check_dnssec_signatures' check on a planned internet. */
export function signaturesOf(scenario: Scenario): Promise<CheckOutcome> {
  const { warning = "7d", critical = "24h" } = scenario;
  const options = {
    queries: questions(scenario),
    dnskeyWarning: threshold(warning),
    dnskeyCritical: threshold(critical),
  };
  return runOn<SignaturesOptions>(checkSignatures, scenario, options, "7d", "24h");
}

/** Runs check_dnssec_ds' check on a planned internet; its queries are names to look at for stray CDS. */
export function dsOf(
  scenario: Scenario,
  standby: readonly number[] = [],
  history = historyInMemory(),
): Promise<CheckOutcome> {
  const elsewhere = questions(scenario).map(({ name }) => name);
  const options = { elsewhere, standby, pickupTime: 7 * 86_400, history };
  return runOn<DsOptions>(checkDs, scenario, options, "1");
}

/** Holds an outcome's findings against those that must and must not be there; a level may follow the id: `id:level`. */
export function expectFindings(
  { findings }: CheckOutcome,
  expected: {
    readonly must?: readonly (FindingId | `${FindingId}:${Level}`)[];
    readonly mustNot?: readonly FindingId[];
  },
): void {
  for (const found of findings) wordsOf(found);
  const ids = findings.map(({ id }) => id);
  const marks = [...ids, ...findings.map(({ id, level }) => `${id}:${level}`)];
  expect(marks).toEqual(expect.arrayContaining([...(expected.must ?? [])]));
  expect(ids.filter((id) => expected.mustNot?.includes(id))).toEqual([]);
}

/** Nothing above information. */
export function expectHealthy({ findings, unknown }: CheckOutcome): void {
  expect(unknown).toBeNull();
  expect(findings.filter(({ level }) => level !== "info").map(({ id, params }) => ({ id, params }))).toEqual([]);
}

/** Runs any check on a planned internet. */
export function runOn<Options>(
  check: Check<Options>,
  scenario: Scenario,
  options: Options,
  warning: string,
  critical = warning,
): Promise<CheckOutcome> {
  const internet = planInternet({ at: NOW, zones: scenario.zones });
  const roots = internet.trustAnchors.map(({ owner, rdata }) => ({
    zone: owner,
    kind: "ds" as const,
    ds: parseDs(rdata),
  }));
  return check({
    zone: parseName(scenario.zone ?? "zone.test."),
    lookup: plannedLookup(internet),
    anchors: scenario.anchors ?? roots,
    now: NOW + (scenario.later ?? 0),
    expect: scenario.expect ?? "secure",
    families: [4, 6],
    warning: threshold(scenario.warning ?? warning),
    critical: threshold(scenario.critical ?? critical),
    options,
    signal: new AbortController().signal,
  });
}

/** Reads a threshold as the command line does. */
export function threshold(text: string): ReturnType<typeof parseThreshold> {
  return parseThreshold(text, { countsDown: true, isTime: true, takesPercent: true });
}

/** The queries of a scenario, type A where none is given. */
export function questions({ queries = [] }: Scenario): { name: ReturnType<typeof parseName>; type: number }[] {
  return queries.map((query) => {
    const [name = "", type = "A"] = query.split("/");
    return { name: parseName(name), type: typeCode(type) ?? 0 };
  });
}
