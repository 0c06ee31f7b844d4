import type { Causes } from "../shared/causes.ts";

/** What befell one RRset befell the rest with it, DNSKEY first: one cause, the gravest effect first. */
export const SIGNATURE_CAUSES: Causes = {
  "rrsig-expired": ["rrsig-expired-dnskey"],
  "rrsig-expired-denial": ["rrsig-expired-dnskey", "rrsig-expired"],
  "rrsig-not-yet-valid": ["rrsig-not-yet-valid-dnskey"],
  "rrsig-not-yet-valid-denial": ["rrsig-not-yet-valid-dnskey", "rrsig-not-yet-valid"],
  "rrsig-expires-before-inception": ["rrsig-expires-before-inception"],
  "rrsig-expiring-soon": ["rrsig-expiry-in-clock-skew"],
  "rrsig-refresh-stalled": ["rrsig-expiry-in-clock-skew", "rrsig-expiring-soon"],
  "rrsig-ttl-beyond-expiration": ["rrsig-expiry-in-clock-skew", "rrsig-expiring-soon"],
  "nsec-signature-missing": ["rrsig-missing"],
  "nsec-signature-key-missing": ["rrsig-signer-key-missing"],
};
