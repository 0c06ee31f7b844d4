import type { Fault } from "../fault.ts";

/** Faults of the chain of trust from the trust anchor down to a name. */
export const CHAIN = {
  "chain-no-secure-entry-point": {
    level: "emergency",
    text: "no key named by the parent's DS signs the DNSKEY RRset; all data is bogus",
    remedy:
      "If the old KSK still exists, publishing it and signing the DNSKEY RRset with it helps soonest. Else have the right DS ('check_dnssec_ds -v {zone}' prints it; compare with the signer's) published at the registrar and wait out the old DS TTL.",
    rfc: ["RFC 4035 5.2"],
  },
  "chain-ksk-signature-missing": {
    level: "emergency",
    text: "this key is in the parent's DS but did not sign the DNSKEY RRset",
    remedy:
      "Let the signer have this key's private half and sign again ('rndc sign {zone}', 'knotc zone-sign {zone}', offline KSK: its next batch). If the key is lost, have the DS of a key that signs published first, then this one removed.",
    rfc: ["RFC 4035 5.2"],
  },
  "chain-ancestor-bogus": {
    level: "emergency",
    text: "{name}, above this zone, is bogus: {reason}",
    remedy:
      "Nothing in this zone can mend it: tell the operator of {name}. If unrelated zones fail too, look at this host's clock and trust anchor first.",
    rfc: ["RFC 4035 4.3"],
  },
  "chain-ancestor-insecure": {
    level: "critical",
    text: "{name}, above this zone, has no DS, so nothing below it can be secure",
    remedy:
      "Ask the operator of {name} to have its DS published; until then validators take this zone for unsigned. If that is accepted, run with --expect any, or give the zone's own key with --trust-anchor.",
    rfc: ["RFC 4035 4.3"],
  },
  "chain-insecure-by-unsupported-algorithm": {
    level: "critical",
    text: "validators can use none of its DS ({found}); the zone counts as unsigned",
    remedy:
      "Roll to ECDSAP256SHA256 (13) with a SHA-256 DS (2): add signatures and keys, then the new DS, and drop the old ones when their TTLs have passed. Until then the zone resolves but is not protected.",
    rfc: ["RFC 4035 5.2", "RFC 6840 5.2", "RFC 9905"],
  },
  "chain-expected-secure-but-insecure": {
    level: "critical",
    text: "should be secure, but {parentZone} proves that it has no DS, {found}",
    remedy:
      "Find out who removed the DS (registrar, change of owner or provider, CDS delete request) and have the DS of the current KSK ('check_dnssec_ds -v' prints it) published again. If DNSSEC was given up on purpose, run with --expect insecure.",
    rfc: ["RFC 4035 4.3"],
  },
  "chain-indeterminate": {
    level: "warning",
    text: "security status can't be determined: {reason}",
    remedy:
      "See whether the servers named answer DS and DNSKEY queries over UDP and TCP port 53, from here and elsewhere: firewall, lost fragments, overload. As long as it lasts, validators answer SERVFAIL.",
    rfc: ["RFC 4035 4.3"],
  },
  "chain-island-of-security": {
    level: "info",
    text: "signed, but {parentZone} has no DS: validators take it for unsigned",
    remedy:
      "When all servers serve valid signatures, hand the DS to the registrar ('check_dnssec_ds -v {zone}' prints it) or publish CDS where the parent collects it. If your resolvers use a local anchor, give it with --trust-anchor.",
    rfc: ["RFC 4033 2"],
  },
  "zone-unsigned": {
    level: "info",
    text: "not signed: it has no DNSKEY, and {parentZone} proves that it has no DS",
    remedy:
      "Sign the zone ('dnssec-policy default' in named, 'dnssec-signing: on' in Knot, 'pdnsutil secure-zone {zone}'), wait until all servers serve the signatures, and only then have the DS published. If it shall stay unsigned, run with --expect insecure.",
    rfc: ["RFC 4035"],
  },
  "chain-ds-without-dnskey": {
    level: "emergency",
    text: "{parentZone} has a DS, but the zone has no DNSKEY; all data is bogus",
    remedy:
      "Serve the zone signed with its old keys again if you still have them; else have the DS removed at the registrar now: resolvers recover when its TTL has passed. To give up DNSSEC, remove the DS first and unsign a TTL later.",
    rfc: ["RFC 4035 5.2"],
  },
  "chain-delegation-missing-in-parent": {
    level: "critical",
    text: "{parentZone} has no delegation for it, though its servers answer",
    remedy:
      "See whether the registration is expired, on hold or deleted, and whether NS and DS are in the parent zone. A server that holds both zones hides the gap: the parent needs the NS all the same.",
    rfc: ["RFC 4035 5.2"],
  },
  "chain-parent-ds-signature-invalid": {
    level: "emergency",
    text: "DS or its denial is not validly signed by {parentZone}: {reason}",
    remedy:
      "The fault is in {parentZone}: tell its operator, with the servers named. Leave this zone's keys and DS as they are meanwhile. If {parentZone} is yours, sign it again.",
    rfc: ["RFC 4035 5.2"],
  },
  "chain-trust-anchor-not-signing": {
    level: "emergency",
    text: "no configured trust anchor ({expected}) signs the DNSKEY RRset",
    remedy:
      "Take current anchors from a verified source (for the root https://data.iana.org/root-anchors/ or the package dns-root-data, never the DNS answer itself), give them with --trust-anchor, and see that your resolvers have them: 'unbound-anchor', 'rndc managed-keys status'.",
    rfc: ["RFC 4035 5", "RFC 5011"],
  },
  "chain-cname-target-not-secure": {
    level: "info",
    text: "alias leads to {name}, which is {found}",
    remedy:
      "Sign the target's zone and publish its DS, ask its operator to, or point the alias to a name in a secure zone. A bogus target makes the alias unusable.",
    rfc: ["RFC 4035 5"],
  },
  "chain-multisigner-zsk-not-shared": {
    level: "critical",
    text: "this key signs at one provider but is missing from another's DNSKEY RRset",
    remedy:
      "Import the key's public half at the provider named and let it sign its DNSKEY RRset; do that before a key starts to sign. Until then answers of the two providers fail when mixed in one cache.",
    rfc: ["RFC 8901 2.1", "RFC 8901 3"],
  },
  "chain-multisigner-algorithm-differs": {
    level: "warning",
    text: "providers sign with different algorithms: {found}",
    remedy:
      "Let all providers sign with the same algorithms: a validator may ask for a signature of every algorithm in the DS and DNSKEY RRsets. Roll one provider to the other's algorithm.",
    rfc: ["RFC 8901 4"],
  },
  "chain-root-key-unknown": {
    level: "warning",
    text: "the root's keys are not the ones this program knows: {reason}",
    remedy:
      "Compare with https://data.iana.org/root-anchors/root-anchors.xml (validFrom, validUntil): a root rollover may be under way. Update this program or give --trust-anchor, and see that your resolvers trust the new key.",
    rfc: ["RFC 9718", "RFC 5011"],
  },
} as const satisfies Record<string, Fault>;
