import type { DomainName } from "../../dns/name.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { worstSecurity } from "../../dnssec/security.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderDuration } from "../../util/duration.ts";
import { LEVELS, type Level } from "../../util/level.ts";
import { areOfOneTime, type FaultSpread, groupBy } from "./compare.ts";
import type { LocationResult, SeenFault } from "./result.ts";

/** What locations are judged by. */
export interface Judgement {
  readonly zone: DomainName;
  /** How many locations differ. */
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** Where something is seen that is not seen elsewhere, or the other way round. */
type Extent = "location" | "region" | "several" | "all" | "unconfirmed";

/** The faults that the same locations see, and which those are. */
export interface Difference {
  readonly extent: Extent;
  readonly faults: readonly FaultSpread[];
  /** The fewer: those that see the faults, or those that do not. */
  readonly differing: readonly string[];
  readonly seenAt: readonly string[];
  readonly notSeenAt: readonly string[];
  /** The one that all that differ are in; null where there is none. */
  readonly region: string | null;
}

const IDS = {
  location: "location-alone-differs",
  region: "location-region-differs",
  several: "location-several-differ",
  unconfirmed: "location-fault-unconfirmed",
} as const;

const NAMES_SHOWN = 6;
const OTHERS_NAMED = 3;

/** Puts faults that the same locations see together. */
export function differencesOf(spreads: readonly FaultSpread[]): Difference[] {
  const groups = groupBy(spreads, (spread) =>
    JSON.stringify([namesOf(spread.seenAt), namesOf(spread.notSeenAt), extentOf(spread)]),
  );
  return [...groups.values()].flatMap((faults) => {
    const [first] = faults;
    if (first === undefined) return [];
    const [seenAt, notSeenAt] = [namesOf(first.seenAt), namesOf(first.notSeenAt)];
    const extent = extentOf(first);
    const differing = extent === "all" || seenAt.length <= notSeenAt.length ? seenAt : notSeenAt;
    return [{ extent, faults, differing, seenAt, notSeenAt, region: regionOf(first) }];
  });
}

/** What is said about a difference. */
export function differenceFinding(difference: Difference, { zone, warning, critical }: Judgement): Finding {
  const { extent, faults, differing, seenAt, notSeenAt, region } = difference;
  const subject = { name: zone };
  const found = faultsText(faults);
  if (extent === "all") {
    return finding("location-fault-everywhere", { subject, params: { count: seenAt.length, found } });
  }
  if (extent === "unconfirmed") {
    const apart = namesOf(faults.flatMap((fault) => fault.apart));
    const why = apart.length === 0 ? "it is still retried there" : `${namesText(apart)} looked at another time`;
    const verb = seenAt.length === 1 ? "sees" : "see";
    return finding(IDS[extent], { subject, params: { name: namesText(seenAt), reason: `${verb} ${found}; ${why}` } });
  }
  const isSeen = differing === seenAt;
  const others = isSeen ? notSeenAt : seenAt;
  const verb = extent === "several" ? (isSeen ? "see" : "do not see") : isSeen ? "sees" : "does not see";
  const rest = others.length > OTHERS_NAMED ? `${others.length} others` : namesText(others);
  const contrast = isSeen ? (others.length === 1 ? "does not" : "do not") : others.length === 1 ? "does" : "do";
  const members = extent === "region" ? ` (${namesText(differing)})` : "";
  const name = extent === "region" ? (region ?? "") : namesText(differing);
  // A difference is never worse than what it is about.
  const worst = faults.reduce((rank, { level }) => Math.max(rank, LEVELS.indexOf(level)), 0);
  const level = levelOf(differing.length, warning, critical);
  return finding(IDS[extent], {
    subject,
    level: LEVELS[Math.min(worst, LEVELS.indexOf(level))] ?? level,
    params: { name: `${name}${members}`, reason: `${verb} ${found}; ${rest} ${contrast}` },
  });
}

/** Says of locations that validate the same chain that they come to different ends, unless a fault told already says why. */
export function securityFindings(
  results: readonly LocationResult[],
  differences: readonly Difference[],
  { zone, warning, critical }: Judgement,
): Finding[] {
  const isTold = (names: readonly string[]): boolean =>
    differences.some(({ seenAt, notSeenAt }) => notSeenAt.length > 0 && names.join() === seenAt.join());
  return [...groupBy(results, ({ check }) => check).values()].flatMap((sameCheck) => {
    const validated = sameCheck.filter(({ security }) => security !== null);
    const worst = worstSecurity(validated.flatMap(({ security }) => security ?? []));
    const [worstAt, others] = [
      validated.filter(({ security }) => security === worst),
      validated.filter(({ security }) => security !== worst),
    ];
    const isOfOneTime = worstAt.some((a) => others.some((b) => areOfOneTime(a, b)));
    if (!isOfOneTime || isTold(namesOf(worstAt))) return [];
    const found = [...groupBy([...worstAt, ...others], ({ security }) => security ?? "")]
      .map(([security, at]) => `${security} at ${namesText(namesOf(at))}`)
      .join("; ");
    const level = levelOf(Math.min(worstAt.length, others.length), warning, critical);
    return [finding("location-security-differs", { subject: { name: zone }, level, params: { found } })];
  });
}

/** Says of a location why its results were not compared. */
export function silenceFindings(
  {
    stale,
    unknown,
    missing,
  }: Readonly<Record<"stale" | "unknown", readonly LocationResult[]>> & {
    readonly missing: readonly string[];
  },
  zone: DomainName,
  now: number,
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

function levelOf(count: number, warning: Threshold, critical: Threshold): Level {
  return alerts(critical, count) ? "critical" : alerts(warning, count) ? "warning" : "info";
}

function extentOf(spread: FaultSpread): Extent {
  const { seenAt, notSeenAt, apart } = spread;
  if (notSeenAt.length === 0) return apart.length === 0 && seenAt.length > 1 ? "all" : "unconfirmed";
  if (!seenAt.some(({ isConfirmed }) => isConfirmed)) return "unconfirmed";
  const differing = fewer(spread);
  if (differing.length === 1) return "location";
  const region = regionOf(spread);
  const others = differing === seenAt ? notSeenAt : seenAt;
  return region !== null && !others.some((other) => other.region === region) ? "region" : "several";
}

function regionOf(spread: FaultSpread): string | null {
  const regions = new Set(fewer(spread).map(({ region }) => region));
  const [region = null] = regions;
  return regions.size === 1 ? region : null;
}

function fewer({ seenAt, notSeenAt }: FaultSpread): readonly LocationResult[] {
  return notSeenAt.length > 0 && notSeenAt.length < seenAt.length ? notSeenAt : seenAt;
}

function namesOf(results: readonly LocationResult[]): string[] {
  return [...new Set(results.map(({ location }) => location))].toSorted();
}

function namesText(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return rest > 1 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${rest} more` : names.join(", ");
}

/** A location with the checks that are meant: `fra (chain, ds)`. */
function placeText(results: readonly LocationResult[]): string {
  return `${results[0]?.location ?? ""} (${results.map(({ check }) => check).join(", ")})`;
}
