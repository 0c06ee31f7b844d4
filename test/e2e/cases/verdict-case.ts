import type { LabZone } from "../../support/zonefab/fabricate.ts";
import type { Verdict } from "../../support/zonefab/verdict.ts";

/** A zone of the lab and what is asked of it; Unbound says what is right. */
export interface VerdictCase {
  /** What is odd about the zone. */
  readonly about: string;
  readonly zone: LabZone;
  /** `name/TYPE`, the name relative to the zone's apex, `@` being the apex. */
  readonly queries: readonly string[];
  /** The verdicts known beforehand, by query. */
  readonly expected?: Readonly<Record<string, Verdict>>;
}

/** A query's full name. */
export function absoluteQuery(apex: string, query: string): string {
  return query.startsWith("@/") ? `${apex}${query.slice(1)}` : query.replace("/", `.${apex}/`);
}
