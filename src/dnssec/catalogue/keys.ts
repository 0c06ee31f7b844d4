import type { Fault } from "../fault.ts";

/** Faults of the DNSKEY RRset: algorithms, sizes, flags, roles and rotation. */
export const KEYS = {
  "dnskey-algorithm-must-not": {
    level: "critical",
    text: "algorithm {algorithm} must neither sign nor be validated",
    remedy:
      "Roll to ECDSAP256SHA256 (13) or ED25519 (15): add signatures and keys of the new algorithm, then its DS; have the old DS removed, wait out its TTL, then drop old keys and signatures. Alone, this algorithm leaves the zone insecure.",
    rfc: ["RFC 9904", "RFC 9906"],
  },
  "dnskey-algorithm-sha1": {
    level: "critical",
    text: "algorithm {algorithm} must not sign any more; answers lose their authentication",
    remedy:
      "Roll to ECDSAP256SHA256 (13) or ED25519 (15): add signatures and keys of the new algorithm, then its DS; have the old DS removed, wait out its TTL, then drop old keys and signatures. More and more validators take SHA-1 zones for unsigned.",
    rfc: ["RFC 9905 2"],
  },
  "dnskey-algorithm-not-recommended": {
    level: "warning",
    text: "algorithm {algorithm} is not recommended for signing",
    remedy:
      "No hurry. At the next rollover move to ECDSAP256SHA256 (13) or ED25519 (15): add signatures and keys of the new algorithm, then its DS, and take the old ones away in the reverse order.",
    rfc: ["RFC 9904"],
  },
  "dnskey-algorithm-limited-support": {
    level: "info",
    text: "algorithm {algorithm} is unknown to some validators",
    remedy:
      "Fine if chosen knowingly; as the only algorithm it makes the zone unsigned to those validators. Where every one counts, roll to ECDSAP256SHA256 (13) or ED25519 (15).",
    rfc: ["RFC 9904", "RFC 8080", "RFC 9558", "RFC 9563"],
  },
  "dnskey-algorithm-unassigned": {
    level: "critical",
    text: "{algorithm} is not assigned; no validator can use this key",
    remedy:
      "Correct the algorithm number, or replace the key by a real one, and sign the DNSKEY RRset again; if the DS names this key, have the right DS published first. Look for an edited zone or key file.",
    rfc: ["RFC 9904"],
  },
  "dnskey-algorithm-reserved": {
    level: "critical",
    text: "{algorithm} is reserved; no validator can use this key",
    remedy:
      "Correct the algorithm number, or replace the key by a real one, and sign the DNSKEY RRset again; if the DS names this key, have the right DS published first. Look for an edited zone or key file.",
    rfc: ["RFC 9904"],
  },
  "dnskey-algorithm-private": {
    level: "warning",
    text: "algorithm {algorithm} is for private use; public validators skip this key",
    remedy:
      "Use a registered algorithm in a public zone, ECDSAP256SHA256 (13) or ED25519 (15); alone, a private one leaves the zone insecure.",
    rfc: ["RFC 4034 A.1.1"],
  },
  "dnskey-algorithm-not-zone-signing": {
    level: "critical",
    text: "algorithm {algorithm} can't sign zones",
    remedy:
      "Remove this record, or correct its algorithm number, and sign the DNSKEY RRset again. Algorithm 0 belongs into CDNSKEY delete requests only, 2 and 252 into no DNSKEY of a zone.",
    rfc: ["RFC 4034 A.1", "RFC 8078"],
  },
  "dnskey-zone-bit-clear": {
    level: "critical",
    text: "ZONE bit is clear (flags {found}); this key can't sign the zone",
    remedy:
      "Replace it by a key with flags 256 or 257 and sign again; if the DS names it, publish the new key first, then its DS. If the flags were edited after signing, restore them from the key file and sign the DNSKEY RRset again.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "dnskey-no-sep": {
    level: "info",
    text: "no key has the SEP bit, though the parent has a DS",
    remedy:
      "Legal, but tools that look for a KSK by its flag miss it. Create the next KSK or CSK with flags 257 (dnssec-keygen -f KSK).",
    rfc: ["RFC 4034 2.1.1"],
  },
  "dnskey-protocol-not-3": {
    level: "critical",
    text: "protocol field is {found} instead of 3; validators ignore this key",
    remedy:
      "Restore the record from the key file (protocol 3) and sign the DNSKEY RRset again; look for an edited zone file.",
    rfc: ["RFC 4034 2.1.2"],
  },
  "dnskey-reserved-flags": {
    level: "info",
    text: "reserved flag bits are set (flags {found})",
    remedy:
      "Create the next key with flags 256 or 257; validators ignore the other bits, which a new standard may give a meaning.",
    rfc: ["RFC 4034 2.1.1"],
  },
  "dnskey-revoked-present": {
    level: "info",
    text: "revoked, and still published after {age}",
    remedy:
      "Leave it for the time resolvers need to notice (30 days and more with RFC 5011), then remove it and sign the DNSKEY RRset again.",
    rfc: ["RFC 5011"],
  },
  "dnskey-revoked-not-self-signed": {
    level: "warning",
    text: "revoked, but does not sign the DNSKEY RRset",
    remedy:
      "Sign the DNSKEY RRset with it as well, else RFC 5011 resolvers do not see the revocation and go on trusting the key. Keep its private half until it is removed.",
    rfc: ["RFC 5011 2.1"],
  },
  "dnskey-not-at-apex": {
    level: "warning",
    text: "DNSKEY below the apex of {zone}",
    remedy: "Remove it, or move it to the apex of the zone it belongs to; here it means nothing to validators.",
    rfc: ["RFC 4035 2.1"],
  },
  "dnskey-rsa-too-small": {
    level: "critical",
    text: "RSA key of {found} bits, {algorithm} needs at least {limit}",
    remedy:
      "Replace it now by an ECDSAP256SHA256 key, or by one of RSA with 2048 bits: publish the new key, wait out the DNSKEY TTL, sign with it, exchange the DS if it is a KSK. A key this short can be broken, and validators refuse it.",
    rfc: ["RFC 3110", "RFC 5702"],
  },
  "dnskey-rsa-smaller-than-recommended": {
    level: "warning",
    text: "RSA key of {found} bits, 2048 are recommended",
    remedy:
      "Roll it to 2048 bits, or better to ECDSAP256SHA256 (13), whose answers are smaller. A ZSK: publish the new key, wait out the DNSKEY TTL, sign with it, drop the old one a signature TTL later. Below 1024 bits some validators refuse it.",
    rfc: ["NIST SP 800-57 Part 1", "RFC 6781 3.4.2"],
  },
  "dnskey-rsa-too-large": {
    level: "critical",
    text: "RSA key of {found} bits, more than the {limit} that {algorithm} allows",
    remedy: "Replace it by one of 2048 bits, or by an ECDSAP256SHA256 key; validators ignore such a key.",
    rfc: ["RFC 3110", "RFC 5702"],
  },
  "dnskey-rsa-bad-exponent": {
    level: "warning",
    text: "RSA public exponent is {found}",
    remedy:
      "Roll to a key with exponent 65537, which every current tool makes; small or even exponents are unsafe, and some validators ignore keys with very long ones.",
    rfc: ["RFC 3110 2", "NIST SP 800-57 Part 1"],
  },
  "dnskey-rsa-weak-modulus": {
    level: "critical",
    text: "RSA modulus is weak: {reason}",
    remedy:
      "Take the private key for known to others. Make a new one with another generator (firmware update of the token or HSM, CVE-2017-15361), publish and sign with it, exchange the DS if it is a KSK, and remove this key.",
    rfc: ["CVE-2017-15361"],
  },
  "dnskey-bad-length": {
    level: "critical",
    text: "public key has {found} octets, {algorithm} has {expected}",
    remedy:
      "Restore the record from the key file and sign the DNSKEY RRset again; look for what cut it: an edited zone file, a database column that is too short, a conversion by a web interface.",
    rfc: ["RFC 6605", "RFC 8080"],
  },
  "dnskey-zero-length": {
    level: "critical",
    text: "public key is empty",
    remedy:
      "Restore the record from the key file, or remove it, and sign the DNSKEY RRset again. Some validators reject the whole RRset because of it.",
    rfc: ["RFC 4034 2.1.4"],
  },
  "dnskey-malformed": {
    level: "critical",
    text: "public key can't be read: {reason}",
    remedy:
      "Restore the record from the key file and sign the DNSKEY RRset again; look for an edited zone file or a conversion by a web interface.",
    rfc: ["RFC 3110", "RFC 6605", "RFC 8080"],
  },
  "dnskey-keytag-collision": {
    level: "info",
    text: "{count} keys share this tag and {algorithm}",
    remedy:
      "Two are legal, but cost validators extra work and confuse tools. Roll one of them; with more than two remove keys now, since validators give up (limits against KeyTrap). Let the key generator avoid tags in use.",
    rfc: ["CVE-2023-50387", "RFC 4034 B"],
  },
  "dnskey-too-many": {
    level: "warning",
    text: "{count} keys published, {found} of which sign nothing",
    remedy:
      "Remove retired keys (named: purge-keys and key timing; 'keymgr {zone} list', 'pdnsutil show-zone {zone}') once their TTLs have passed. Validators look at few, and large answers get truncated.",
    rfc: ["CVE-2023-50387", "CVE-2026-19668"],
  },
  "dnskey-rrset-too-large": {
    level: "info",
    text: "answer does not fit into {limit} octets and needs TCP, which {found}",
    remedy:
      "Remove keys that are not needed, or roll to ECDSAP256SHA256 (13), whose keys and signatures are short. Until then every server must answer over TCP, also through its firewall.",
    rfc: ["RFC 9715", "RFC 6891"],
  },
  "dnskey-zsk-missing": {
    level: "emergency",
    text: "this key signs the zone's data, but {reason}; what it signs is bogus",
    remedy:
      "Publish that key again and sign the DNSKEY RRset, or sign the zone with a published ZSK: 'rndc sign {zone}', 'knotc zone-sign {zone}'. In a rollover a ZSK stays published until its last signature has left zone and caches.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "dnskey-ksk-missing": {
    level: "emergency",
    text: "the parent's DS names key {expected}, which is not published: {reason}",
    remedy:
      "Publish the KSK the DS names and sign the DNSKEY RRset with it. If it is lost, have the DS of a published key put in at the registrar at once ('check_dnssec_ds -v {zone}' prints it; compare with the signer's); resolvers recover when the old DS TTL has passed.",
    rfc: ["RFC 4035 5.2"],
  },
  "dnskey-changed-after-signing": {
    level: "emergency",
    text: "RRset was changed after the KSK signed it ({reason}); all data is bogus",
    remedy:
      "Restore the keys as they were signed, or sign the set as it is with the KSK the DS names: 'rndc sign {zone}', 'knotc zone-sign {zone}', offline KSK: its next batch. Look for edited flags, algorithms or key data.",
    rfc: ["RFC 4035 5.3.3"],
  },
  "dnskey-ksk-too-old": {
    level: "warning",
    text: "KSK in use for {age}, planned {limit}: {reason}",
    remedy:
      "Plan a KSK rollover: publish the new key, wait out the DNSKEY TTL, have its DS published, wait out the old DS TTL, then remove the old key ('rndc dnssec -rollover -key {keyTag} {zone}', 'knotc zone-key-rollover {zone} ksk').",
    rfc: ["RFC 6781 3.3", "NIST SP 800-81r3"],
  },
  "dnskey-zsk-too-old": {
    level: "info",
    text: "ZSK in use for {age}, planned {limit}: {reason}",
    remedy:
      "Roll it when convenient: publish the new key, wait out the DNSKEY TTL, sign with it, and remove the old one when its signatures have left the caches ('rndc dnssec -rollover -key {keyTag} {zone}', 'knotc zone-key-rollover {zone} zsk').",
    rfc: ["RFC 6781 3.3", "NIST SP 800-81r3"],
  },
  "dnskey-stale-unused": {
    level: "info",
    text: "signs nothing and is in neither DS nor CDS, for {age}",
    remedy:
      "Remove it unless it is a standby key: set its deletion time ('dnssec-settime -D now', keymgr, 'pdnsutil remove-zone-key') and sign the DNSKEY RRset again.",
    rfc: ["RFC 7583"],
  },
  "dnskey-ttl-vs-signature": {
    level: "info",
    text: "TTL of {ttl} s is longer than {limit}",
    remedy:
      "Lower the DNSKEY TTL (an hour to a day is usual; dnskey-ttl in dnssec-policy and in Knot): rollovers and repairs have to wait that long.",
    rfc: ["RFC 6781 4.4.2", "RFC 7583"],
  },
  "dnskey-rollover-incomplete": {
    level: "warning",
    text: "rollover has stood still for {age}: {reason}",
    remedy:
      "Go on where it stopped. New key not in DS: have its DS published, then tell the signer ('rndc dnssec -checkds published {zone}', 'knotc zone-ksk-submitted {zone}'). DS of a removed key left: have it removed at the registrar.",
    rfc: ["RFC 7583", "RFC 6781 4.1"],
  },
} as const satisfies Record<string, Fault>;
