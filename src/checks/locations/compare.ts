import { LEVELS } from "../../util/level.ts";
import type { LocationResult, SeenFault } from "./result.ts";

/** A fault of one check at the worst level that a location gives it, and who sees it. */
export interface FaultSpread extends SeenFault {
  readonly check: string;
  readonly seenAt: readonly LocationResult[];
  /** Those that looked at the same time and see it not. */
  readonly notSeenAt: readonly LocationResult[];
  /** Those that do not see it, but have not looked at the same time. */
  readonly apart: readonly LocationResult[];
}

/** How far the clocks of locations, and the runs of one round, may be apart; seconds. */
const TOLERANCE = 300;

/** Every fault above information that some location sees, with those that see it and those that do not, worst first. */
export function compareFaults(results: readonly LocationResult[]): FaultSpread[] {
  const spreads = [...groupBy(results, ({ check }) => check).values()].flatMap((sameCheck) =>
    spreadsOf(sameCheck.map((result) => withSecurityFault(result, sameCheck))),
  );
  const compared = spreads.filter(
    ({ seenAt, notSeenAt, apart }) => seenAt.length + notSeenAt.length + apart.length > 1,
  );
  return compared.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** Items by key, in the order they came. */
export function groupBy<T>(items: readonly T[], keyFor: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyFor(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function spreadsOf(results: readonly LocationResult[]): FaultSpread[] {
  return faultsOf(results).map((fault) => spreadOf(fault, results));
}

/** Where a zone that is secure elsewhere is not, though nothing is found that says why, that is a fault itself. */
function withSecurityFault(result: LocationResult, others: readonly LocationResult[]): LocationResult {
  const { security, faults } = result;
  const isExplained = faults.some(({ level }) => level !== "info");
  const isSecureElsewhere = others.some((other) => other.security === "secure");
  if (security === null || security === "secure" || isExplained || !isSecureElsewhere) return result;
  const label = `the zone ${security}`;
  return { ...result, faults: [...faults, { id: "", label, level: "critical", isConsequence: false }] };
}

/** Each fault once, at the worst level that a location gives it. */
function faultsOf(results: readonly LocationResult[]): SeenFault[] {
  const own = results.flatMap(({ faults }) => faults).filter((fault) => !fault.isConsequence && fault.level !== "info");
  const worstFirst = own.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
  return [...groupBy(worstFirst, keyOf).values()].flatMap(([worst]) => worst ?? []);
}

function spreadOf(fault: SeenFault, results: readonly LocationResult[]): FaultSpread {
  const key = keyOf(fault);
  const sees = (result: LocationResult): boolean => result.faults.some((each) => keyOf(each) === key);
  const seers = results.filter(sees);
  const others = results.filter((result) => !sees(result) && result.isComplete);
  const notSeenAt = others.filter((result) => seers.some((seer) => areOfOneTime(seer, result)));
  const seenAt = seers.filter((seer) => notSeenAt.some((result) => areOfOneTime(seer, result)));
  return {
    check: results[0]?.check ?? "",
    ...fault,
    seenAt: notSeenAt.length === 0 ? seers : seenAt,
    notSeenAt,
    apart: others.filter((result) => !notSeenAt.includes(result)),
  };
}

/** Tells whether two results held at one moment: their locations then really saw different things. */
function areOfOneTime(a: LocationResult, b: LocationResult): boolean {
  return Math.max(a.since, b.since) <= Math.min(a.checkedAt, b.checkedAt) + TOLERANCE;
}

/** One of the names that are asked for changes with time, and with it which records of a denial chain are seen. */
function keyOf({ id, label }: SeenFault): string {
  const lasting = label
    .toLowerCase()
    .replace(/^(nsec3?) .*/s, "$1")
    .replace(/dnssec-check-[0-9a-z]+\./, "");
  return `${id} ${lasting}`;
}
