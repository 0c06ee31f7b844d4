import type { CheckOutcome } from "../checks/outcome.ts";
import { findingText, whereText, worstFinding } from "../checks/shared/worst-finding.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import type { DomainName } from "../dns/name.ts";
import { describe, type Finding, nameText, subjectLabel, subjectPath } from "../dnssec/finding.ts";
import type { ReportedFinding, ReportedServer } from "../monitoring/report.ts";
import type { Level } from "../util/level.ts";

/** What --ignore and --severity ask. */
export interface Policy {
  readonly ignore: ReadonlySet<string>;
  readonly severity: ReadonlyMap<string, Level>;
}

const DNS_PORT = 53;

/** A check's findings without those ignored, the others at the level the user gives them. */
export function underPolicy(findings: readonly Finding[], { ignore, severity }: Policy): Finding[] {
  return findings
    .filter(({ id }) => !ignore.has(id))
    .map((each) => ({ ...each, level: severity.get(each.id) ?? each.level }));
}

/** Findings in words. */
export function reportedFindings(findings: readonly Finding[]): ReportedFinding[] {
  return findings.map((finding) => ({
    id: finding.id,
    level: finding.level,
    subject: subjectPath(finding.subject),
    label: subjectLabel(finding.subject),
    servers: finding.servers.map(reportedServer),
    ...describe(finding),
    ...(finding.also === undefined ? {} : { also: finding.also.map(subjectLabel) }),
    ...(finding.cause === undefined ? {} : { cause: finding.cause }),
  }));
}

/** The check's summary, or another where the user's policy has changed how bad things are; judged is what it left. */
export function summaryOf(
  { summary, findings }: CheckOutcome,
  judged: readonly Finding[],
  zone: DomainName,
  { ignore, severity }: Policy,
): string {
  const isChanged = findings.some(({ id, level }) => level !== (ignore.has(id) ? "info" : (severity.get(id) ?? level)));
  if (!isChanged) return summary;
  const worst = worstFinding(judged);
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  const ignored = [...new Set(findings.map(({ id }) => id).filter((id) => ignore.has(id)))];
  return ignored.length === 0
    ? "nothing worse than information"
    : `nothing wrong but what is ignored: ${ignored.join(", ")}`;
}

function reportedServer({ name, address, port }: ServerAddress): ReportedServer {
  const withPort = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  return { name: name === null ? null : nameText(name), address: port === DNS_PORT ? address : withPort };
}
