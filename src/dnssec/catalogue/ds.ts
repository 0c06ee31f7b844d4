import type { Fault } from "../fault.ts";

/** Faults of the DS RRset at the parent, and of the CDS and CDNSKEY that ask for its change. */
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
  "cds-inconsistent-servers": {
    level: "critical",
    text: "servers disagree: {count} different answers",
    remedy:
      "Bring all servers to one copy of the zone ('rndc retransfer {zone}', 'nsd-control force_transfer {zone}'), with several signers to one agreed CDS set. A parent that collects CDS refuses the update until all agree.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-inconsistent-servers": {
    level: "critical",
    text: "servers disagree: {count} different answers",
    remedy:
      "Bring all servers to one copy of the zone ('rndc retransfer {zone}', 'nsd-control force_transfer {zone}'), with several signers to one agreed CDNSKEY set. A parent that collects CDNSKEY refuses the update until all agree.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-cdnskey-mismatch": {
    level: "critical",
    text: "CDS and CDNSKEY ask for different keys: {found}",
    remedy:
      "Let the signer publish both from one key set (cds-digest-types and cdnskey in named's dnssec-policy, cds-cdnskey-publish in Knot, 'pdnsutil set-publish-cds {zone}' with 'set-publish-cdnskey') and remove records entered by hand.",
    rfc: ["RFC 7344 4"],
  },
  "cds-only-without-cdnskey": {
    level: "info",
    text: "published without a CDNSKEY beside it",
    remedy:
      "Publish CDNSKEY too ('pdnsutil set-publish-cdnskey {zone}', cds-cdnskey-publish in Knot, cdnskey in named's dnssec-policy): some parents read only one of the two.",
    rfc: ["RFC 7344 4"],
  },
  "cdnskey-only-without-cds": {
    level: "info",
    text: "published without a CDS beside it",
    remedy:
      "Publish CDS too ('pdnsutil set-publish-cds {zone}', cds-cdnskey-publish in Knot, cds-digest-types in named's dnssec-policy): some parents read only one of the two.",
    rfc: ["RFC 7344 4"],
  },
  "cds-differs-from-ds": {
    level: "info",
    text: "asks for DS {expected}, {parentZone} publishes {found}",
    remedy:
      "Wait if a rollover has just begun. If it lasts: does the parent collect CDS at all, does it refuse these (unsigned, inconsistent)? Else hand the DS to the registrar yourself. Withdraw no old key before the new DS is out and the old DS TTL has passed.",
    rfc: ["RFC 7344 6"],
  },
  "cdnskey-differs-from-ds": {
    level: "info",
    text: "asks for DS {expected}, {parentZone} publishes {found}",
    remedy:
      "Wait if a rollover has just begun. If it lasts: does the parent collect CDNSKEY at all, does it refuse these (unsigned, inconsistent)? Else hand the DS to the registrar yourself. Withdraw no old key before the new DS is out and the old DS TTL has passed.",
    rfc: ["RFC 7344 6"],
  },
  "cds-unsigned": {
    level: "critical",
    text: "served without a signature; the parent will not act on it",
    remedy:
      "Sign it with a key the present DS names ('rndc sign {zone}', 'knotc zone-sign {zone}'), or remove it if it was entered by hand into an unsigned copy.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-unsigned": {
    level: "critical",
    text: "served without a signature; the parent will not act on it",
    remedy:
      "Sign it with a key the present DS names ('rndc sign {zone}', 'knotc zone-sign {zone}'), or remove it if it was entered by hand into an unsigned copy.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-signature-invalid": {
    level: "critical",
    text: "signature by key {keyTag} is not valid: {reason}",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}') and see that every server gets the new copy. The parent will not act on this CDS.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-signature-invalid": {
    level: "critical",
    text: "signature by key {keyTag} is not valid: {reason}",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}') and see that every server gets the new copy. The parent will not act on this CDNSKEY.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-signed-by-unknown-key": {
    level: "critical",
    text: "signed by key {keyTag}, which is not in the zone's DNSKEY RRset",
    remedy:
      "Sign it with a published key that the present DS names ('rndc sign {zone}', 'knotc zone-sign {zone}'), or publish key {keyTag} again. The parent will not act on this CDS.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-signed-by-unknown-key": {
    level: "critical",
    text: "signed by key {keyTag}, which is not in the zone's DNSKEY RRset",
    remedy:
      "Sign it with a published key that the present DS names ('rndc sign {zone}', 'knotc zone-sign {zone}'), or publish key {keyTag} again. The parent will not act on this CDNSKEY.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-not-signed-by-ds-key": {
    level: "critical",
    text: "not signed by any key that the parent's DS names; the parent will not act on it",
    remedy:
      "Sign the CDS with the KSK the present DS names, also during a rollover: keep the old KSK active until the new DS is out. Without it, hand the new DS to the registrar yourself.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-not-signed-by-ds-key": {
    level: "critical",
    text: "not signed by any key that the parent's DS names; the parent will not act on it",
    remedy:
      "Sign the CDNSKEY with the KSK the present DS names, also during a rollover: keep the old KSK active until the new DS is out. Without it, hand the new DS to the registrar yourself.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-not-signed-by-own-key": {
    level: "info",
    text: "not signed by any key it announces",
    remedy:
      "No need to act while a key of the present DS signs it; sign it with the new KSK too, which shows that its private half is in use.",
    rfc: ["RFC 7344"],
  },
  "cdnskey-not-signed-by-own-key": {
    level: "info",
    text: "not signed by any key it announces",
    remedy:
      "No need to act while a key of the present DS signs it; sign it with the new KSK too, which shows that its private half is in use.",
    rfc: ["RFC 7344"],
  },
  "cds-no-matching-dnskey": {
    level: "warning",
    text: "announces a key ({algorithm}, {digestType}) that the zone does not publish",
    remedy:
      "Publish that key, or remove the CDS, before the parent acts on it: a DS made from it names nothing. Delete CDS records entered by hand and let the signer publish them.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-no-matching-dnskey": {
    level: "warning",
    text: "announces a key ({algorithm}) that the zone does not publish",
    remedy:
      "Publish that key, or remove the CDNSKEY, before the parent acts on it: a DS made from it names nothing. Delete CDNSKEY records entered by hand and let the signer publish them.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-key-not-signing-dnskey": {
    level: "warning",
    text: "announces a key that does not sign the DNSKEY RRset",
    remedy:
      "Sign the DNSKEY RRset with that key now ('rndc sign {zone}', 'knotc zone-sign {zone}'), or withdraw the CDS: once the parent has taken it over, the chain of trust breaks.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-key-not-signing-dnskey": {
    level: "warning",
    text: "announces a key that does not sign the DNSKEY RRset",
    remedy:
      "Sign the DNSKEY RRset with that key now ('rndc sign {zone}', 'knotc zone-sign {zone}'), or withdraw the CDNSKEY: once the parent has taken it over, the chain of trust breaks.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-matches-non-zone-key": {
    level: "critical",
    text: "announces a key without the ZONE bit (flags {found})",
    remedy:
      "Withdraw the CDS before the parent acts on it, create a KSK with flags 257 and announce that one. A key without the ZONE bit can't sign a zone.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "cdnskey-non-zone-key": {
    level: "critical",
    text: "announces a key without the ZONE bit (flags {found})",
    remedy:
      "Withdraw the CDNSKEY before the parent acts on it, create a KSK with flags 257 and announce that one. A key without the ZONE bit can't sign a zone.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "cds-matches-non-sep-key": {
    level: "info",
    text: "announces a key without the SEP bit (flags {found})",
    remedy: "Legal, but see that it is the intended key and not the ZSK; create the next KSK or CSK with flags 257.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "cdnskey-non-sep-key": {
    level: "info",
    text: "announces a key without the SEP bit (flags {found})",
    remedy: "Legal, but see that it is the intended key and not the ZSK; create the next KSK or CSK with flags 257.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "cds-without-dnskey": {
    level: "critical",
    text: "published in a zone without DNSKEY",
    remedy:
      "Sign the zone, or remove the CDS: it is left from a signed copy or a template, and nothing can authenticate it.",
    rfc: ["RFC 7344 4.1"],
  },
  "cdnskey-without-dnskey": {
    level: "critical",
    text: "published in a zone without DNSKEY",
    remedy:
      "Sign the zone, or remove the CDNSKEY: it is left from a signed copy or a template, and nothing can authenticate it.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-delete-request": {
    level: "info",
    text: "asks the parent to remove the DS, which makes the zone insecure",
    remedy:
      "If DNSSEC is to stay, remove this CDS at once ('pdnsutil unset-publish-cds {zone}', named: dnssec-policy other than insecure). If it is to go, keep serving the signed zone until the DS is gone and its TTL has passed.",
    rfc: ["RFC 8078 4"],
  },
  "cdnskey-delete-request": {
    level: "info",
    text: "asks the parent to remove the DS, which makes the zone insecure",
    remedy:
      "If DNSSEC is to stay, remove this CDNSKEY at once ('pdnsutil unset-publish-cdnskey {zone}', named: dnssec-policy other than insecure). If it is to go, keep serving the signed zone until the DS is gone and its TTL has passed.",
    rfc: ["RFC 8078 4"],
  },
  "cds-delete-mixed": {
    level: "critical",
    text: "delete request does not stand alone but in {count} records; the parent must not act on it",
    remedy:
      "Remove the delete record (0 0 0 00) if DNSSEC is to stay, or all others if it is to go. A delete request has to stand alone.",
    rfc: ["RFC 8078 4"],
  },
  "cdnskey-delete-mixed": {
    level: "critical",
    text: "delete request does not stand alone but in {count} records; the parent must not act on it",
    remedy:
      "Remove the delete record (0 3 0 AA==) if DNSSEC is to stay, or all others if it is to go. A delete request has to stand alone.",
    rfc: ["RFC 8078 4"],
  },
  "cds-delete-malformed": {
    level: "warning",
    text: "delete request has wrong values: {found} in place of 0 0 0 00",
    remedy:
      "Write it as 'CDS 0 0 0 00' if DNSSEC is to go, or remove it if not; with other values the parent ignores it or does something else.",
    rfc: ["RFC 8078 4 (erratum 5049)"],
  },
  "cdnskey-delete-malformed": {
    level: "warning",
    text: "delete request has wrong values: {found} in place of 0 3 0 AA==",
    remedy:
      "Write it as 'CDNSKEY 0 3 0 AA==' if DNSSEC is to go, or remove it if not; with other values the parent ignores it or does something else.",
    rfc: ["RFC 8078 4 (erratum 5049)"],
  },
  "cds-would-break-chain": {
    level: "critical",
    text: "the zone becomes bogus as soon as the parent takes this over: {reason}",
    remedy:
      "Withdraw it at once, or publish the announced key and sign the DNSKEY RRset with it on every server. If the parent has taken it over already, have the old DS put back; resolvers recover when the new DS TTL has passed.",
    rfc: ["RFC 7344 4.1"],
  },
  "cds-weak-digest": {
    level: "warning",
    text: "asks for a {digestType} DS, which must not be used",
    remedy:
      "Let the signer publish SHA-256 CDS (digest type 2) only: cds-digest-types in named's dnssec-policy, cds-digest-type in Knot, 'pdnsutil set-publish-cds {zone} 2'.",
    rfc: ["RFC 9904", "RFC 9905", "RFC 9906"],
  },
  "cds-not-at-apex": {
    level: "warning",
    text: "published below the apex of {zone}, where no parent looks",
    remedy: "Remove it, or move it to the apex of the zone it is meant for; only names below _dsboot are an exception.",
    rfc: ["RFC 7344 4.1"],
  },
  "ds-bootstrap-signal-missing": {
    level: "info",
    text: "no CDS or CDNSKEY at {name}, which a parent needs to bootstrap the DS",
    remedy:
      "Let the operator of that nameserver publish copies of the zone's CDS and CDNSKEY at {name}, in a signed zone; or hand the first DS to the registrar yourself.",
    rfc: ["RFC 9615 4.1"],
  },
  "ds-bootstrap-signal-mismatch": {
    level: "warning",
    text: "records at {name} can't bootstrap the DS: {reason}",
    remedy:
      "Copy the apex CDS and CDNSKEY to {name} and see that this name is in a secure zone; a parent refuses to bootstrap unless all nameservers agree with the apex.",
    rfc: ["RFC 9615 4.2"],
  },
} as const satisfies Record<string, Fault>;
