import { compareNames } from "../../dns/name.ts";
import { NSEC3_OPT_OUT } from "../../dns/rdata.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { nsec3OwnerHash } from "../../dnssec/denial/evidence.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { longestValid } from "../../dnssec/rrsig.ts";
import { signatureFinding } from "../../dnssec/signature-findings.ts";
import type { ServerView } from "./view.ts";

/** Octets of a SHA-1 hash. */
const HASH_LENGTH = 20;

/** What is wrong with single NSEC and NSEC3 records, whatever they were sent to prove. */
export function recordFindings(view: ServerView, now: number): Finding[] {
  return [...signatureFindings(view, now), ...ttlFindings(view), ...nsecFindings(view), ...nsec3Findings(view)];
}

function signatureFindings({ zone, server, denials }: ServerView, now: number): Finding[] {
  return denials.flatMap(({ set, verdicts }) => {
    if (longestValid(verdicts) !== undefined) return [];
    const found = signatureFinding(set, verdicts, { zone, server, now });
    // Here a key of an algorithm that is not published is one more key that is not.
    return [found.id === "rrsig-algorithm-has-no-dnskey" ? { ...found, id: "nsec-signature-key-missing" } : found];
  });
}

function ttlFindings({ zone, server, denials, negativeTtl }: ServerView): Finding[] {
  return denials.flatMap(({ set }) => {
    if (negativeTtl === null || set.ttl === negativeTtl) return [];
    const params = { type: typeName(set.type), ttl: set.ttl, expected: negativeTtl };
    return [finding("nsec-ttl-wrong", { subject: { name: zone }, servers: [server], params })];
  });
}

/** Next names that leave the zone, or go back without reaching the apex (RFC 4034 4.1.1). */
function nsecFindings({ zone, server, records }: ServerView): Finding[] {
  return records.nsecs.flatMap(({ owner, nextName }): Finding[] => {
    const params = { zone: nameText(zone), found: nameText(nextName) };
    const about = { subject: { name: owner, type: RrType.NSEC }, servers: [server], params };
    if (!nextName.isAtOrBelow(zone)) return [finding("nsec-next-out-of-zone", about)];
    const isLast = compareNames(owner, nextName) >= 0;
    return isLast && !nextName.equals(zone) ? [finding("nsec-last-next-not-apex", about)] : [];
  });
}

function nsec3Findings({ zone, server, records, denials }: ServerView): Finding[] {
  const owners = denials.flatMap(({ set: { owner, type } }) => {
    if (type !== RrType.NSEC3) return [];
    const hash = nsec3OwnerHash(owner, zone);
    if (hash?.length === HASH_LENGTH) return [];
    const reason = owner.parent().equals(zone)
      ? "its first label is no hash"
      : `it is not right below ${nameText(zone)}`;
    const about = { subject: { name: owner, type }, servers: [server], params: { zone: nameText(zone), reason } };
    return [finding("nsec3-owner-invalid", about)];
  });
  const fields = records.nsec3s.flatMap(({ owner, flags, nextHash }) => {
    const subject = { name: owner, type: RrType.NSEC3 };
    const about = { subject, servers: [server] };
    const findings: Finding[] = [];
    if (nextHash.length !== HASH_LENGTH) {
      const params = { zone: nameText(zone), found: nextHash.length };
      findings.push(finding("nsec3-next-hash-invalid", { ...about, params }));
    }
    if ((flags & ~NSEC3_OPT_OUT) !== 0) {
      const params = { type: typeName(RrType.NSEC3), found: flags };
      findings.push(finding("nsec3-unassigned-flag", { ...about, params }));
    }
    return findings;
  });
  return [...owners, ...fields];
}
