import type { CheckOutcome } from "../checks/outcome.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import { describe, type Finding, nameText, subjectLabel, subjectPath } from "../dnssec/finding.ts";
import { type ReportedFinding, type ReportedServer, worstFirst } from "../monitoring/report.ts";
import type { Level } from "../util/level.ts";

/** What --ignore and --severity ask. */
export interface Policy {
  readonly ignore: ReadonlySet<string>;
  readonly severity: ReadonlyMap<string, Level>;
}

const DNS_PORT = 53;

/** A check's findings in words, those ignored left out and the others at the level the user gives them. */
export function reportedFindings(findings: readonly Finding[], policy: Policy): ReportedFinding[] {
  return findings
    .filter(({ id }) => !policy.ignore.has(id))
    .map((finding) => ({
      id: finding.id,
      level: policy.severity.get(finding.id) ?? finding.level,
      subject: subjectPath(finding.subject),
      label: subjectLabel(finding.subject),
      servers: finding.servers.map(reportedServer),
      ...describe(finding),
      ...(finding.also === undefined ? {} : { also: finding.also.map(subjectLabel) }),
      ...(finding.cause === undefined ? {} : { cause: finding.cause }),
    }));
}

/** The check's summary, or another where the user's policy has changed how bad things are. */
export function summaryOf(
  { summary, findings }: CheckOutcome,
  reported: readonly ReportedFinding[],
  policy: Policy,
): string {
  const isChanged = findings.some(
    ({ id, level }) => policy.ignore.has(id) || (policy.severity.get(id) ?? level) !== level,
  );
  if (!isChanged) return summary;
  const worst = worstFirst(reported).find(({ level }) => level !== "info");
  if (worst !== undefined) return `${worst.label}: ${worst.message}`;
  const ignored = [...new Set(findings.map(({ id }) => id).filter((id) => policy.ignore.has(id)))];
  return ignored.length === 0
    ? "nothing worse than information"
    : `nothing wrong but what is ignored: ${ignored.join(", ")}`;
}

function reportedServer({ name, address, port }: ServerAddress): ReportedServer {
  const withPort = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  return { name: name === null ? null : nameText(name), address: port === DNS_PORT ? address : withPort };
}
