import type { Causes } from "../shared/causes.ts";

/** Records that can't be used prove nothing: what no longer holds follows from what is wrong with them. */
const UNUSABLE = [
  "nsec3-unsupported-hash",
  "nsec3-unassigned-flag",
  "nsec3-owner-invalid",
  "nsec3-next-hash-invalid",
] as const;
/** The chain has a hole or a wrong turn, which other proofs run into. */
const BROKEN_CHAIN = ["nsec-next-out-of-zone", "nsec-last-next-not-apex", "nsec-apex-owner-mismatch"] as const;

/** Which faults of denial follow from which others. */
export const CAUSES: Causes = {
  "nsec-missing-nodata": UNUSABLE,
  "nsec-missing-nxdomain": [...UNUSABLE, "nsec-missing-nodata"],
  "nsec-missing-wildcard": [...UNUSABLE, "nsec-missing-nodata", "nsec-missing-nxdomain"],
  "nsec-missing-insecure-delegation": [...UNUSABLE, "nsec-missing-nodata", "nsec-missing-nxdomain"],
  "nsec-signature-missing": ["nsec3-owner-invalid"],
  "nsec-signature-bogus": ["nsec3-owner-invalid"],
  "nsec-no-match-for-nodata": BROKEN_CHAIN,
  "nsec-qname-not-covered": BROKEN_CHAIN,
  "nsec-qname-covered-in-nodata": BROKEN_CHAIN,
  "nsec-wildcard-not-covered": BROKEN_CHAIN,
  "nsec-existing-name-denied": [...UNUSABLE, ...BROKEN_CHAIN],
  "nsec3-no-match-for-nodata": [...UNUSABLE, "nsec-apex-owner-mismatch"],
  "nsec3-closest-encloser-missing": [...UNUSABLE, "nsec-apex-owner-mismatch"],
  "nsec3-next-closer-not-covered": UNUSABLE,
  "nsec3-iterations-nonzero": ["nsec3-iterations-excessive"],
  "nsec3-closest-encloser-cost": ["nsec3-iterations-excessive", "nsec3-iterations-nonzero"],
  "nsec-apex-bitmap-wrong": ["nsec3param-missing", "nsec-nsec3-mixed"],
};
