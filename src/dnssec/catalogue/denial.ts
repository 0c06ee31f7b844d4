import type { Fault } from "../fault.ts";

/** Faults of negative answers: NSEC, NSEC3, their parameters and compact denial. */
export const DENIAL = {
  "rrsig-expired-denial": {
    level: "critical",
    text: "signature expired {ago} ago ({expiration}, key {keyTag}); negative answers are bogus",
    remedy:
      "Sign the zone again, NSEC or NSEC3 chain included ('rndc sign {zone}', 'knotc zone-sign {zone}'), and see that every server gets the new copy. A signer that refreshes only changed data forgets these records: look at its refresh settings.",
    rfc: ["RFC 4035 5.3.1", "RFC 5155"],
  },
  "rrsig-not-yet-valid-denial": {
    level: "critical",
    text: "signature begins only in {left} ({inception}, key {keyTag}); negative answers are bogus",
    remedy:
      "Compare the clock of this host and of the signer with a time server. If the signer's was wrong (RRSIG times are UTC), set it right and sign the zone again, NSEC or NSEC3 chain included.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "nsec-missing-nxdomain": {
    level: "critical",
    text: "NXDOMAIN comes without NSEC or NSEC3 to prove it",
    remedy:
      "Rebuild the chain: sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). On one server only: it holds an unsigned copy or has DNSSEC off; for NSEC3 see that NSEC3PARAM fits the NSEC3 records.",
    rfc: ["RFC 4035 3.1.3.2"],
  },
  "nsec-missing-nodata": {
    level: "critical",
    text: "NODATA comes without NSEC or NSEC3 to prove it",
    remedy:
      "Rebuild the chain: sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). On one server only: it holds an unsigned copy or has DNSSEC off; for NSEC3 see that NSEC3PARAM fits the NSEC3 records.",
    rfc: ["RFC 4035 3.1.3.1"],
  },
  "nsec-missing-wildcard": {
    level: "critical",
    text: "answer made from wildcard {name} lacks the proof that the name itself is absent",
    remedy:
      "Sign the zone again or, with PowerDNS, 'pdnsutil rectify-zone {zone}'; if the records are in the zone, update the nameserver software. Validators reject the answer.",
    rfc: ["RFC 4035 3.1.3.3", "RFC 5155 7.2.6"],
  },
  "nsec-missing-insecure-delegation": {
    level: "critical",
    text: "unsigned delegation comes without the proof that it has no DS",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}') so that the delegation has its NSEC or NSEC3. Until then validators fail everything below this name.",
    rfc: ["RFC 4035 3.1.4", "RFC 5155 7.2.4"],
  },
  "nsec-qname-not-covered": {
    level: "critical",
    text: "no NSEC in the answer covers the name it denies",
    remedy:
      "Rebuild the NSEC chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); an edit after signing or a sort order that is not canonical breaks it.",
    rfc: ["RFC 4035 5.4"],
  },
  "nsec-wildcard-not-covered": {
    level: "critical",
    text: "nothing in the answer rules out the wildcard {name}",
    remedy:
      "Rebuild the NSEC or NSEC3 chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'), or update the nameserver software. Validators reject the NXDOMAIN.",
    rfc: ["RFC 4035 5.4", "RFC 5155 8.4"],
  },
  "nsec-wildcard-covered": {
    level: "critical",
    text: "answer comes from wildcard {name}, but its own proof denies that wildcard",
    remedy:
      "Rebuild the NSEC or NSEC3 chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'): the wildcard was added after the chain was made.",
    rfc: ["RFC 4035 5.3.4"],
  },
  "nsec-wildcard-expansion-invalid": {
    level: "critical",
    text: "wildcard {name} was used, though {found} exists and is closer",
    remedy:
      "Update the nameserver software or its backend: a wildcard must not answer below an existing name, empty non-terminals included ('pdnsutil rectify-zone {zone}'). Validators reject the answer.",
    rfc: ["RFC 4592", "RFC 4035 5.3.4"],
  },
  "nsec-no-match-for-nodata": {
    level: "critical",
    text: "no NSEC in the NODATA answer belongs to this name or its wildcard",
    remedy:
      "Rebuild the NSEC chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'), or update the nameserver software.",
    rfc: ["RFC 4035 5.4"],
  },
  "nsec3-no-match-for-nodata": {
    level: "critical",
    text: "no NSEC3 in the NODATA answer has the hash of this name",
    remedy:
      "Rebuild the NSEC3 chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); see that NSEC3PARAM has salt and iterations of the NSEC3 records.",
    rfc: ["RFC 5155 8.5", "RFC 5155 8.6", "RFC 5155 8.7"],
  },
  "nsec-qname-covered-in-nodata": {
    level: "critical",
    text: "NODATA, but its NSEC says that the name does not exist",
    remedy:
      "Rebuild the NSEC chain by signing the zone again; for an empty non-terminal under PowerDNS 'pdnsutil rectify-zone {zone}'. The server and the signer must agree on which names exist.",
    rfc: ["RFC 4035 5.4"],
  },
  "nsec-type-bit-set": {
    level: "critical",
    text: "type bitmap of {name} lists {type}, which the answer denies",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'): records were removed after the chain was made, or the server looks them up elsewhere than the signer does.",
    rfc: ["RFC 4035 5.4", "RFC 6840 4.3"],
  },
  "nsec-existing-name-denied": {
    level: "critical",
    text: "exists, but the chain denies it (span from {name})",
    remedy:
      "Rebuild the chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'): the name was added after it was made. Resolvers with aggressive caching already answer NXDOMAIN.",
    rfc: ["RFC 8198", "RFC 4035"],
  },
  "nsec-existing-type-denied": {
    level: "critical",
    text: "exists, but the type bitmap of its name omits it",
    remedy:
      "Rebuild the chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'): the type was added after it was made. Resolvers with aggressive caching already answer NODATA.",
    rfc: ["RFC 8198", "RFC 4034 4.1.2"],
  },
  "nsec-apex-bitmap-wrong": {
    level: "critical",
    text: "type bitmap of the apex is wrong: {reason}",
    remedy:
      "Rebuild the chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). Resolvers may take a type that the bitmap omits for absent.",
    rfc: ["RFC 4034 4.1.2", "RFC 5155 7.1"],
  },
  "nsec-apex-owner-mismatch": {
    level: "critical",
    text: "record that denies a type at the apex belongs to {found}",
    remedy:
      "Rebuild the chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); with NSEC3 see that NSEC3PARAM has salt and iterations of the NSEC3 records.",
    rfc: ["RFC 4035", "RFC 5155 8.5"],
  },
  "nsec-last-next-not-apex": {
    level: "critical",
    text: "last NSEC of the zone leads to {found}, not back to the apex",
    remedy:
      "Rebuild the NSEC chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}').",
    rfc: ["RFC 4034 4.1.1"],
  },
  "nsec-next-out-of-zone": {
    level: "critical",
    text: "NSEC leads to {found}, outside the zone",
    remedy:
      "Rebuild the NSEC chain by signing the zone again with the right origin ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); records of another zone may have been merged into it.",
    rfc: ["RFC 4034 4.1.1", "CVE-2026-13321"],
  },
  "nsec-delegation-bits-ds": {
    level: "critical",
    text: "proof that there is no DS lists DS in its type bitmap",
    remedy:
      "Add the DS to the zone again, or sign the zone again without it ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). Until then validators fail everything below this name.",
    rfc: ["RFC 4035 5.2"],
  },
  "nsec-delegation-bits-soa": {
    level: "critical",
    text: "proof that there is no DS comes from the child side (SOA bit)",
    remedy:
      "A server that holds both zones answers DS queries from the child: update it. The DS and its denial belong to the parent. Validators fail everything below this name.",
    rfc: ["RFC 4035 5.2", "RFC 6840 4.1"],
  },
  "nsec-delegation-bits-no-ns": {
    level: "critical",
    text: "proof that there is no DS has no NS bit, so it proves no delegation",
    remedy:
      "Add the NS records to the zone, and sign it again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). Validators fail everything below this name.",
    rfc: ["RFC 4035 5.2", "RFC 6840 4.4"],
  },
  "nsec3-closest-encloser-missing": {
    level: "critical",
    text: "no NSEC3 in the answer proves the closest encloser",
    remedy:
      "Rebuild the NSEC3 chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); see that NSEC3PARAM has salt and iterations of the NSEC3 records and that empty non-terminals have theirs.",
    rfc: ["RFC 5155 8.3"],
  },
  "nsec3-next-closer-not-covered": {
    level: "critical",
    text: "no NSEC3 in the answer covers the next closer name {name}",
    remedy:
      "Rebuild the NSEC3 chain by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); on one server only, fetch the zone anew there.",
    rfc: ["RFC 5155 8.3"],
  },
  "nsec3-optout-not-set": {
    level: "critical",
    text: "denial of the DS rests on an NSEC3 span without opt-out",
    remedy:
      "Give the delegation its own NSEC3 or set opt-out on the whole chain, by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). Validators fail everything below this name.",
    rfc: ["RFC 5155 8.6"],
  },
  "nsec3-optout-enabled": {
    level: "info",
    text: "NSEC3 uses opt-out, which only large delegation zones need",
    remedy:
      "Switch opt-out off (optout no in named's nsec3param, nsec3-opt-out: off in Knot, 'pdnsutil set-nsec3 {zone} \"1 0 0 -\"'): with it unsigned delegations can be added unnoticed.",
    rfc: ["RFC 9276 3.1"],
  },
  "nsec3-unassigned-flag": {
    level: "critical",
    text: "unknown flag set in {type} (flags {found})",
    remedy:
      "Sign the zone again with flags 0, or 1 in NSEC3 for opt-out; in NSEC3PARAM they are always 0. Validators ignore NSEC3 records with other flags, so denials fail.",
    rfc: ["RFC 5155 3.1.2", "RFC 5155 8.2"],
  },
  "nsec3-unsupported-hash": {
    level: "critical",
    text: "hash algorithm {found} in {type}; only 1 (SHA-1) is defined",
    remedy:
      "Sign the zone again with hash algorithm 1, or with NSEC. Validators ignore other NSEC3 records and take the answers for insecure or bogus.",
    rfc: ["RFC 5155 8.1", "RFC 5155 11"],
  },
  "nsec3-iterations-nonzero": {
    level: "warning",
    text: "NSEC3 has {count} extra iterations, there should be 0",
    remedy:
      "Set iterations to 0 (dnssec-policy: nsec3param iterations 0 optout no salt-length 0; Knot: nsec3-iterations: 0; 'pdnsutil set-nsec3 {zone} \"1 0 0 -\"'), or change to NSEC. Validators may treat such answers as insecure or fail them.",
    rfc: ["RFC 9276 3.1"],
  },
  "nsec3-iterations-excessive": {
    level: "critical",
    text: "NSEC3 has {count} iterations, validators stop at {limit}",
    remedy:
      "Set iterations to 0 now (dnssec-policy: nsec3param iterations 0 optout no salt-length 0; Knot: nsec3-iterations: 0; 'pdnsutil set-nsec3 {zone} \"1 0 0 -\"'), or change to NSEC. Negative answers are insecure or SERVFAIL until then.",
    rfc: ["RFC 9276 3.2", "CVE-2023-50868"],
  },
  "nsec3-salt-nonempty": {
    level: "warning",
    text: "NSEC3 has a salt of {found} octets, there should be none",
    remedy:
      "Set an empty salt (dnssec-policy: nsec3param iterations 0 optout no salt-length 0; Knot: nsec3-salt-length: 0; 'pdnsutil set-nsec3 {zone} \"1 0 0 -\"'). A salt protects nothing and costs a new chain at each change.",
    rfc: ["RFC 9276 3.1"],
  },
  "nsec3-owner-invalid": {
    level: "critical",
    text: "NSEC3 owner name is no hash in this zone: {reason}",
    remedy:
      "Remove the record and sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); look for an edited zone file or records merged from another zone.",
    rfc: ["RFC 5155 3"],
  },
  "nsec3-next-hash-invalid": {
    level: "critical",
    text: "next hashed owner name has {found} octets, SHA-1 makes 20",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); look for an edited zone file or a conversion that cut the field.",
    rfc: ["RFC 5155 3.1.7"],
  },
  "nsec3-params-inconsistent": {
    level: "critical",
    text: "servers use different NSEC3 parameters: {found}",
    remedy:
      "If a change of parameters is spreading, check again after the transfers. Else fetch the newest copy on the servers that lag: 'rndc retransfer {zone}', 'nsd-control force_transfer {zone}', 'knotc zone-retransfer {zone}'.",
    rfc: ["RFC 5155 7.1"],
  },
  "nsec-multiple-records": {
    level: "warning",
    text: "{count} {type} records where one is expected",
    remedy:
      "Let a change of NSEC3 parameters finish, then remove the old chain and its NSEC3PARAM ('rndc signing -list {zone}' shows what is under way); otherwise sign the zone again.",
    rfc: ["RFC 4035", "RFC 5155 7.1"],
  },
  "nsec-nsec3-mixed": {
    level: "critical",
    text: "NSEC and NSEC3 are both in use: {found}",
    remedy:
      "Let all servers serve one copy of the zone, and finish the change from one kind to the other: build the new chain whole, then remove the old one. Mixed proofs do not validate.",
    rfc: ["RFC 5155 7.1", "RFC 5155 10"],
  },
  "nsec-unexpected-answer": {
    level: "warning",
    text: "answer to a query for {type} holds {found}",
    remedy:
      "Update the nameserver software, and see whether a wildcard, a CNAME at the apex or a proxy makes up the answer.",
    rfc: ["RFC 5155 4"],
  },
  "nsec3param-missing": {
    level: "critical",
    text: "zone answers with NSEC3 but has no NSEC3PARAM at its apex",
    remedy:
      "Put it back by signing the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'). Without it named serves the zone with no RRSIG at all, which makes everything bogus.",
    rfc: ["RFC 5155 4", "RFC 5155 7.1"],
  },
  "nsec3param-salt-mismatch": {
    level: "critical",
    text: "parameters {found} are not those of the NSEC3 records, {expected}",
    remedy:
      "Sign the zone again so that both have one set of parameters ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'): servers that go by NSEC3PARAM find no NSEC3 and send no proof.",
    rfc: ["RFC 5155 4"],
  },
  "nsec-signature-missing": {
    level: "critical",
    text: "denial of existence is served without a signature",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}', 'pdnsutil rectify-zone {zone}'); on one server only, fetch the zone anew there. Every NXDOMAIN and NODATA is bogus until then.",
    rfc: ["RFC 4035 3.1.3"],
  },
  "nsec-signature-bogus": {
    level: "critical",
    text: "signature by key {keyTag} does not verify; negative answers are bogus",
    remedy:
      "Sign the zone again ('rndc sign {zone}', 'knotc zone-sign {zone}') and look for what changed the chain after signing; on one server only, fetch the zone anew there.",
    rfc: ["RFC 4035 5.3"],
  },
  "nsec-signature-key-missing": {
    level: "critical",
    text: "signed only by key {keyTag} ({algorithm}), which is not in the zone's DNSKEY RRset",
    remedy:
      "Publish that key again, or sign the zone with the keys that are published ('rndc sign {zone}', 'knotc zone-sign {zone}'). Withdraw a ZSK only when its last signature has left zone and caches.",
    rfc: ["RFC 4035 5.3.1"],
  },
  "nsec3-algorithm-alias-violation": {
    level: "critical",
    text: "zone uses NSEC3 with {algorithm}, an algorithm that allows only NSEC",
    remedy:
      "Roll to ECDSAP256SHA256 (13) or ED25519 (15), or change to NSEC until then; validators that know only NSEC would find no proof.",
    rfc: ["RFC 5155 2"],
  },
  "nsec-ttl-wrong": {
    level: "info",
    text: "{type} has TTL {ttl}, the smaller of SOA TTL and SOA minimum is {expected}",
    remedy:
      "Update the signer (RFC 9077) and sign again, or set SOA TTL and minimum alike; a longer TTL lets aggressive caches deny new names for too long.",
    rfc: ["RFC 9077"],
  },
  "nsec-zone-walkable": {
    level: "info",
    text: "NSEC lets anyone list all names of the zone",
    remedy:
      "Nothing to do unless the names are secret; then change to NSEC3 (1 0 0 -) or to minimally covering NSEC by online signing.",
    rfc: ["RFC 4470", "RFC 5155"],
  },
  "compact-denial-nxname-missing": {
    level: "info",
    text: "compact denial of {name} without the NXNAME bit",
    remedy:
      "Update the online signer (RFC 9824): without NXNAME resolvers can't tell an absent name from an empty one.",
    rfc: ["RFC 9824 2"],
  },
  "compact-denial-nxname-mixed": {
    level: "critical",
    text: "NXNAME bit stands beside {found}, which would exist",
    remedy:
      "Update the online signer: with NXNAME only RRSIG and NSEC may be listed. Resolvers may take the name for absent and drop its data.",
    rfc: ["RFC 9824 2"],
  },
  "compact-denial-nxname-query-answered": {
    level: "info",
    text: "query for type NXNAME gets {found}, FORMERR is due",
    remedy: "Update the nameserver software (RFC 9824); NXNAME is a pseudo-type that nobody may query.",
    rfc: ["RFC 9824 3.5"],
  },
  "compact-denial-co-flag-misused": {
    level: "warning",
    text: "NXDOMAIN sent without the CO flag, with an NSEC that matches the name",
    remedy:
      "Update the nameserver software: to a query without CO it must answer NOERROR here. Validators take this NXDOMAIN for bogus.",
    rfc: ["RFC 9824 5.1"],
  },
  "nsec3-closest-encloser-cost": {
    level: "warning",
    text: "denial costs validators {found}, more than {limit}",
    remedy:
      "Set NSEC3 iterations to 0 (dnssec-policy: nsec3param iterations 0 optout no salt-length 0; 'pdnsutil set-nsec3 {zone} \"1 0 0 -\"') or change to NSEC; validators with limits against CVE-2023-50868 give up.",
    rfc: ["CVE-2023-50868"],
  },
} as const satisfies Record<string, Fault>;
