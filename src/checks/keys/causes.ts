import type { Causes } from "../shared/causes.ts";

/** Keys that were taken away, exchanged or edited: the DNSKEY RRset is not what was signed, or not what signs. */
const KEYS_CHANGED = ["dnskey-changed-after-signing", "dnskey-zsk-missing", "dnskey-ksk-missing"] as const;

/** Keys of an algorithm that validators skip. */
const UNUSABLE_ALGORITHM = [
  "dnskey-algorithm-unassigned",
  "dnskey-algorithm-reserved",
  "dnskey-algorithm-not-zone-signing",
  "dnskey-algorithm-must-not",
  "dnskey-algorithm-private",
] as const;

/** A key that is lost or can't be used leaves its algorithm without a signature. */
export const KEY_LOST = [
  ...KEYS_CHANGED,
  ...UNUSABLE_ALGORITHM,
  "dnskey-malformed",
  "dnskey-bad-length",
  "dnskey-zero-length",
] as const;

/** Which faults of keys follow from which others. */
export const KEY_CAUSES: Causes = {
  "dnskey-no-sep": ["dnskey-ksk-missing", "dnskey-zone-bit-clear"],
  "rrsig-algorithm-incomplete": KEY_LOST,
  "rrsig-missing-for-ds-algorithm": KEY_LOST,
  "chain-insecure-by-unsupported-algorithm": UNUSABLE_ALGORITHM,
  "ns-unresponsive-tcp": ["dnskey-rrset-too-large"],
  // An edited key is an odd one.
  "dnskey-algorithm-unassigned": KEYS_CHANGED,
  "dnskey-algorithm-reserved": KEYS_CHANGED,
  "dnskey-algorithm-sha1": KEYS_CHANGED,
  "dnskey-rsa-weak-modulus": KEYS_CHANGED,
  "dnskey-malformed": KEYS_CHANGED,
  "dnskey-changed-after-signing": ["dnskey-zone-bit-clear"],
};
