import type { DomainName } from "../../dns/name.ts";
import { describe, type Finding, subjectLabel } from "../../dnssec/finding.ts";
import { typeName } from "../../dns/registry.ts";
import { LEVELS } from "../../util/level.ts";

/** The finding to put first: the worst, and of those one that no other explains. */
export function worstFinding(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted(
    (a, b) =>
      LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) ||
      Number(a.cause !== undefined) - Number(b.cause !== undefined),
  )[0];
}

/** A finding in a line that begins with the zone's name, which is not said again. */
export function findingText(found: Finding, zone: DomainName): string {
  const { name, type, keyTag } = found.subject;
  const { message } = describe(found);
  if (!name.equals(zone)) return `${subjectLabel(found.subject)}: ${message}`;
  if (type === undefined) return message;
  return `${typeName(type)}${keyTag === undefined ? "" : ` (key ${keyTag})`}: ${message}`;
}
