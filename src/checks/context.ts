import type { Lookup } from "../dns/lookup.ts";
import type { DomainName } from "../dns/name.ts";
import type { TrustAnchor } from "../dnssec/trust-anchor.ts";
import type { Threshold } from "../monitoring/range.ts";
import type { CheckOutcome } from "./outcome.ts";

/** What the zone's chain of trust should be. */
export type Expectation = "secure" | "insecure" | "any";

/** What a check on a zone works with; options are its own. */
export interface CheckContext<Options> {
  readonly zone: DomainName;
  readonly lookup: Lookup;
  readonly anchors: readonly TrustAnchor[];
  /** The time to judge at, in seconds since 1970. */
  readonly now: number;
  readonly expect: Expectation;
  /** The address families that may be used. */
  readonly families: readonly (4 | 6)[];
  /** Of the check's main metric. */
  readonly warning: Threshold;
  readonly critical: Threshold;
  readonly options: Options;
  /** Aborted shortly before the run's time limit: whatever is known by then is the outcome. */
  readonly signal: AbortSignal;
}

/** A check: one question about a zone, answered from what lookup brings; it throws nothing for what the world answers. */
export type Check<Options> = (context: CheckContext<Options>) => Promise<CheckOutcome>;
