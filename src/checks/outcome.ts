import type { Finding } from "../dnssec/finding.ts";
import type { SecurityStatus } from "../dnssec/security.ts";
import type { Metric } from "../monitoring/perfdata.ts";

/** What a check found out. */
export interface CheckOutcome {
  /** The first line for people, without the zone: the worst that was found, or that nothing is wrong. */
  readonly summary: string;
  /** Why nothing could be learned; null where something was. */
  readonly unknown: string | null;
  /** Where the check validates a chain of trust. */
  readonly security?: SecurityStatus;
  readonly findings: readonly Finding[];
  readonly metrics: readonly Metric[];
  /** More lines for people, shown from -v. */
  readonly details: readonly string[];
  /** More keys of the JSON object. */
  readonly extra?: Readonly<Record<string, unknown>>;
}
