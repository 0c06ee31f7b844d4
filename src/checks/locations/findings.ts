import type { DomainName } from "../../dns/name.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderDuration } from "../../util/duration.ts";
import { type Level, worseLevel } from "../../util/level.ts";
import { type FaultSpread, groupBy } from "./compare.ts";
import { type Difference, namesOf } from "./differences.ts";
import type { LocationResult, SeenFault } from "./result.ts";

/** What locations are judged by. */
export interface Judgement {
  readonly zone: DomainName;
  /** How many locations differ. */
  readonly warning: Threshold;
  readonly critical: Threshold;
}

const IDS = {
  location: "location-alone-differs",
  region: "location-region-differs",
  several: "location-several-differ",
  unconfirmed: "location-fault-unconfirmed",
} as const;

const NAMES_SHOWN = 6;
const OTHERS_NAMED = 3;

/** What is said about a difference. */
export function differenceFinding(difference: Difference, judgement: Judgement): Finding {
  const { extent, faults, differing, seenAt, notSeenAt, region } = difference;
  const subject = { name: judgement.zone };
  const found = faultsText(faults);
  if (extent === "all") {
    return finding("location-fault-everywhere", { subject, params: { count: seenAt.length, found } });
  }
  if (extent === "unconfirmed") {
    const apart = namesOf(faults.flatMap((fault) => fault.apart));
    const why = notSeenAt.length > 0 ? "it is still retried there" : `${namesText(apart)} looked at another time`;
    const reason = `${seenAt.length === 1 ? "sees" : "see"} ${found}; ${why}`;
    return finding(IDS[extent], { subject, params: { name: namesText(seenAt), reason } });
  }
  const [others, does, otherDoes] =
    differing === seenAt
      ? [notSeenAt, { one: "sees", many: "see" }, { one: "does not", many: "do not" }]
      : [seenAt, { one: "does not see", many: "do not see" }, { one: "does", many: "do" }];
  const rest = others.length > OTHERS_NAMED ? `${others.length} others` : namesText(others);
  const names = namesText(differing);
  return finding(IDS[extent], {
    subject,
    level: differenceLevel(difference, judgement),
    params: {
      name: extent === "region" ? `${region} (${names})` : names,
      reason: `${extent === "several" ? does.many : does.one} ${found}; ${rest} ${others.length === 1 ? otherDoes.one : otherDoes.many}`,
    },
  });
}

/** Says of locations why their results were not compared. */
export function silenceFindings(
  stale: readonly LocationResult[],
  unknown: readonly LocationResult[],
  missing: readonly string[],
  { zone, now }: { readonly zone: DomainName; readonly now: number },
): Finding[] {
  const subject = { name: zone };
  const byLocation = (results: readonly LocationResult[]): LocationResult[][] => [
    ...groupBy(results, ({ location }) => location).values(),
  ];
  return [
    ...missing.map((name) => finding("location-result-missing", { subject, params: { name } })),
    ...byLocation(stale).flatMap((results) => {
      const [oldest] = results.toSorted((a, b) => a.checkedAt - b.checkedAt);
      if (oldest === undefined) return [];
      const [age, limit] = [now - oldest.checkedAt, oldest.maxAge].map(renderDuration);
      const params = { name: placeText(results), age: age ?? "", limit: limit ?? "" };
      return [finding("location-result-stale", { subject, params })];
    }),
    ...byLocation(unknown).map((results) => {
      const params = { name: placeText(results), reason: results[0]?.summary ?? "" };
      return finding("location-result-unknown", { subject, params });
    }),
  ];
}

/** A fault for people: `rrsig-expired MX example.com (emergency)`. */
export function faultText({ id, label, level }: SeenFault): string {
  return id === "" ? label : `${id} ${label} (${level})`;
}

function faultsText([first, ...more]: readonly FaultSpread[]): string {
  if (first === undefined) return "";
  const others = more.length === 0 ? "" : ` and ${more.length} more ${more.length === 1 ? "fault" : "faults"}`;
  return `${faultText(first)}${others}`;
}

/** By how many differ, but never worse than what they differ about. */
function differenceLevel({ faults, differing }: Difference, { warning, critical }: Judgement): Level {
  const count = differing.length;
  const level = alerts(critical, count) ? "critical" : alerts(warning, count) ? "warning" : "info";
  const worst = faults.map((fault) => fault.level).reduce(worseLevel, "info");
  return worseLevel(worst, level) === worst ? level : worst;
}

function namesText(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return rest > 1 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${rest} more` : names.join(", ");
}

/** A location with the checks that are meant: `fra (chain, ds)`. */
function placeText(results: readonly LocationResult[]): string {
  return `${results[0]?.location ?? ""} (${results.map(({ check }) => check).join(", ")})`;
}
