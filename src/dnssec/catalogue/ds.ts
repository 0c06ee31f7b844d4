import type { Fault } from "../fault.ts";

/** Faults of the DS RRset at the parent. */
export const DS = {
  "ds-missing": {
    level: "warning",
    text: "signed, but {parentZone} has no DS: validators take it for unsigned",
    remedy:
      "When all servers serve valid signatures, hand the DS to the registrar ('check_dnssec_ds -v {zone}' prints it), or publish CDS and CDNSKEY where the parent collects them.",
    rfc: ["RFC 4035 2.4"],
  },
  "ds-digest-mismatch": {
    level: "critical",
    text: "{digestType} digest in the parent's DS is not that of the key with this tag",
    remedy:
      "Have the DS of the key in use ('check_dnssec_ds -v {zone}' prints it; compare with the signer's) published at the registrar first; then have the wrong one removed. If no other DS works the zone is bogus until the old DS TTL has passed.",
    rfc: ["RFC 4035 5.2"],
  },
  "ds-keytag-no-dnskey": {
    level: "warning",
    text: "parent's DS names a key ({algorithm}) that is not in the DNSKEY RRset",
    remedy:
      "If another DS works and no key is to come, have this one removed at the registrar. If none does, all is bogus: publishing the old key again and signing the DNSKEY RRset with it helps soonest; else have the right DS ('check_dnssec_ds -v {zone}' prints it; compare with the signer's) published, then this one removed.",
    rfc: ["RFC 4035 5.2"],
  },
  "ds-algorithm-mismatch": {
    level: "critical",
    text: "parent's DS says {found}, the key with this tag is {expected}",
    remedy:
      "Have the DS corrected at the registrar, copied as the signer prints it ('keymgr {zone} ds', 'pdnsutil show-zone {zone}', dnssec-dsfromkey -2): add the right DS first, then remove the wrong one.",
    rfc: ["RFC 4034 5.1.2"],
  },
  "ds-missing-algorithm": {
    level: "critical",
    text: "parent's DS announces {algorithm}, but no key of it signs the DNSKEY RRset",
    remedy:
      "Publish the {algorithm} key the DS names and sign with it, or have every {algorithm} DS removed at the registrar while another works. In an algorithm rollover the DS comes last, when signatures and keys have been out for their TTLs.",
    rfc: ["RFC 4035 2.2"],
  },
  "ds-algorithm-unassigned": {
    level: "warning",
    text: "parent's DS has {algorithm}, a number not assigned; validators skip it",
    remedy:
      "Have it replaced at the registrar by the DS of the zone's key ('keymgr {zone} ds', 'pdnsutil show-zone {zone}', dnssec-dsfromkey -2). While no other DS is usable, validators take the zone for unsigned.",
    rfc: ["RFC 9904"],
  },
  "ds-algorithm-reserved": {
    level: "warning",
    text: "parent's DS has {algorithm}, a reserved number; validators skip it",
    remedy:
      "Have it replaced at the registrar by the DS of the zone's key ('keymgr {zone} ds', 'pdnsutil show-zone {zone}', dnssec-dsfromkey -2). While no other DS is usable, validators take the zone for unsigned.",
    rfc: ["RFC 4034 A.1", "RFC 9904"],
  },
  "ds-algorithm-deprecated": {
    level: "critical",
    text: "parent's DS names a key of {algorithm}, which must not be used any more",
    remedy:
      "Roll to ECDSAP256SHA256 (13) or ED25519 (15): sign with both, publish the new keys, then the new DS; have the old DS removed, wait out its TTL, and only then drop old keys and signatures.",
    rfc: ["RFC 9904", "RFC 9905 2", "RFC 9906"],
  },
  "ds-digest-unassigned": {
    level: "warning",
    text: "parent's DS has {digestType}, a number not assigned; validators skip it",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published at the registrar, then this one removed. While no other DS is usable, validators take the zone for unsigned.",
    rfc: ["RFC 9904"],
  },
  "ds-digest-reserved": {
    level: "warning",
    text: "parent's DS has {digestType}, a reserved number; validators skip it",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published at the registrar, then this one removed. While no other DS is usable, validators take the zone for unsigned.",
    rfc: ["RFC 9904"],
  },
  "ds-digest-private": {
    level: "warning",
    text: "parent's DS has {digestType}, for private use; validators skip it",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published at the registrar, then this one removed. While no other DS is usable, validators take the zone for unsigned.",
    rfc: ["RFC 9904"],
  },
  "ds-digest-null": {
    level: "critical",
    text: 'parent\'s DS has digest type 0, which means "delete" and only in a CDS',
    remedy:
      "Have it removed from the parent zone and a SHA-256 DS published. Whoever turns CDS into DS must read digest type 0 as a request to remove the DS set.",
    rfc: ["RFC 8078 4"],
  },
  "ds-digest-sha1": {
    level: "warning",
    text: "parent's DS uses SHA-1, which must not be used for delegations any more",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published at the registrar, wait out the DS TTL, then have the SHA-1 one removed. The key stays as it is.",
    rfc: ["RFC 9905", "RFC 9904"],
  },
  "ds-digest-gost94": {
    level: "critical",
    text: "parent's DS uses GOST R 34.11-94, a withdrawn digest; validators skip it",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published at the registrar, then this one removed. The key stays as it is unless its algorithm is ECC-GOST.",
    rfc: ["RFC 9906"],
  },
  "ds-digest-limited-support": {
    level: "info",
    text: "this key has only a {digestType} DS, which many validators do not know",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the same key published beside it; validators that know none of its digests take the zone for unsigned.",
    rfc: ["RFC 9558", "RFC 9563"],
  },
  "ds-digest-sha256-missing": {
    level: "info",
    text: "this key has a DS with {found} but none with SHA-256",
    remedy:
      "Have a SHA-256 DS (digest type 2) of the key published as well; it is the only digest every validator must know.",
    rfc: ["RFC 4509", "RFC 9904"],
  },
  "ds-digest-sha1-ignored": {
    level: "info",
    text: "SHA-1 DS is of no use beside the {digestType} one",
    remedy: "Have the SHA-1 DS removed at the registrar; validators ignore it where they know the stronger digest.",
    rfc: ["RFC 4509 3"],
  },
  "ds-digest-bad-length": {
    level: "critical",
    text: "digest in the parent's DS has {found} octets, {digestType} makes {expected}",
    remedy:
      "Have the DS entered again at the registrar, the digest whole and without spaces lost ('keymgr {zone} ds', 'pdnsutil show-zone {zone}', dnssec-dsfromkey -2). Validators can't match this one.",
    rfc: ["RFC 4034 5.1.4", "RFC 4509", "RFC 6605"],
  },
  "ds-points-to-revoked-key": {
    level: "critical",
    text: "parent's DS names a key that is revoked",
    remedy:
      "Have the DS of an active KSK published at the registrar and this one removed. Until that is done and the old DS TTL has passed, keep an active DS-matched key signing the DNSKEY RRset; if there is none, undo the revocation.",
    rfc: ["RFC 5011 2.1"],
  },
  "ds-points-to-non-zone-key": {
    level: "critical",
    text: "parent's DS names a key without the ZONE bit (flags {found})",
    remedy:
      "Such a key can't sign a zone. Create a key with flags 257, publish and sign with it, have its DS published and this one removed. Flags edited by hand after signing: restore them and sign again.",
    rfc: ["RFC 4034 2.1.1", "RFC 4035 5.2"],
  },
  "ds-points-to-non-sep-key": {
    level: "info",
    text: "parent's DS names a key without the SEP bit (flags {found})",
    remedy:
      "Legal, but tools take this key for a ZSK and may roll it without telling the parent. See that the DS names the intended key; at the next rollover create the KSK or CSK with flags 257.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "ds-inconsistent-parent-servers": {
    level: "critical",
    text: "servers of {parentZone} disagree about the DS: {count} different answers",
    remedy:
      "A change at the parent may still be spreading: check again in a few minutes. If it stays, tell the operator of {parentZone} which servers differ. Start no key or DS change until all agree.",
    rfc: ["RFC 4035 5.2"],
  },
  "ds-query-unanswered": {
    level: "critical",
    text: "no server of {parentZone} answers the DS query: {reason}",
    remedy:
      "See from elsewhere whether the servers of {parentZone} can be reached; if not, tell their operator. Validators can tell neither that the zone is secure nor that it is not, and answer SERVFAIL.",
    rfc: ["RFC 4035 3.1.4.1"],
  },
  "ds-query-referral": {
    level: "critical",
    text: "{parentZone} answers the DS query with a referral to the child",
    remedy:
      "The server does not know DNSSEC or its software is broken: tell the operator of {parentZone} to update it. Validators get neither the DS nor the proof that there is none.",
    rfc: ["RFC 4035 3.1.4.1"],
  },
  "ds-too-many": {
    level: "warning",
    text: "parent has {count} DS records, {found} of which match no key",
    remedy:
      "Have every DS removed that names no current or coming key, at the registrar. Validators look only at a few (limits against KeyTrap) and may then miss the right one.",
    rfc: ["CVE-2023-50387", "CVE-2026-19668"],
  },
  "ds-ttl-too-long": {
    level: "info",
    text: "DS TTL is {ttl} s: a wrong DS would be believed that long",
    remedy:
      "Ask the operator of {parentZone} for a lower DS TTL, at least around a change (5 to 15 minutes); plan rollovers with the TTL as it is: remove nothing until it has passed.",
    rfc: ["RFC 10026", "RFC 7583"],
  },
  "ds-at-wrong-place": {
    level: "warning",
    text: "DS record in the wrong place: {reason}",
    remedy:
      "Remove it there. The DS belongs in the parent zone at the delegation, beside the NS records, and is entered at the registrar; in the child zone it has no effect.",
    rfc: ["RFC 4035 2.4"],
  },
} as const satisfies Record<string, Fault>;
