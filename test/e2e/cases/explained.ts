import type { Explanation } from "../../support/zonefab/compare.ts";

/** Where we and Unbound 1.17.1 disagree, and why we do. Each occurs, or the test fails. */
export const UNBOUND_EXPLAINED: readonly Explanation[] = [
  {
    zone: /^sig-empty-/,
    query: /^(alias|x\.wildalias)\./,
    ours: "bogus",
    theirs: "secure",
    why: "Unbound takes the target of an alias with a signature of no octets for valid, though not the same RRset when it is asked for it; RFC 4035 5.3.3 wants a signature that verifies. delv: bogus.",
  },
  {
    zone: /^sig-plus-signer-knot14h/,
    ours: "secure",
    theirs: "bogus",
    why: "Two signatures, one in another zone's name: Unbound looks at the first one's signer alone. RFC 4035 5.3.3 takes any signature that verifies. delv: secure.",
  },
  {
    zone: /^sig-plus-signer-knot14h/,
    query: /^plain\..*DS$/,
    ours: "secure",
    theirs: "insecure",
    why: "As above.",
  },
  {
    zone: /^data-new-(name|dname)-bind13/,
    query: /new\./,
    ours: "indeterminate",
    theirs: "bogus",
    why: "An unsigned answer, and BIND answers SERVFAIL when asked for the DS that would say whether it may be: a failing server is not a bogus zone.",
  },
  {
    zone: /^data-new-delegation-ldns15/,
    query: /^new\..*DS$/,
    ours: "bogus",
    theirs: "secure",
    why: "NODATA with an NSEC that says NXDOMAIN: Unbound makes it NXDOMAIN. RFC 4035 3.1.3.1 wants the NSEC of the name itself. delv: bogus.",
  },
  {
    zone: /^parent-nsec-no-ns-/,
    query: /^plain\..*DS$/,
    ours: "bogus",
    theirs: "secure",
    why: "The parent's NSEC without the NS bit also denies all below the name: Unbound answers out of its negative cache and does not ask the child. delv: bogus.",
  },
  {
    zone: /^key-revoked-ds-/,
    ours: "bogus",
    theirs: "secure",
    why: "A revoked key must not be used for anything but its own revocation (RFC 5011 2.1); Unbound heeds the bit in trust anchors only. delv: bogus.",
  },
  {
    zone: /^ds-sha1-good-sha256-bad-/,
    ours: "bogus",
    theirs: "secure",
    why: "A SHA-1 DS is ignored beside a SHA-256 one (RFC 4509 3); Unbound takes any without harden-algo-downgrade, which is off by default. delv: bogus.",
  },
  {
    zone: /^nsec-types-apex-less-/,
    ours: "bogus",
    theirs: "insecure",
    why: "An NSEC at the apex with NS and without SOA: Unbound takes it for an insecure delegation, but a zone does not delegate itself. delv: bogus.",
  },
  {
    zone: /^nsec-types-(broken|unordered)-/,
    ours: "bogus",
    theirs: "secure",
    why: "A bitmap with an empty window, or with windows out of order, is malformed (RFC 4034 4.1.2). delv: bogus.",
  },
  {
    zone: /^nsec3?-as-wildcard-/,
    ours: "bogus",
    theirs: "secure",
    why: "The Labels field says that the record was made from a wildcard, so its owner is not the name it was signed for (RFC 4035 5.3.2) and it proves nothing about it. delv: bogus.",
  },
  {
    zone: /^records-/,
    query: /^loop1\./,
    ours: "secure",
    theirs: "unreachable",
    why: "Aliases in a circle: a resolver gives up, but each of them is validly signed.",
  },
];

/** Where we and delv of BIND 9.18 disagree on the zones it is asked about. */
export const DELV_EXPLAINED: readonly Explanation[] = [
  {
    zone: /^zsk-tag-collision$/,
    ours: "secure",
    theirs: "bogus",
    why: "Of two keys with one tag BIND tries the wrong one first and stops there, its limit since CVE-2023-50387. RFC 4034 appendix B: a tag does not tell keys apart. Unbound: secure.",
  },
  {
    zone: /^published-iso-no-dnskey-257$/,
    ours: "bogus",
    theirs: "secure",
    why: "The DS names a key without the ZONE bit, which signs the DNSKEY RRset: BIND does not look at the bit. RFC 4035 5.2 wants it set. Unbound: bogus, EDE 11.",
  },
  {
    zone: /^(optout-|parent-knot)/,
    query: /^nx\./,
    ours: "insecure",
    theirs: "secure",
    why: "The span that covers the name is opt-out, so the AD bit must not be set (RFC 5155 9.2); delv counts the proof. Unbound: insecure.",
  },
];
