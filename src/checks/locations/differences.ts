import { type FaultSpread, groupBy } from "./compare.ts";
import type { LocationResult } from "./result.ts";

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

/** Puts faults that the same locations see together. */
export function differencesOf(spreads: readonly FaultSpread[]): Difference[] {
  const groups = groupBy(spreads, (spread) =>
    JSON.stringify([namesOf(spread.seenAt), namesOf(spread.notSeenAt), extentOf(spread)]),
  );
  return [...groups.values()].flatMap((faults) => {
    const [first] = faults;
    if (first === undefined) return [];
    const [seenAt, notSeenAt] = [namesOf(first.seenAt), namesOf(first.notSeenAt)];
    const differing = fewer(seenAt, notSeenAt);
    return [{ extent: extentOf(first), faults, differing, seenAt, notSeenAt, region: regionOf(first) }];
  });
}

/** Tells whether a difference is one: what all see, and what may only be a matter of time, is none. */
export function isDifferent({ extent }: Difference): boolean {
  return extent !== "all" && extent !== "unconfirmed";
}

/** The locations of results, each once, in order. */
export function namesOf(results: readonly LocationResult[]): string[] {
  return [...new Set(results.map(({ location }) => location))].toSorted();
}

function extentOf(spread: FaultSpread): Extent {
  const { seenAt, notSeenAt, apart } = spread;
  if (notSeenAt.length === 0) return apart.length === 0 && seenAt.length > 1 ? "all" : "unconfirmed";
  if (!seenAt.some(({ isConfirmed }) => isConfirmed)) return "unconfirmed";
  const differing = fewer(seenAt, notSeenAt);
  if (differing.length === 1) return "location";
  const region = regionOf(spread);
  const others = differing === seenAt ? notSeenAt : seenAt;
  return region !== null && !others.some((other) => other.region === region) ? "region" : "several";
}

function regionOf({ seenAt, notSeenAt }: FaultSpread): string | null {
  const [region = null, ...more] = new Set(fewer(seenAt, notSeenAt).map((result) => result.region));
  return more.length === 0 ? region : null;
}

/** Those that see where they are as many. */
function fewer<T>(seenAt: readonly T[], notSeenAt: readonly T[]): readonly T[] {
  return notSeenAt.length > 0 && notSeenAt.length < seenAt.length ? notSeenAt : seenAt;
}
