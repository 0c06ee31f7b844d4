import { UsageError } from "../util/errors.ts";
import type { Level } from "../util/level.ts";

/** The state of a service, as the Monitoring Plugins know it. */
export type State = "OK" | "UNKNOWN" | "WARNING" | "CRITICAL";

/** The states from best to worst; a state's index is its rank. */
export const STATES: readonly State[] = ["OK", "UNKNOWN", "WARNING", "CRITICAL"];

/** What the monitoring system reads each state from. */
export const EXIT_CODES: Readonly<Record<State, 0 | 1 | 2 | 3>> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 };

const STATE_OF_LEVEL: Readonly<Record<Level, State>> = {
  info: "OK",
  warning: "WARNING",
  critical: "CRITICAL",
  emergency: "CRITICAL",
};

/** The state that a finding of this level puts the service in. */
export function stateOfLevel(level: Level): State {
  return STATE_OF_LEVEL[level];
}

/** The worst of some states; OK where there are none. */
export function worstState(states: readonly State[]): State {
  return STATES[Math.max(0, ...states.map((state) => STATES.indexOf(state)))] ?? "OK";
}

/** Reads a state as a word in either case or as its exit code; UsageError on anything else. */
export function parseState(text: string): State {
  const state = STATES.find((known) => known === text.toUpperCase() || String(EXIT_CODES[known]) === text);
  if (state === undefined)
    throw new UsageError(`${JSON.stringify(text)} is no state: OK, WARNING, CRITICAL or UNKNOWN`);
  return state;
}
