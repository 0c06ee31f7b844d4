import type { Finding, FindingId } from "../../dnssec/finding.ts";
import { isSameServer } from "./merge-findings.ts";

/** Findings that follow from others where those are there too: the likeliest cause first. */
export type Causes = Readonly<Partial<Record<FindingId, readonly FindingId[]>>>;

/** Notes in each finding the one of the same run that explains it; causes already noted stay. */
export function withCauses(
  findings: readonly Finding[],
  causes: Causes,
  explains: (cause: Finding, consequence: Finding) => boolean = () => true,
): Finding[] {
  return findings.map((each) => {
    const isThere = (id: FindingId): boolean => findings.some((other) => other.id === id && explains(other, each));
    const cause = each.cause ?? causes[each.id]?.find(isThere);
    return cause === undefined ? each : { ...each, cause };
  });
}

/** The cause was seen at every server that shows the consequence, or at none in particular: what explains server by server. */
export function isSeenWhere(cause: Finding, consequence: Finding): boolean {
  if (cause.servers.length === 0) return true;
  return consequence.servers.every((server) => cause.servers.some((other) => isSameServer(server, other)));
}
