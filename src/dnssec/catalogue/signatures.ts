import type { Fault } from "../fault.ts";

/** Faults of signatures: presence, validity in time and in cryptography, algorithm, signer. */
export const SIGNATURES = {
  "rrsig-expired-dnskey": {
    level: "emergency",
    text: "every usable signature has expired, the last {ago} ago ({expiration}); all data is bogus",
    remedy:
      "On some servers only: fetch the zone there ('rndc retransfer {zone}'). On all: sign the DNSKEY RRset now ('rndc sign {zone}', 'knotc zone-sign {zone}', the offline KSK's next batch), then find out why the signer stopped: daemon, cron job, keys, disk, clock. Removing the DS is the last resort and helps only when its TTL has passed.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-expired": {
    level: "critical",
    text: "signature by key {keyTag} expired {ago} ago ({expiration})",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', the cron job of ldns-signzone or dnssec-signzone). If only some servers show it, fetch the zone there: 'rndc retransfer {zone}', 'nsd-control force_transfer {zone}', 'knotc zone-retransfer {zone}'.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-not-yet-valid-dnskey": {
    level: "emergency",
    text: "no usable signature is valid yet, the first begins in {left} ({inception}); all data is bogus",
    remedy:
      "Compare the clock of this host and of the signer with a time server before touching the zone. If the signer's was wrong (RRSIG times are UTC), set it right and sign again: 'rndc sign {zone}', 'knotc zone-sign {zone}'.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-not-yet-valid": {
    level: "critical",
    text: "signature begins only in {left} ({inception}, key {keyTag}) and no other is valid",
    remedy:
      "Compare the clock of this host and of the signer with a time server. If the signer's was wrong (RRSIG times are UTC), set it right and sign again: 'rndc sign {zone}', 'knotc zone-sign {zone}'.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-expires-before-inception": {
    level: "critical",
    text: "signature by key {keyTag} ends ({expiration}) before it begins ({inception})",
    remedy:
      "Sign again with a sane validity period: look at the signer's policy or its -s and -e arguments, and at its clock. No validator accepts this signature at any time.",
    rfc: ["RFC 4034 3.1.5", "RFC 8914"],
  },
  "rrsig-expiring-soon": {
    level: "warning",
    text: "signature by key {keyTag} expires in {left} ({expiration})",
    remedy:
      "The signer should have renewed it by now. See that it runs and can read its keys ('rndc dnssec -status {zone}', 'knotc zone-status {zone}', cron job), sign with 'rndc sign {zone}' or 'knotc zone-sign {zone}', and see that every server gets the new copy.",
    rfc: ["RFC 6781 4.4.2"],
  },
  "rrsig-expiry-in-clock-skew": {
    level: "critical",
    text: "last valid signature (key {keyTag}) expires in {left}; a fast clock rejects it already",
    remedy:
      "Sign at once ('rndc sign {zone}', 'knotc zone-sign {zone}') and see that every server gets the new signature; then find out why the signer did not renew it in time.",
    rfc: ["RFC 6781 4.4.1"],
  },
  "rrsig-inception-in-clock-skew": {
    level: "warning",
    text: "only valid signature (key {keyTag}) began {ago} ago; validators with a slow clock still reject it",
    remedy:
      "Let the signer date the inception back by about an hour (dnssec-signzone -s, ldns-signzone -i; named and Knot do so by themselves) and keep its clock on NTP.",
    rfc: ["RFC 6781 4.4.1"],
  },
  "rrsig-remaining-too-long": {
    level: "warning",
    text: "signature by key {keyTag} stays valid for {left}, longer than {limit}",
    remedy:
      "Shorten the validity period to days or weeks (signatures-validity in BIND, rrsig-lifetime in Knot, -e of the signing tools) and sign again. Until {expiration} anyone can replay this record, even after you changed or removed it.",
    rfc: ["RFC 6781 4.4.2"],
  },
  "rrsig-validity-too-long": {
    level: "warning",
    text: "signature by key {keyTag} is valid for {validity} in all, longer than {limit}",
    remedy:
      "Shorten the validity period to days or weeks (signatures-validity in BIND, rrsig-lifetime in Knot, -e of the signing tools) and sign again; old data can be replayed for as long as its signature lasts.",
    rfc: ["RFC 6781 4.4.2", "NIST SP 800-81r3"],
  },
  "rrsig-validity-too-short": {
    level: "warning",
    text: "signature by key {keyTag} is valid for only {validity}, shorter than {limit}",
    remedy:
      "Raise the validity period (signatures-validity in BIND, rrsig-lifetime in Knot) above the SOA expire and three times the longest TTL, or lower those: as it is, one failed signing or transfer takes the zone down.",
    rfc: ["RFC 6781 4.4.2"],
  },
  "rrsig-refresh-stalled": {
    level: "warning",
    text: "no signature renewed for {ago}, though due after {limit}; the first expires in {left}",
    remedy:
      "Repair the signer before signatures run out: is its daemon or cron job running, can it read its keys, write the zone and reload the server? 'rndc dnssec -status {zone}' and 'knotc zone-status {zone}' tell; an offline KSK may have to deliver its next batch.",
    rfc: ["RFC 6781 4.4.2"],
  },
  "rrsig-ttl-beyond-expiration": {
    level: "warning",
    text: "may be cached for {ttl} s, longer than its signature (key {keyTag}) lasts: {left}",
    remedy:
      "Renew signatures while more than the longest TTL is left (signatures-refresh in BIND, rrsig-refresh in Knot), or lower the TTL. Validators cut such a TTL short, other caches may serve the record past its signature.",
    rfc: ["RFC 4035 5.3.3", "RFC 6781 4.4.2"],
  },
  "rrsig-ttl-mismatch": {
    level: "info",
    text: "RRSIG has TTL {found}, the RRset it covers has TTL {ttl}",
    remedy:
      "Sign the RRset again so that both have one TTL, and look for a server, proxy or script that changes TTLs after signing.",
    rfc: ["RFC 4034 3"],
  },
  "rrsig-original-ttl-exceeded": {
    level: "warning",
    text: "served with TTL {ttl}, above the signed original TTL of {limit}",
    remedy:
      "Sign again after every change of a TTL, and look for a server, proxy or script that changes TTLs after signing. Validators cap the TTL at the signed value.",
    rfc: ["RFC 4034 3.1.4", "RFC 4035 5.3.3"],
  },
  "rrsig-missing": {
    level: "critical",
    text: "served without a signature, though the zone is signed",
    remedy:
      "If other servers send the signature, fetch the zone anew on the ones named: they hold an old or unsigned copy, or sit behind a device that strips RRSIG. Otherwise sign it: 'rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'.",
    rfc: ["RFC 4035 2.2", "RFC 4035 3.1.1"],
  },
  "rrsig-missing-dnskey": {
    level: "emergency",
    text: "served without any signature, though the parent has a DS; all data is bogus",
    remedy:
      "On some servers only: fetch the zone there. On all: sign it with the key the DS names ('rndc sign {zone}', 'knotc zone-sign {zone}'): is its private half there and readable, are the offline KSK's signatures put in? If that can't be done soon, have the DS removed at the registrar; resolvers recover when its TTL has passed.",
    rfc: ["RFC 4035 2.2"],
  },
  "rrsig-missing-all": {
    level: "emergency",
    text: "nothing in the zone is signed, though the parent has a DS; all data is bogus",
    remedy:
      "Serve the signed copy again, made with the old keys (named leaves out all RRSIGs also when NSEC3PARAM is gone or no key has the ZONE bit, NSD when DNSKEY has none). Only if the keys are lost: have the DS removed at the registrar, wait out its TTL, then sign anew.",
    rfc: ["RFC 4035 2.2"],
  },
  "rrsig-bogus": {
    level: "critical",
    text: "signature by key {keyTag} ({algorithm}) does not verify",
    remedy:
      "Sign the RRset again ('rndc sign {zone}', 'knotc zone-sign {zone}') and look for what changed it after signing: an edit, a script, a proxy or load balancer that writes its own answers. If only some servers show it, fetch the zone anew there.",
    rfc: ["RFC 4035 5.3.3"],
  },
  "rrsig-bogus-dnskey": {
    level: "emergency",
    text: "no signature by a key in the DS verifies (key {keyTag}); all data is bogus",
    remedy:
      "The key set was changed after it was signed. On some servers only: fetch the zone there. On all: restore the key files and sign it with the key the DS names: 'rndc sign {zone}', 'knotc zone-sign {zone}', or the offline KSK's next batch. Keep the DS unless that key is lost for good.",
    rfc: ["RFC 4035 5.3.3"],
  },
  "rrsig-bogus-partial": {
    level: "warning",
    text: "signature by key {keyTag} does not verify, while another one does",
    remedy:
      "Sign the RRset again with all active keys, and look for two keys with one tag or a stale signature left by a merge. Some validators give up after the first failure.",
    rfc: ["RFC 6840 5.4", "CVE-2023-50387"],
  },
  "rrsig-signer-key-missing": {
    level: "critical",
    text: "signed only by key {keyTag} ({algorithm}), which is not in the zone's DNSKEY RRset",
    remedy:
      "Publish that key again, or sign with the keys that are published ('rndc sign {zone}', 'knotc zone-sign {zone}'). Withdraw a ZSK only when its last signature has left zone and caches; with several signers, import each other's ZSKs.",
    rfc: ["RFC 4035 5.3.1", "RFC 7583"],
  },
  "rrsig-algorithm-has-no-dnskey": {
    level: "critical",
    text: "signed with {algorithm} (key {keyTag}), but no DNSKEY has that algorithm",
    remedy:
      "Publish the {algorithm} key again, or sign with the algorithms that are published. In an algorithm rollover new signatures do come before the new key, but the old ones must stay valid beside them until the end.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-signer-name-not-zone": {
    level: "critical",
    text: "signature by key {keyTag} names {signer} as signer, the zone is {zone}",
    remedy:
      "Sign with {zone} as origin (dnssec-signzone -o, ldns-signzone -o), and see that no records of parent or child were merged into this zone. Validators reject another zone's signature.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "rrsig-labels-exceed-owner": {
    level: "critical",
    text: "signature by key {keyTag} counts {labels} labels, the owner name has {expected}",
    remedy:
      "Sign the RRset again; it was renamed after signing, or the signer is broken. Validators reject this signature.",
    rfc: ["RFC 4034 3.1.3", "RFC 4035 5.3.1"],
  },
  "rrsig-bad-length": {
    level: "critical",
    text: "signature by key {keyTag} has {found} octets instead of {expected}",
    remedy:
      "Sign the RRset again, then look for what cut or altered the signature: an edited zone file, a database column that is too short, a conversion by a web interface.",
    rfc: ["RFC 6605", "RFC 8080", "RFC 5702"],
  },
  "rrsig-by-revoked-key": {
    level: "critical",
    text: "signed by key {keyTag}, which is revoked",
    remedy:
      "Sign with an active key: 'rndc sign {zone}', 'knotc zone-sign {zone}'. A revoked key may only announce its own revocation beside a valid signature over the DNSKEY RRset, so activate the successor before revoking.",
    rfc: ["RFC 5011 2.1"],
  },
  "rrsig-algorithm-incomplete": {
    level: "warning",
    text: "lacks a signature with {algorithm}, which the DNSKEY RRset lists",
    remedy:
      "Sign the whole zone with every algorithm in the DNSKEY RRset, or remove the leftover {algorithm} key if no DS names it and its DS TTL has passed. In an algorithm rollover add all signatures first, then the key, then the DS.",
    rfc: ["RFC 4035 2.2", "RFC 6840 5.11"],
  },
  "rrsig-missing-for-ds-algorithm": {
    level: "critical",
    text: "lacks a signature with {algorithm}, which the parent's DS announces",
    remedy:
      "Sign the whole zone with {algorithm} too, or have its DS removed at the registrar if another DS works. In an algorithm rollover the new DS comes last, and the old signatures go last.",
    rfc: ["RFC 4035 2.2"],
  },
  "rrsig-made-with-deprecated-algorithm": {
    level: "warning",
    text: "signed with {algorithm} (key {keyTag}), which is {reason} for signing",
    remedy:
      "Roll to ECDSAP256SHA256 (13) or ED25519 (15): first sign with both, then publish the new keys, then the new DS; remove the old DS, wait out its TTL, and only then drop old keys, then their signatures.",
    rfc: ["RFC 9904", "RFC 9905", "RFC 9906"],
  },
  "rrsig-algorithm-unknown-to-checker": {
    level: "info",
    text: "not verified: this program does not know {algorithm} (key {keyTag})",
    remedy:
      "Nothing speaks against the zone, but nothing was proved either. Update this program, or verify with a validator that knows the algorithm (delv, unbound-host).",
    rfc: ["RFC 9904"],
  },
  "rrsig-count-excessive": {
    level: "warning",
    text: "carries {count} signatures, validators may look at no more than {limit}",
    remedy:
      "Drop signatures and keys that are no longer needed; two signatures are normal in a rollover. Unbound keeps 8 an RRset, PowerDNS Recursor 2 (their limits against KeyTrap).",
    rfc: ["CVE-2023-50387"],
  },
  "dname-synthesis-invalid": {
    level: "critical",
    text: "DNAME {name} leads to {expected}, the server's CNAME says {found}",
    remedy:
      "Update the nameserver software, or remove what writes its own CNAME. Validators compute the CNAME from the signed DNAME and reject another one.",
    rfc: ["RFC 6672 3.1", "RFC 6672 5.3.1"],
  },
  "dname-synthesis-ttl": {
    level: "info",
    text: "CNAME made from DNAME {name} has TTL {found}, the DNAME has {ttl}",
    remedy:
      "Update the nameserver software: a synthesised CNAME should have the TTL of its DNAME; old servers send 0, which makes caches ask again each time.",
    rfc: ["RFC 6672 3.1"],
  },
  "soa-serial-not-bumped-after-resign": {
    level: "warning",
    text: "servers hold different signatures under one serial, {serial}",
    remedy:
      "Raise the serial with every signing (dnssec-signzone -N, SOA-EDIT in PowerDNS): secondaries with the same serial never fetch the new signatures and the old ones run out there. Until then: 'rndc retransfer {zone}', 'nsd-control force_transfer {zone}'.",
    rfc: ["RFC 1982", "RFC 6781"],
  },
} as const satisfies Record<string, Fault>;
