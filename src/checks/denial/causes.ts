import type { Causes } from "../shared/causes.ts";

/** Records that can't be used prove nothing: what no longer holds follows from what is wrong with them. */
const UNUSABLE = [
  "nsec3-unsupported-hash",
  "nsec3-unassigned-flag",
  "nsec3-owner-invalid",
  "nsec3-next-hash-invalid",
] as const;
/** Records changed after signing, or without the signatures that stood beside them, deny what they like. */
const UNSIGNED = ["nsec-signature-bogus", "nsec-signature-missing"] as const;
/** The chain has a hole or a wrong turn, which other proofs run into. */
const BROKEN_CHAIN = ["nsec-next-out-of-zone", "nsec-last-next-not-apex", "nsec-apex-owner-mismatch"] as const;
/** Without SOA in its bitmap the apex's record looks like one of a delegation; a name left out is missed below it, too. */
const WRONG_RECORDS = ["nsec-apex-bitmap-wrong", "nsec-existing-name-denied"] as const;
const UNPROVED = [...BROKEN_CHAIN, ...UNSIGNED, ...WRONG_RECORDS] as const;

/** Which faults of denial follow from which others. */
export const DENIAL_CAUSES: Causes = {
  "nsec-missing-nodata": [...UNUSABLE, "nsec-signature-bogus"],
  "nsec-missing-nxdomain": [...UNUSABLE, "nsec-missing-nodata"],
  "nsec-missing-wildcard": [...UNUSABLE, "nsec-missing-nodata", "nsec-missing-nxdomain"],
  "nsec-missing-insecure-delegation": [...UNUSABLE, "nsec-missing-nodata", "nsec-missing-nxdomain"],
  "nsec-signature-missing": ["nsec3-owner-invalid"],
  "nsec-signature-bogus": ["nsec3-owner-invalid"],
  "nsec-no-match-for-nodata": UNPROVED,
  "nsec-qname-not-covered": UNPROVED,
  "nsec-qname-covered-in-nodata": UNPROVED,
  "nsec-wildcard-not-covered": UNPROVED,
  "nsec-apex-owner-mismatch": ["nsec-signature-bogus"],
  "nsec-existing-name-denied": [...UNUSABLE, ...BROKEN_CHAIN, "nsec-signature-bogus"],
  "nsec3-no-match-for-nodata": [...UNUSABLE, "nsec-apex-owner-mismatch", ...UNSIGNED, ...WRONG_RECORDS],
  "nsec3-closest-encloser-missing": [...UNUSABLE, "nsec-apex-owner-mismatch", ...UNSIGNED, ...WRONG_RECORDS],
  "nsec3-next-closer-not-covered": [...UNUSABLE, ...UNSIGNED],
  "nsec3-iterations-nonzero": ["nsec3-iterations-excessive"],
  "nsec3-closest-encloser-cost": ["nsec3-iterations-excessive", "nsec3-iterations-nonzero"],
  "nsec-apex-bitmap-wrong": ["nsec3param-missing", "nsec-nsec3-mixed"],
};
