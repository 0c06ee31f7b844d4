import type { FindingCase } from "./finding-case.ts";
import { everywhere } from "./finding-case.ts";

const BOGUS = "nsec-signature-bogus:critical";
const SAYS_BOGUS = /^NSEC3 .*: signature by key \d+ does not verify; negative answers are bogus at ns\./;
const UNDENIED = "nsec-missing-nodata:critical nsec-missing-nxdomain:critical";
const SAYS_UNDENIED = /^NSEC: NODATA comes without NSEC or NSEC3 to prove it at ns\./;
/** What altered records no longer prove: which of these depends on the names asked for. */
const MAY_DENY = [
  "nsec3-next-closer-not-covered",
  "nsec3-closest-encloser-missing",
  "nsec3-no-match-for-nodata",
  "nsec-wildcard-not-covered",
  "nsec-existing-name-denied",
]
  .map((id) => `${id}:critical`)
  .join(" ");

/** Zones whose positive answers are good and whose negative ones are not. */
export const DENIAL_FINDINGS: readonly FindingCase[] = [
  {
    id: "bad-nsec3-hash",
    servers: ["bind"],
    alert: BOGUS,
    says: SAYS_BOGUS,
    reports: { signatures: BOGUS, denial: `${BOGUS} nsec-apex-owner-mismatch:critical` },
    may: MAY_DENY,
  },
  {
    id: "bad-nsec3-hash",
    servers: ["knot"],
    alert: BOGUS,
    says: SAYS_BOGUS,
    reports: { signatures: BOGUS, denial: `${BOGUS} nsec-missing-nodata:critical` },
    may: MAY_DENY,
  },
  // NSD sends no NSEC3 that does not match.
  undenied("bad-nsec3-hash", "nsd"),
  everywhere("bad-nsec3-next", BOGUS, SAYS_BOGUS, { signatures: BOGUS, denial: BOGUS }, MAY_DENY),
  everywhere("bad-nsec3-rrsig", BOGUS, SAYS_BOGUS, { signatures: BOGUS, denial: BOGUS }, MAY_DENY),
  everywhere(
    "nsec3-rrsig-missing",
    "nsec-signature-missing:critical",
    /^NSEC3 .*: denial of existence is served without a signature at ns\./,
    { signatures: "nsec-signature-missing:critical", denial: "nsec-signature-missing:critical" },
    MAY_DENY,
  ),
  undenied("nsec3-missing", "bind", "nsd"),
  {
    ...undenied("nsec3-missing", "knot"),
    // Knot answers without authority and SOA where it has no proof.
    reports: { nameservers: "ns-negative-without-soa:warning", denial: "nsec-missing-nodata:critical" },
  },
  undenied("nsec3param-missing", "nsd", "knot"),
  undenied("no-nsec3param-nsec3", "nsd", "knot"),
  // The parameters lead to no NSEC3, so none is seen that could disagree with them: their own signature tells.
  {
    id: "bad-nsec3param-salt",
    servers: ["bind", "nsd"],
    alert: "rrsig-bogus:critical",
    says: /^NSEC3PARAM: signature by key \d+ \(RSASHA256\) does not verify at ns\./,
    reports: { signatures: "rrsig-bogus:critical", denial: `${UNDENIED} nsec3-salt-nonempty:warning` },
  },
  {
    id: "bad-nsec3param-salt",
    servers: ["knot"],
    alert: "rrsig-bogus:critical",
    says: /^NSEC3PARAM: signature by key \d+ \(RSASHA256\) does not verify at ns\./,
    reports: {
      signatures: "rrsig-bogus:critical",
      nameservers: "ns-negative-without-soa:warning",
      denial: "nsec-missing-nodata:critical nsec3-salt-nonempty:warning",
    },
  },
  everywhere(
    "nsec3-iter-200",
    "nsec3-iterations-excessive:critical",
    /^NSEC3 has 200 iterations, validators stop at 50 at ns\./,
    {
      denial:
        "nsec3-iterations-excessive:critical nsec3-iterations-nonzero:warning nsec3-closest-encloser-cost:warning",
    },
  ),
];

function undenied(id: string, ...servers: FindingCase["servers"]): FindingCase {
  return {
    id,
    servers,
    alert: "nsec-missing-nodata:critical",
    says: SAYS_UNDENIED,
    reports: { denial: UNDENIED },
  };
}
