import { checkLocations, type LocationsOptions } from "../../src/checks/locations/check.ts";
import { type LocationResult, type SeenFault, withStateFault } from "../../src/checks/locations/result.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import type { CheckContext } from "../../src/checks/context.ts";
import { type State, stateOfLevel, worstState } from "../../src/monitoring/state.ts";
import type { Level } from "../../src/util/level.ts";
import { noNetwork } from "./check-run.ts";
import { NOW, threshold } from "./check.ts";
import { parseName } from "../../src/dns/name.ts";

/** The result of a check at a location a minute ago, with faults as faultOf takes them. */
export function resultAt(
  location: string,
  marks: readonly string[] = [],
  change: Partial<LocationResult> = {},
): LocationResult {
  const faults = marks.map(faultOf);
  const state: State = change.state ?? worstState(faults.map(({ level }) => stateOfLevel(level)));
  const checkedAt = change.checkedAt ?? NOW - 60;
  const known = { check: "chain", state };
  return {
    ...known,
    location,
    region: null,
    summary: state === "OK" ? "secure" : "not well",
    security: null,
    faults: withStateFault(known, faults),
    isComplete: true,
    isConfirmed: true,
    since: checkedAt,
    checkedAt,
    maxAge: 86_400,
    ...change,
  };
}

/** A fault of `zone.test`'s MX: `rrsig-expired` or `rrsig-expired:emergency`; critical where nothing else is said. */
export function faultOf(mark: string): SeenFault {
  const [id = "", level = "critical"] = mark.split(":");
  return { id, label: "MX zone.test", level: level as Level, isConsequence: false };
}

/** Runs check_dnssec_locations' check on results. */
export function compared(
  results: readonly LocationResult[],
  options: Partial<LocationsOptions> = {},
  thresholds: Partial<Pick<CheckContext<unknown>, "warning" | "critical">> = {},
): Promise<CheckOutcome> {
  return checkLocations({
    zone: parseName("zone.test."),
    lookup: noNetwork(),
    anchors: [],
    now: NOW,
    expect: "secure",
    families: [4, 6],
    warning: threshold("0:0"),
    critical: threshold("0:1"),
    ...thresholds,
    options: {
      gather: () => Promise.resolve({ kind: "results", results }),
      regions: new Map(),
      expected: [],
      ...options,
    },
    signal: new AbortController().signal,
  });
}
