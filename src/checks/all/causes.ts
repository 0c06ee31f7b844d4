import type { Causes } from "../shared/causes.ts";
import { SIGNATURE_CAUSES } from "../signatures/causes.ts";

/** What follows from what across the checks: one cause shows in the signatures, the chain, the DS and the denials. */
export const CAUSES_ACROSS: Causes = {
  ...SIGNATURE_CAUSES,
  "chain-no-secure-entry-point": [
    "rrsig-expired-dnskey",
    "rrsig-not-yet-valid-dnskey",
    "rrsig-missing-dnskey",
    "rrsig-bogus-dnskey",
    "ds-digest-mismatch",
    "ds-algorithm-mismatch",
    "ds-keytag-no-dnskey",
    "ds-points-to-revoked-key",
    "ds-points-to-non-zone-key",
    "chain-ksk-signature-missing",
  ],
  "dnskey-ksk-missing": ["ds-digest-mismatch", "ds-algorithm-mismatch", "ds-keytag-no-dnskey"],
  "ds-missing-algorithm": ["ds-digest-mismatch", "ds-algorithm-mismatch", "ds-keytag-no-dnskey"],
  "rrsig-bogus-dnskey": ["dnskey-changed-after-signing"],
  "rrsig-algorithm-has-no-dnskey": ["dnskey-changed-after-signing", "dnskey-zsk-missing"],
  "rrsig-missing-for-ds-algorithm": ["chain-no-secure-entry-point"],
  "rrsig-signer-key-missing": ["dnskey-zsk-missing", "dnskey-ksk-missing"],
  "cds-signed-by-unknown-key": ["dnskey-ksk-missing"],
  "chain-multisigner-zsk-not-shared": ["ns-dnskey-rrset-differs"],
  "nsec-signature-key-missing": ["dnskey-zsk-missing", "rrsig-signer-key-missing"],
  "nsec-signature-missing": ["rrsig-missing-all"],
  "nsec-missing-nodata": ["rrsig-missing-all"],
  "rrsig-missing-dnskey": ["rrsig-missing-all"],
  "rrsig-missing": ["rrsig-missing-all", "ns-inconsistent-signed"],
  "chain-indeterminate": ["ns-error-rcode", "ns-unresponsive-udp", "ns-not-authoritative"],
  "ns-stale-secondary": ["rrsig-expired-dnskey", "rrsig-expired"],
  "soa-serial-not-bumped-after-resign": ["ns-stale-secondary"],
  "zone-unsigned": ["chain-expected-secure-but-insecure"],
  "ds-missing": ["chain-expected-secure-but-insecure"],
  "chain-island-of-security": ["ds-missing", "chain-expected-secure-but-insecure"],
  "rrsig-made-with-deprecated-algorithm": [
    "dnskey-algorithm-must-not",
    "dnskey-algorithm-sha1",
    "dnskey-algorithm-not-recommended",
  ],
  "ds-algorithm-deprecated": ["dnskey-algorithm-must-not", "dnskey-algorithm-sha1"],
};
