/** How urgent a finding is: dashboard, chat within a day, on-call now, drop everything. */
export type Level = "info" | "warning" | "critical" | "emergency";

/** The levels from mildest to worst; a level's index is its rank. */
export const LEVELS: readonly Level[] = ["info", "warning", "critical", "emergency"];

/** The worse of two levels. */
export function worseLevel(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;
}
