import { both, broken, everywhere, type FindingCase, type Reports } from "./finding-case.ts";

/** Data and denials whose signatures name a key that is not there. */
const UNVERIFIABLE: Reports = {
  signatures: "rrsig-signer-key-missing:critical nsec-signature-key-missing:critical",
  denial: "nsec-signature-key-missing:critical",
};
const NO_ZSK = both(UNVERIFIABLE, { keys: "dnskey-zsk-missing:emergency" });
const CHANGED: Reports = { keys: "dnskey-changed-after-signing:emergency" };
/** The DNSKEY RRset is not what its KSK signed. */
const UNSIGNED_CHANGE = both(broken("rrsig-bogus-dnskey"), CHANGED, { signatures: "rrsig-bogus-dnskey:emergency" });
const NO_KSK = both(broken("ds-keytag-no-dnskey"), CHANGED, { keys: "dnskey-ksk-missing:emergency" });
const NEW_ALGORITHM: Reports = {
  signatures: "rrsig-algorithm-incomplete:warning",
  keys: "rrsig-algorithm-incomplete:warning",
};
const SAYS_CHANGED =
  /^DNSKEY: RRset was changed after the KSK signed it \(key \d+ is gone or edited\); all data is bogus/;
const SAYS_KSK_GONE =
  /^DNSKEY: the parent's DS names key \d+, which is not published: its signature is still there, the zone has lost it at ns\./;
const SAYS_KSK_SWAPPED =
  /^DNSKEY: the parent's DS names key \d+, .* the zone has lost it; key \d+ is in its place at ns\./;
const SAYS_NO_ZONE_BIT = /^DNSKEY \(key \d+\): ZONE bit is clear \(flags 0\); this key can't sign the zone at ns\./;
/** A modulus with one octet changed has small factors more often than not. */
const MAY_BE_WEAK = "dnskey-rsa-weak-modulus:critical";

/** The ZSK's number changed in its record: what its new one is called. */
const RENUMBERED = [
  ["bad-zsk-algo", "dnskey-algorithm-sha1:critical"],
  ["unassigned-zsk-algo", "dnskey-algorithm-unassigned:critical"],
  ["reserved-zsk-algo", "dnskey-algorithm-reserved:critical"],
] as const;

/** Zones whose keys were taken away, exchanged or edited: the same to a validator, each with a name of its own here. */
export const KEY_FINDINGS: readonly FindingCase[] = [
  everywhere("no-zsk", "dnskey-changed-after-signing:emergency", SAYS_CHANGED, both(UNSIGNED_CHANGE, NO_ZSK)),
  everywhere(
    "bad-zsk",
    "dnskey-changed-after-signing:emergency",
    SAYS_CHANGED,
    both(UNSIGNED_CHANGE, NO_ZSK),
    MAY_BE_WEAK,
  ),
  withoutZsk("iso-no-zsk", /is not published; what it signs is bogus/),
  withoutZsk("iso-bad-zsk", /is not published; key \d+ is in its place; what it signs is bogus/, {}, MAY_BE_WEAK),
  withoutZsk("iso-swapped-zsk", /is not published; key \d+ is in its place; what it signs is bogus/),
  ...RENUMBERED.flatMap(([id, mark]) => [
    everywhere(
      id,
      "dnskey-changed-after-signing:emergency",
      SAYS_CHANGED,
      both(UNSIGNED_CHANGE, NO_ZSK, NEW_ALGORITHM, { keys: mark }),
    ),
    withoutZsk(`iso-${id}`, /is published as key \d+, with another algorithm/, both(NEW_ALGORITHM, { keys: mark })),
  ]),
  everywhere(
    "no-ksk",
    "dnskey-ksk-missing:emergency",
    SAYS_KSK_GONE,
    both(NO_KSK, { signatures: "rrsig-bogus-dnskey:emergency" }),
  ),
  everywhere(
    "bad-ksk",
    "dnskey-ksk-missing:emergency",
    SAYS_KSK_SWAPPED,
    both(NO_KSK, { signatures: "rrsig-bogus-dnskey:emergency" }),
    MAY_BE_WEAK,
  ),
  everywhere(
    "iso-no-ksk",
    "dnskey-ksk-missing:emergency",
    SAYS_KSK_GONE,
    both(NO_KSK, { signatures: "rrsig-signer-key-missing:emergency" }),
  ),
  everywhere(
    "iso-bad-ksk",
    "dnskey-ksk-missing:emergency",
    SAYS_KSK_SWAPPED,
    both(NO_KSK, { signatures: "rrsig-signer-key-missing:emergency" }),
    MAY_BE_WEAK,
  ),
  withoutZoneBit("no-dnskey-256", both(UNSIGNED_CHANGE, NO_ZSK, { keys: "dnskey-zone-bit-clear:critical" })),
  withoutZoneBit(
    "iso-no-dnskey-256",
    both(NO_ZSK, { chain: "rrsig-signer-key-missing:critical", keys: "dnskey-zone-bit-clear:critical" }),
  ),
  // New flags give the key a new tag: the DS made for the old one names none.
  withoutZoneBit(
    "no-dnskey-257",
    both(broken("ds-keytag-no-dnskey"), CHANGED, {
      signatures: "rrsig-bogus-dnskey:emergency",
      keys: "dnskey-zone-bit-clear:emergency",
    }),
  ),
  withoutZoneBit(
    "iso-no-dnskey-257",
    both(broken("ds-points-to-non-zone-key"), {
      signatures: "dnskey-zone-bit-clear:emergency",
      keys: "dnskey-zone-bit-clear:emergency",
    }),
  ),
  ...withoutAnyZoneBit(
    "no-dnskey-256-257",
    broken("ds-keytag-no-dnskey"),
    both(CHANGED, { signatures: "rrsig-signer-key-missing:emergency" }),
  ),
  ...withoutAnyZoneBit("iso-no-dnskey-256-257", broken("ds-points-to-non-zone-key"), {
    signatures: "dnskey-zone-bit-clear:emergency",
  }),
];

function withoutZsk(id: string, says: RegExp, more: Reports = {}, may = ""): FindingCase {
  const reports = both(NO_ZSK, { chain: "rrsig-signer-key-missing:critical" }, more);
  const named = new RegExp(`^DNSKEY \\(key \\d+\\): this key signs the zone's data, but ${says.source}`);
  return everywhere(id, "dnskey-zsk-missing:emergency", named, reports, may);
}

function withoutZoneBit(id: string, reports: Reports): FindingCase {
  return everywhere(id, "dnskey-zone-bit-clear:emergency", SAYS_NO_ZONE_BIT, reports);
}

/** named takes a zone without zone keys for unsigned; the others serve the signatures. */
function withoutAnyZoneBit(id: string, entry: Reports, whereSigned: Reports): FindingCase[] {
  const noBit = both(entry, { keys: "dnskey-zone-bit-clear:emergency" });
  const unsigned: Reports = {
    signatures: "rrsig-missing-all:emergency",
    denial: "nsec-missing-nodata:critical nsec-missing-nxdomain:critical",
  };
  return [
    { ...withoutZoneBit(id, both(noBit, unsigned)), servers: ["bind"] },
    { ...withoutZoneBit(id, both(noBit, NO_ZSK, whereSigned)), servers: ["nsd", "knot"] },
  ];
}
