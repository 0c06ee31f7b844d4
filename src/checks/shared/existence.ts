import type { Reply } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";

/** The name asked for does not exist; soaReply answers the question for its SOA, zone is the one that denies it. */
export function nonexistenceFindings(zone: DomainName, soaReply: Reply): Finding[] {
  if (soaReply.kind === "unanswered" || soaReply.message.rcode !== Rcode.NXDOMAIN) return [];
  const { name } = soaReply.question;
  return [finding("zone-nonexistent", { subject: { name }, params: { parentZone: nameText(zone) } })];
}

/** The name is none of the zones: it does not exist, or lies in the zone given. */
export function noZoneFindings(name: DomainName, zone: DomainName, soaReply: Reply): Finding[] {
  const nonexistent = nonexistenceFindings(zone, soaReply);
  if (nonexistent.length > 0) return nonexistent;
  return [finding("name-is-no-zone", { subject: { name }, params: { zone: nameText(zone) } })];
}

/** The apex of the zone that a name is in, by the SOA in the reply to the question for it; the name itself where none came. */
export function apexOf(name: DomainName, reply: Reply): DomainName {
  if (reply.kind === "unanswered") return name;
  const records = [...reply.message.answer, ...reply.message.authority];
  return records.find(({ type, owner }) => type === RrType.SOA && name.isAtOrBelow(owner))?.owner ?? name;
}
