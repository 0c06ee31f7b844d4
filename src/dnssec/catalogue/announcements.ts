import type { Fault } from "../fault.ts";

/** Faults of the CDS and CDNSKEY by which a zone announces the DS that it wants. */
export const ANNOUNCEMENTS = {
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
