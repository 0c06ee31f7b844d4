import { RrType } from "../../dns/registry.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { CHAIN_CAUSES } from "../chain/causes.ts";
import { DENIAL_CAUSES } from "../denial/causes.ts";
import { DS_CAUSES, UNUSABLE_DS } from "../ds/causes.ts";
import { KEY_CAUSES, KEY_LOST } from "../keys/causes.ts";
import { NAMESERVER_CAUSES } from "../nameservers/causes.ts";
import { type Causes, isSeenWhere } from "../shared/causes.ts";
import { SIGNATURE_CAUSES } from "../signatures/causes.ts";

/** A DS that leads to no key, or to a wrong one. */
const WRONG_DS = ["ds-digest-mismatch", "ds-algorithm-mismatch", "ds-keytag-no-dnskey"] as const;
/** Keys of an algorithm that nobody should sign with. */
const OLD_ALGORITHM = ["dnskey-algorithm-must-not", "dnskey-algorithm-sha1"] as const;
const STALE_COPY = ["ns-stale-secondary"] as const;
/** A server without signatures, or with an NSEC3PARAM that fits no NSEC3, leaves the denials out. */
const NO_DENIALS = ["rrsig-missing-all", "rrsig-bogus"] as const;
const FALSE_DENIAL = ["ns-inconsistent-nxdomain"] as const;
/** A signature that no key of the zone could have made. */
const UNKNOWN_SIGNER = ["rrsig-signer-key-missing", "rrsig-algorithm-has-no-dnskey"] as const;
const INVALID_SIGNATURE = [
  "rrsig-bogus",
  "rrsig-expired",
  "rrsig-not-yet-valid",
  "rrsig-expires-before-inception",
  "rrsig-signer-name-not-zone",
  "rrsig-labels-exceed-owner",
  "rrsig-bad-length",
  "rrsig-by-revoked-key",
] as const;

/** What follows from what across the checks: one cause shows in the signatures, the chain, the DS and the denials. */
export const CAUSES_ACROSS: Causes = {
  ...NAMESERVER_CAUSES,
  ...DENIAL_CAUSES,
  ...DS_CAUSES,
  ...KEY_CAUSES,
  ...SIGNATURE_CAUSES,
  "chain-no-secure-entry-point": [
    "rrsig-missing-all",
    "rrsig-expired-dnskey",
    "rrsig-not-yet-valid-dnskey",
    "rrsig-expires-before-inception",
    "rrsig-missing-dnskey",
    "rrsig-bogus-dnskey",
    ...WRONG_DS,
    "ds-points-to-revoked-key",
    "ds-points-to-non-zone-key",
    "chain-ksk-signature-missing",
  ],
  "dnskey-ksk-missing": WRONG_DS,
  "ds-keytag-no-dnskey": ["dnskey-zone-bit-clear", "dnskey-ksk-missing"],
  "ds-points-to-non-zone-key": ["dnskey-zone-bit-clear"],
  "ds-missing-algorithm": [...WRONG_DS, "chain-multisigner-algorithm-differs"],
  "ds-algorithm-deprecated": [...OLD_ALGORITHM, "ds-algorithm-mismatch"],
  "ds-algorithm-unassigned": ["dnskey-algorithm-unassigned"],
  "ds-algorithm-reserved": ["dnskey-algorithm-reserved", "dnskey-algorithm-not-zone-signing"],
  "chain-insecure-by-unsupported-algorithm": [...OLD_ALGORITHM, ...UNUSABLE_DS, "dnskey-algorithm-private"],
  "chain-delegation-missing-in-parent": ["rrsig-signer-name-not-zone"],
  "dnskey-rollover-incomplete": ["ds-keytag-no-dnskey"],
  // A copy that is behind runs out: it is to be transferred, not signed.
  "rrsig-expired-dnskey": [...STALE_COPY, "resolver-clock-skew"],
  "rrsig-not-yet-valid-dnskey": ["resolver-clock-skew"],
  "rrsig-expired": ["rrsig-expired-dnskey", ...STALE_COPY],
  "rrsig-expired-denial": [...(SIGNATURE_CAUSES["rrsig-expired-denial"] ?? []), ...STALE_COPY],
  "rrsig-expiry-in-clock-skew": STALE_COPY,
  "rrsig-expiring-soon": ["rrsig-expiry-in-clock-skew", ...STALE_COPY],
  "rrsig-refresh-stalled": [...(SIGNATURE_CAUSES["rrsig-refresh-stalled"] ?? []), ...STALE_COPY],
  "rrsig-missing-dnskey": ["rrsig-missing-all"],
  "rrsig-missing-all": ["dnskey-zone-bit-clear", "ns-edns-downgrade", "ns-no-dnssec-support"],
  "chain-ds-without-dnskey": ["ns-inconsistent-signed"],
  "rrsig-missing": ["rrsig-missing-all", "ns-inconsistent-signed", ...(CHAIN_CAUSES["rrsig-missing"] ?? [])],
  "rrsig-bogus-dnskey": ["dnskey-changed-after-signing", "dnskey-zone-bit-clear"],
  "rrsig-algorithm-has-no-dnskey": ["dnskey-changed-after-signing", "dnskey-zsk-missing"],
  "rrsig-signer-key-missing": ["dnskey-zsk-missing", "dnskey-ksk-missing", "dnskey-zone-bit-clear"],
  "rrsig-missing-for-ds-algorithm": [
    ...KEY_LOST,
    ...WRONG_DS,
    "chain-no-secure-entry-point",
    "chain-multisigner-algorithm-differs",
    "ds-missing-algorithm",
  ],
  "rrsig-by-revoked-key": ["ds-points-to-revoked-key"],
  "rrsig-made-with-deprecated-algorithm": [...OLD_ALGORITHM, "dnskey-algorithm-not-recommended"],
  "nsec3-algorithm-alias-violation": OLD_ALGORITHM,
  "cds-unsigned": ["rrsig-missing-all", "rrsig-missing"],
  "cdnskey-unsigned": ["rrsig-missing-all", "rrsig-missing"],
  "cds-signature-invalid": INVALID_SIGNATURE,
  "cdnskey-signature-invalid": INVALID_SIGNATURE,
  "cds-signed-by-unknown-key": ["dnskey-ksk-missing", ...UNKNOWN_SIGNER],
  "cdnskey-signed-by-unknown-key": UNKNOWN_SIGNER,
  "chain-multisigner-zsk-not-shared": ["ns-dnskey-rrset-differs"],
  "nsec-signature-key-missing": ["dnskey-zsk-missing", ...UNKNOWN_SIGNER],
  "nsec-signature-missing": ["nsec3-owner-invalid", "rrsig-missing-all", "rrsig-missing"],
  "nsec-missing-nodata": [...(DENIAL_CAUSES["nsec-missing-nodata"] ?? []), ...NO_DENIALS],
  "nsec-missing-nxdomain": [...(DENIAL_CAUSES["nsec-missing-nxdomain"] ?? []), ...NO_DENIALS],
  "nsec-qname-not-covered": [...(DENIAL_CAUSES["nsec-qname-not-covered"] ?? []), ...FALSE_DENIAL],
  "nsec3-closest-encloser-missing": [...(DENIAL_CAUSES["nsec3-closest-encloser-missing"] ?? []), ...FALSE_DENIAL],
  "nsec3-next-closer-not-covered": [...(DENIAL_CAUSES["nsec3-next-closer-not-covered"] ?? []), ...FALSE_DENIAL],
  "nsec3-salt-nonempty": ["rrsig-bogus"],
  "nsec3-iterations-nonzero": ["nsec3-iterations-excessive", "rrsig-bogus"],
  "ns-unresponsive-tcp": [...(NAMESERVER_CAUSES["ns-unresponsive-tcp"] ?? []), "dnskey-rrset-too-large"],
  "ns-negative-without-soa": ["nsec-missing-nodata", "nsec-missing-nxdomain"],
  "ns-dnskey-rrset-differs": [
    ...(NAMESERVER_CAUSES["ns-dnskey-rrset-differs"] ?? []),
    "dnskey-zsk-missing",
    "dnskey-ksk-missing",
    "dnskey-changed-after-signing",
  ],
  "chain-indeterminate": [
    ...(CHAIN_CAUSES["chain-indeterminate"] ?? []),
    "ns-without-address",
    "dnskey-rrset-too-large",
    "ds-query-unanswered",
  ],
  "soa-serial-not-bumped-after-resign": ["ns-stale-secondary"],
  "zone-unsigned": ["chain-expected-secure-but-insecure"],
  "chain-expected-secure-but-insecure": ["ds-inconsistent-parent-servers"],
  "ds-missing": ["chain-expected-secure-but-insecure", ...(DS_CAUSES["ds-missing"] ?? [])],
  "chain-island-of-security": ["ds-missing", "chain-expected-secure-but-insecure"],
};

/** Tells whether a finding explains one of its possible consequences. */
export function explainsAcross(cause: Finding, consequence: Finding): boolean {
  if (cause.level === "info" && consequence.level !== "info") return false;
  // A lost KSK leaves the DS without its key; a stale DS makes the key in it seem lost, and its rollover stand still.
  if (cause.id === "dnskey-ksk-missing" && isAboutDs(consequence)) return !isAboutDs(cause);
  if (consequence.id === "dnskey-ksk-missing" || consequence.id === "dnskey-rollover-incomplete") {
    return isAboutDs(consequence);
  }
  const rrset = rrsetConcerned(cause, consequence);
  if (rrset !== null && !isAbout(cause, rrset)) return false;
  // No proof can deny a name that exists; of another name it may be wrong on its own.
  if (cause.id === "ns-inconsistent-nxdomain" && !cause.subject.name.equals(consequence.subject.name)) return false;
  // Either of two servers may be the one that differs from the other.
  if (consequence.id === "chain-multisigner-zsk-not-shared") return true;
  if (consequence.id === "ns-dnskey-rrset-differs" && cause.id === "dnskey-changed-after-signing") return true;
  // A server with a KSK of its own has lost none.
  if (consequence.id === "ns-dnskey-rrset-differs" && isAboutDs(cause)) return false;
  // The parent's servers show the DS, the zone's own what comes of it.
  return isAboutDs(cause) !== isAboutDs(consequence) || isSeenWhere(cause, consequence);
}

/** The RRset whose signature must be at fault for this to follow; null where that of any may be. */
function rrsetConcerned(cause: Finding, { id }: Finding): number | null {
  if (!cause.id.startsWith("rrsig-") || cause.id === "rrsig-missing-all") return null;
  if (id.startsWith("cds-")) return RrType.CDS;
  if (id.startsWith("cdnskey-")) return RrType.CDNSKEY;
  // NSEC3PARAM leads the server to its NSEC3 records; no other RRset does.
  return cause.id === "rrsig-bogus" ? RrType.NSEC3PARAM : null;
}

function isAboutDs({ subject }: Finding): boolean {
  return subject.type === RrType.DS;
}

function isAbout({ subject, also = [] }: Finding, type: number): boolean {
  return [subject, ...also].some((each) => each.type === type);
}
