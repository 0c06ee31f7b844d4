import { names, records } from "./healthy-content.ts";
import { delegations, iterations, optOuts } from "./healthy-delegations.ts";
import { everySigner, keySets, validity } from "./healthy-keys.ts";
import type { VerdictCase } from "./verdict-case.ts";

/** Zones each odd in one way that must raise no alarm, and a few plain ones that must. */
export const HEALTHY: readonly VerdictCase[] = [
  ...everySigner(),
  ...keySets(),
  ...iterations(),
  ...optOuts(),
  ...delegations(),
  ...names(),
  ...records(),
  ...validity(),
];
