import type { Finding } from "../../dnssec/finding.ts";
import { countMetric, type Metric } from "../../monitoring/perfdata.ts";
import { renderThreshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import type { CheckContext } from "../context.ts";
import { findingText, worstFinding } from "../shared/worst-finding.ts";
import { type Difference, isDifferent, namesOf } from "./differences.ts";
import { faultText } from "./findings.ts";
import type { LocationResult } from "./result.ts";

/** What every location has; the results that can be compared are known. */
export interface Places {
  readonly all: readonly LocationResult[];
  readonly known: readonly LocationResult[];
  readonly missing: readonly string[];
}

/** The line to read first: the worst difference, or what the locations agree on. */
export function locationsSummary(
  { zone }: CheckContext<unknown>,
  findings: readonly Finding[],
  { known }: Places,
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined) return findingText(worst, zone);
  const checks = [...new Set(known.map(({ check }) => check))];
  return `${namesOf(known).length} locations agree: no fault (${checks.join(", ")})`;
}

/** How many locations differ, fail and have nothing to compare, and how old what was compared is. */
export function locationsMetrics(
  { now, warning, critical }: CheckContext<unknown>,
  differences: readonly Difference[],
  { all, known, missing }: Places,
): Metric[] {
  const differing = differences.filter(isDifferent);
  const failing = known.filter(({ state }) => state !== "OK");
  const locations = new Set([...namesOf(all), ...missing]).size;
  const count = (name: string, value: number): Metric => ({ ...countMetric(name, value), max: locations });
  const oldest = known.length === 0 ? null : Math.max(0, ...known.map(({ checkedAt }) => now - checkedAt));
  return [
    {
      ...count("locations_differing", new Set(differing.flatMap((each) => each.differing)).size),
      warn: renderThreshold(warning, ""),
      crit: renderThreshold(critical, ""),
    },
    count("locations_failing", namesOf(failing).length),
    count("locations_silent", locations - namesOf(known).length),
    countMetric("locations", locations),
    { ...countMetric("oldest_result", oldest), uom: "s" },
  ];
}

/** What each location says, a line each. */
export function locationDetails(results: readonly LocationResult[], now: number): string[] {
  return namesOf(results).map((name) => {
    const own = results.filter(({ location }) => location === name);
    const region = own[0]?.region ?? null;
    const checks = own.map(({ check, state, checkedAt, faults }) => {
      const seen = faults.filter((fault) => !fault.isConsequence && fault.level !== "info").map(faultText);
      const age = renderDuration(Math.max(0, now - checkedAt));
      return `${check} ${state} ${age} ago${seen.length === 0 ? "" : `: ${seen.join(", ")}`}`;
    });
    return `location ${name}${region === null ? "" : ` (region ${region})`}: ${checks.join("; ")}`;
  });
}

/** The results and the differences for programs. */
export function locationsExtra(
  results: readonly LocationResult[],
  differences: readonly Difference[],
): Readonly<Record<string, unknown>> {
  return {
    locations: results.map(({ location, region, check, state, security, checkedAt }) => ({
      location,
      region,
      check,
      status: state,
      ...(security === null ? {} : { security }),
      checked_at: renderTime(checkedAt),
    })),
    differences: differences.flatMap(({ extent, faults, seenAt, notSeenAt, region }) =>
      faults.map(({ check, id, label, level }) => ({
        extent,
        check,
        id,
        subject: label,
        level,
        seen_at: seenAt,
        not_seen_at: notSeenAt,
        ...(extent === "region" ? { region } : {}),
      })),
    ),
  };
}
