import type { DomainName } from "../../dns/name.ts";
import type { ServerAddress } from "../../dns/lookup.ts";
import { describe, type Finding, nameText, subjectLabel } from "../../dnssec/finding.ts";
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

/** The servers at fault in the end of a line: ` at ns1.example.com and 2 more`; empty where there are none. */
export function whereText(servers: readonly ServerAddress[]): string {
  const [first, ...more] = servers;
  if (first === undefined) return "";
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  return ` at ${first.name === null ? first.address : nameText(first.name)}${others}`;
}
