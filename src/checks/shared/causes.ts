import type { Finding, FindingId } from "../../dnssec/finding.ts";

/** Findings that follow from others where those are there too: the likeliest cause first. */
export type Causes = Readonly<Partial<Record<FindingId, readonly FindingId[]>>>;

/** Notes in each finding the one of the same run that explains it; causes already noted stay. */
export function withCauses(findings: readonly Finding[], causes: Causes): Finding[] {
  const ids = new Set(findings.map(({ id }) => id));
  return findings.map((each) => {
    const cause = each.cause ?? causes[each.id]?.find((id) => ids.has(id));
    return cause === undefined ? each : { ...each, cause };
  });
}
