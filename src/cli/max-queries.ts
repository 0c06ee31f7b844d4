import type { CommonOptions } from "./common-options.ts";

/** Enough for 32 nameservers with two addresses each. */
const MIN_QUERIES = 5000;
/** Of the run's time limit: who gives a long one means to follow a long chain. */
const QUERIES_A_SECOND = 200;

/** Queries that one look at a zone may take: a guard against the loops that hostile zones may lay. */
export function maxQueries({ timeout }: Pick<CommonOptions, "timeout">): number {
  return Math.max(MIN_QUERIES, timeout.seconds * QUERIES_A_SECOND);
}
