import type { SecurityStatus } from "../../dnssec/security.ts";
import { type State, worstState } from "../../monitoring/state.ts";
import type { Level } from "../../util/level.ts";

/** What one check says of the zone at one location. */
export interface LocationResult {
  readonly location: string;
  /** Null where nobody put the location into one. */
  readonly region: string | null;
  /** Results of one check are compared: `chain`, `trust anchor`; `dnssec` for check_dnssec. */
  readonly check: string;
  readonly state: State;
  readonly summary: string;
  readonly security: SecurityStatus | null;
  readonly faults: readonly SeenFault[];
  /** False where the output had no room for all findings: then a fault that is not there says nothing. */
  readonly isComplete: boolean;
  /** False while the monitoring system still retries (a soft state). */
  readonly isConfirmed: boolean;
  /** Since when it has had this state, and when it was checked last; seconds since 1970. */
  readonly since: number;
  readonly checkedAt: number;
  /** Seconds after which it is stale. */
  readonly maxAge: number;
}

/** A finding, about one subject, as a location sees it. */
export interface SeenFault {
  /** The finding's; empty for a state that no finding explains. */
  readonly id: string;
  /** For people, such as `MX example.com`. */
  readonly label: string;
  readonly level: Level;
  /** It follows from another finding there, and is no fault of its own. */
  readonly isConsequence: boolean;
}

/** The results of all locations, or why they can't be had. */
export type Gathered =
  | { readonly kind: "results"; readonly results: readonly LocationResult[] }
  | { readonly kind: "failed"; readonly reason: string };

/** A check by what its executable, command or text is called: `check_dnssec_chain`, `dnssec_chain`, `DNSSEC CHAIN`. */
export function checkName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("_", " ")
    .replace(/^check /, "")
    .replace(/^dnssec /, "");
}

/** The faults of a result; where its state has none to explain it, the state itself is one. */
export function withStateFault(
  result: Pick<LocationResult, "state" | "check">,
  faults: readonly SeenFault[],
): readonly SeenFault[] {
  const { state, check } = result;
  const isExplained = state === "OK" || state === "UNKNOWN" || faults.some(({ level }) => level !== "info");
  if (isExplained) return faults;
  const level = state === "CRITICAL" ? "critical" : "warning";
  return [...faults, { id: "", label: `${check} ${state} without a finding`, level, isConsequence: false }];
}

/** One result a check and location, by name, the findings of all of them together. */
export function combineResults(results: readonly LocationResult[]): LocationResult[] {
  const combined = new Map<string, LocationResult>();
  for (const result of results) {
    const key = JSON.stringify([result.location, result.check]);
    const known = combined.get(key);
    combined.set(key, known === undefined ? result : combine(known, result));
  }
  return [...combined.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, result]) => result);
}

function combine(a: LocationResult, b: LocationResult): LocationResult {
  return {
    ...(worstState([a.state, b.state]) === a.state ? a : b),
    faults: [...a.faults, ...b.faults],
    isComplete: a.isComplete && b.isComplete,
    since: Math.max(a.since, b.since),
    checkedAt: Math.min(a.checkedAt, b.checkedAt),
  };
}
