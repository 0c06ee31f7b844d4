import type { CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { nothingLearned } from "../shared/outcomes.ts";
import { compareFaults } from "./compare.ts";
import { differencesOf, namesOf } from "./differences.ts";
import { differenceFinding, silenceFindings } from "./findings.ts";
import { combineResults, type Gathered } from "./result.ts";
import { locationDetails, locationsExtra, locationsMetrics, locationsSummary, type Places } from "./summary.ts";

/** What check_dnssec_locations takes besides the common options. */
export interface LocationsOptions {
  readonly gather: (signal: AbortSignal) => Promise<Gathered>;
  /** Regions by the location that is in them; they go before those of the results. */
  readonly regions: ReadonlyMap<string, string>;
  /** Locations that must have a result. */
  readonly expected: readonly string[];
}

/** Compares what the checks of a zone found from several vantage points, and says which of them differ (RFC 4786 5.1). */
export async function checkLocations(context: CheckContext<LocationsOptions>): Promise<CheckOutcome> {
  const { now, options, signal } = context;
  const gathered = await options.gather(signal);
  if (gathered.kind === "failed") return nothingLearned(gathered.reason);
  const all = combineResults(
    gathered.results.map((result) => ({ ...result, region: options.regions.get(result.location) ?? result.region })),
  );
  const stale = all.filter(({ checkedAt, maxAge }) => now - checkedAt > maxAge);
  const fresh = all.filter((result) => !stale.includes(result));
  const unknown = fresh.filter(({ state }) => state === "UNKNOWN");
  const known = fresh.filter(({ state }) => state !== "UNKNOWN");
  const missing = options.expected.filter((name) => !all.some(({ location }) => location === name));

  const differences = differencesOf(compareFaults(known));
  const faults = differences.map((difference) => differenceFinding(difference, context));
  const findings = [...faults, ...silenceFindings(stale, unknown, missing, context)];
  const places = { all, known, missing };
  return {
    summary: locationsSummary(context, findings, places),
    unknown: whyNothing(places),
    findings,
    metrics: locationsMetrics(context, differences, places),
    details: locationDetails(all, now),
    extra: locationsExtra(all, differences),
  };
}

function whyNothing({ all, known }: Places): string | null {
  const [first, second] = namesOf(known);
  if (second !== undefined) return null;
  if (first !== undefined) return `only ${first} has a result to compare`;
  return all.length === 0 ? "no location has a result of this zone" : "no location has a result to compare";
}
