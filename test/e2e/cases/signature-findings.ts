import { ALL_SERVERS, both, broken, everywhere, type FindingCase, type Reports } from "./finding-case.ts";

/** The RRSIGs that a server without any leaves out, and with them, as it may be, the denials. */
const NOTHING_SIGNED = both(broken("rrsig-missing-dnskey"), { signatures: "rrsig-missing-all:emergency" });
const SAYS_NOTHING_SIGNED = /^nothing in the zone is signed, though the parent has a DS; all data is bogus at ns\./;
const UNDENIED: Reports = { denial: "nsec-missing-nodata:critical nsec-missing-nxdomain:critical" };
/** Which of them depends on the names asked for. */
const MAY_UNSIGNED = "nsec3-next-closer-not-covered:critical nsec-wildcard-not-covered:critical";

const EXPIRED = both(broken("rrsig-expired-dnskey"), {
  signatures: "rrsig-expired-dnskey:emergency rrsig-expired:emergency rrsig-expired-denial:emergency",
  denial: "rrsig-expired-denial:emergency",
});
const NOT_YET = both(broken("rrsig-not-yet-valid-dnskey"), {
  signatures: "rrsig-not-yet-valid-dnskey:emergency rrsig-not-yet-valid:critical rrsig-not-yet-valid-denial:critical",
  denial: "rrsig-not-yet-valid-denial:critical",
});
const BACKWARD = both(broken("rrsig-expires-before-inception"), {
  signatures: "rrsig-expires-before-inception:emergency rrsig-expires-before-inception:critical",
  denial: "rrsig-expires-before-inception:critical",
});

/** Zones whose signatures are out of date, gone or altered, the keys being sound. */
export const SIGNATURE_FINDINGS: readonly FindingCase[] = [
  ...["rrsig-exp-all", "clean-exp-all"].map((id) =>
    everywhere(
      id,
      "rrsig-expired-dnskey:emergency",
      /^DNSKEY: every usable signature has expired, the last 30d ago/,
      EXPIRED,
    ),
  ),
  ...["rrsig-not-yet-all", "clean-not-yet-all"].map((id) =>
    everywhere(id, "rrsig-not-yet-valid-dnskey:emergency", /^DNSKEY: no usable signature is valid yet/, NOT_YET),
  ),
  ...["rrsig-exp-before-all", "clean-exp-before-all"].map((id) =>
    everywhere(id, "rrsig-expires-before-inception:emergency", /^DNSKEY: .* ends .* before it begins/, BACKWARD),
  ),
  ...["rrsig-exp-a", "clean-exp-a"].map((id) => ofA(id, "rrsig-expired:emergency", /expired 30d ago/)),
  ...["rrsig-not-yet-a", "clean-not-yet-a"].map((id) => ofA(id, "rrsig-not-yet-valid:critical", /begins only in/)),
  ofA("rrsig-exp-before-a", "rrsig-expires-before-inception:critical", /before it begins/),
  ofA("rrsig-no-a", "rrsig-missing:critical", /served without a signature, though the zone is signed/),
  ofA("changed-a", "rrsig-bogus:critical", /signature by key \d+ \(RSASHA256\) does not verify/),
  everywhere(
    "no-rrsig-ksk",
    "chain-ksk-signature-missing:emergency",
    /^DNSKEY \(key \d+\): this key is in the parent's DS but did not sign the DNSKEY RRset at ns\.no-rrsig-ksk/,
    broken("chain-ksk-signature-missing"),
  ),
  everywhere(
    "bad-rrsig-ksk",
    "rrsig-bogus-dnskey:emergency",
    /^DNSKEY: no signature by a key in the DS verifies/,
    both(broken("rrsig-bogus-dnskey"), { signatures: "rrsig-bogus-dnskey:emergency" }),
  ),
  // Whether all signatures were altered or a key was added can't be seen.
  everywhere(
    "bad-rrsig-dnskey",
    "dnskey-changed-after-signing:emergency",
    /^DNSKEY: RRset was changed after the KSK signed it \(though no key in use is gone\)/,
    both(broken("rrsig-bogus-dnskey"), {
      signatures: "rrsig-bogus-dnskey:emergency",
      keys: "dnskey-changed-after-signing:emergency",
    }),
  ),
  {
    id: "no-rrsig-dnskey",
    servers: ["bind", "knot"],
    alert: "rrsig-missing-dnskey:emergency",
    says: /^DNSKEY: served without any signature, though the parent has a DS/,
    reports: both(broken("rrsig-missing-dnskey"), { signatures: "rrsig-missing-dnskey:emergency" }),
  },
  // NSD takes a zone without that signature for unsigned and leaves the other signatures out.
  unsigned("no-rrsig-dnskey", "nsd", { denial: "nsec-signature-missing:critical" }),
  unsigned("rrsig-no-all", "bind", { denial: "nsec-signature-missing:critical" }),
  unsigned("rrsig-no-all", "nsd", { denial: "nsec-signature-missing:critical" }),
  unsigned("rrsig-no-all", "knot", UNDENIED),
  // named takes a zone without NSEC3PARAM for unsigned.
  unsigned("nsec3param-missing", "bind", UNDENIED),
  unsigned("no-nsec3param-nsec3", "bind", UNDENIED),
];

function ofA(id: string, mark: string, says: RegExp): FindingCase {
  const alone = new RegExp(`^A: .*${says.source}.* at ns\\.${id}-(${ALL_SERVERS.join("|")})\\.nsec$`);
  return everywhere(id, mark, alone, { signatures: mark });
}

function unsigned(id: string, server: FindingCase["servers"][number], denial: Reports): FindingCase {
  const reports = both(NOTHING_SIGNED, denial);
  const alert = "rrsig-missing-all:emergency";
  return { id, servers: [server], alert, says: SAYS_NOTHING_SIGNED, reports, may: MAY_UNSIGNED };
}
