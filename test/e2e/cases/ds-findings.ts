import { all, both, broken, everywhere, type FindingCase } from "./finding-case.ts";

const NO_DS = all("chain-expected-secure-but-insecure:critical");
const UNUSABLE_DS = all("chain-insecure-by-unsupported-algorithm:critical");

/** Healthy zones, unsigned ones, and those whose fault is the parent's DS. */
export const DS_FINDINGS: readonly FindingCase[] = [
  everywhere("valid", null, /^\d RRsets signed on 1 server/, {}),
  everywhere("ed448", null, /^\d RRsets signed on 1 server/, {}),
  everywhere(
    "unsigned",
    "chain-expected-secure-but-insecure:critical",
    /^should be secure, but nsec proves that it has no DS, and it is not signed/,
    both(NO_DS, all("zone-unsigned:warning")),
  ),
  everywhere(
    "no-ds",
    "chain-expected-secure-but-insecure:critical",
    /^should be secure, but nsec proves that it has no DS, though it is signed/,
    both(NO_DS, { ds: "ds-missing:critical" }),
  ),
  everywhere(
    "ds-bad-tag",
    "ds-keytag-no-dnskey:emergency",
    /^DS \(key 0\): parent's DS names a key .* that is not in the DNSKEY RRset at ns\.nsec$/,
    broken("ds-keytag-no-dnskey"),
  ),
  everywhere(
    "stale-ds",
    "ds-keytag-no-dnskey:emergency",
    /^DS \(key \d+\): parent's DS names a key .* that is not in the DNSKEY RRset at ns\.nsec$/,
    both(broken("ds-keytag-no-dnskey"), { keys: "dnskey-ksk-missing:emergency" }),
  ),
  everywhere(
    "ds-bogus-digest-value",
    "ds-digest-mismatch:emergency",
    /^DS .* digest in the parent's DS is not that of the key with this tag at ns\.nsec$/,
    broken("ds-digest-mismatch"),
  ),
  everywhere(
    "ds-bad-key-algo",
    "ds-algorithm-mismatch:emergency",
    /^DS .* parent's DS says RSASHA1-NSEC3-SHA1, the key with this tag is RSASHA256 at ns\.nsec$/,
    both(broken("ds-algorithm-mismatch"), {
      ds: "ds-algorithm-deprecated:critical",
      signatures: "rrsig-missing-for-ds-algorithm:critical",
      keys: "rrsig-missing-for-ds-algorithm:critical",
    }),
  ),
  everywhere(
    "ds-unassigned-key-algo",
    "ds-algorithm-unassigned:critical",
    /^DS .* parent's DS has algorithm 100, a number not assigned/,
    both(UNUSABLE_DS, { ds: "ds-algorithm-unassigned:critical" }),
  ),
  everywhere(
    "ds-reserved-key-algo",
    "ds-algorithm-reserved:critical",
    /^DS .* parent's DS has algorithm 200, a reserved number/,
    both(UNUSABLE_DS, { ds: "ds-algorithm-reserved:critical" }),
  ),
  everywhere(
    "ds-unassigned-digest-algo",
    "ds-digest-unassigned:critical",
    /^DS .* parent's DS has digest type 100, a number not assigned/,
    both(UNUSABLE_DS, { ds: "ds-digest-unassigned:critical" }),
  ),
  ...["dsa", "rsamd5"].map((id) =>
    everywhere(
      id,
      "dnskey-algorithm-must-not:critical",
      new RegExp(`^DNSKEY .* algorithm ${id.toUpperCase()} must neither sign nor be validated`),
      both(UNUSABLE_DS, {
        signatures: "rrsig-made-with-deprecated-algorithm:critical",
        ds: "ds-algorithm-deprecated:critical",
        keys: "dnskey-algorithm-must-not:critical",
        denial: "nsec3-algorithm-alias-violation:critical",
      }),
    ),
  ),
];
