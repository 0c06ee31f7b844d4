import type { Variation } from "../../dns/lookup.ts";

/** A query that leaves validation to the resolver and wants to see its verdict (RFC 6840 5.7). */
export const VALIDATED: Variation = { recursionDesired: true, authenticData: true };
/** A query for data as it came, validated or not (RFC 4035 3.2.2). */
export const UNCHECKED: Variation = { recursionDesired: true, checkingDisabled: true };
