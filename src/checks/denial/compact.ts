import type { Answered } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, rcodeName, RrType, typeName } from "../../dns/registry.ts";
import { denialRecords, denialRrsets } from "../../dnssec/denial/evidence.ts";
import type { OwnedNsec } from "../../dnssec/denial/nsec.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { ServerView } from "./view.ts";

/** Types that a name has that does not exist (RFC 9824 2). */
const BARE_TYPES = new Set<number>([RrType.RRSIG, RrType.NSEC, RrType.NXNAME]);

/** A server denies by an NSEC made for the very name, RFC 9824's way: one that owns a name no zone holds. */
export function isCompact({ records }: ServerView, absent: DomainName): boolean {
  return records.nsecs.some(({ owner }) => owner.equals(absent));
}

/** NXDOMAIN with an NSEC that owns the denied name, to a query without the CO flag, as all of ours are (RFC 9824 5.1). */
export function isMisusedCompact({ message }: Answered, name: DomainName): boolean {
  const own = ownNsec(message.authority, name);
  return message.rcode === Rcode.NXDOMAIN && own !== undefined && isBare(own);
}

/** What is wrong with compact denial at one server; absent is a name that does not exist (RFC 9824). */
export function compactFindings(view: ServerView, absent: DomainName): Finding[] {
  const { server, zone, answers, records } = view;
  const findings: Finding[] = [];
  for (const answer of answers) {
    const { name, type } = answer.question;
    const about = { subject: { name, type }, servers: [server] };
    if (isMisusedCompact(answer, name)) findings.push(finding("compact-denial-co-flag-misused", about));
    const own = name.equals(absent) ? ownNsec(answer.message.authority, name) : undefined;
    if (own !== undefined && isBare(own) && !own.types.has(RrType.NXNAME)) {
      const params = { name: nameText(name) };
      findings.push(finding("compact-denial-nxname-missing", { subject: { name: zone }, servers: [server], params }));
    }
  }
  for (const { owner, types } of records.nsecs) {
    const others = [...types].filter((type) => !BARE_TYPES.has(type));
    if (!types.has(RrType.NXNAME) || others.length === 0) continue;
    const params = { found: others.map(typeName).join(", ") };
    const about = { subject: { name: owner, type: RrType.NSEC }, servers: [server], params };
    findings.push(finding("compact-denial-nxname-mixed", about));
  }
  return findings;
}

/** A server that denies compactly must refuse questions for the pseudo-type itself (RFC 9824 3.5). */
export function nxnameFindings(zone: DomainName, { server, message }: Answered): Finding[] {
  if (message.rcode === Rcode.FORMERR) return [];
  const about = { subject: { name: zone }, servers: [server], params: { found: rcodeName(message.rcode) } };
  return [finding("compact-denial-nxname-query-answered", about)];
}

function isBare({ types }: OwnedNsec): boolean {
  return [...types].every((type) => BARE_TYPES.has(type));
}

function ownNsec(authority: Answered["message"]["authority"], name: DomainName): OwnedNsec | undefined {
  return denialRecords(denialRrsets(authority), name).nsecs.find(({ owner }) => owner.equals(name));
}
