import type { ExtendedError } from "../dns/message.ts";
import { extendedErrorName } from "../dns/registry.ts";
import type { FindingId } from "./finding.ts";

/** Extended error codes that say something of DNSSEC (RFC 8914 4, RFC 9276 3.2, RFC 9567). */
export const Ede = {
  UNSUPPORTED_ALGORITHM: 1,
  UNSUPPORTED_DIGEST: 2,
  STALE_ANSWER: 3,
  INDETERMINATE: 5,
  BOGUS: 6,
  SIGNATURE_EXPIRED: 7,
  SIGNATURE_NOT_YET_VALID: 8,
  DNSKEY_MISSING: 9,
  RRSIGS_MISSING: 10,
  NO_ZONE_KEY_BIT: 11,
  NSEC_MISSING: 12,
  CACHED_ERROR: 13,
  NOT_READY: 14,
  STALE_NXDOMAIN: 19,
  SIGNATURE_EXPIRED_BEFORE_VALID: 25,
  UNSUPPORTED_ITERATIONS: 27,
  NEGATIVE_TRUST_ANCHOR: 33,
} as const;

/** The faults that a code names; those that none but "DNSSEC Bogus" names are under that. */
const NAMED_FAULTS: Readonly<Record<number, readonly FindingId[]>> = {
  [Ede.BOGUS]: ["rrsig-bogus", "rrsig-bogus-dnskey", "rrsig-signer-name-not-zone", "ds-digest-mismatch"],
  [Ede.SIGNATURE_EXPIRED]: ["rrsig-expired-dnskey", "rrsig-expired", "rrsig-expired-denial"],
  [Ede.SIGNATURE_NOT_YET_VALID]: ["rrsig-not-yet-valid-dnskey", "rrsig-not-yet-valid", "rrsig-not-yet-valid-denial"],
  [Ede.DNSKEY_MISSING]: [
    "rrsig-signer-key-missing",
    "chain-ds-without-dnskey",
    "ds-keytag-no-dnskey",
    "ds-algorithm-mismatch",
  ],
  [Ede.RRSIGS_MISSING]: ["rrsig-missing", "rrsig-missing-dnskey", "rrsig-missing-all", "chain-ksk-signature-missing"],
  [Ede.NO_ZONE_KEY_BIT]: ["ds-points-to-non-zone-key", "dnskey-zone-bit-clear"],
  [Ede.NSEC_MISSING]: ["nsec-missing-nxdomain", "nsec-missing-nodata", "nsec-missing-wildcard"],
  [Ede.SIGNATURE_EXPIRED_BEFORE_VALID]: ["rrsig-expires-before-inception"],
};

/** The codes that name one of these faults; empty where none is known to. */
export function extendedErrorsFor(ids: readonly FindingId[]): number[] {
  return Object.entries(NAMED_FAULTS)
    .filter(([, named]) => named.some((id) => ids.includes(id)))
    .map(([code]) => Number(code));
}

/** Tells whether a code names a particular fault of DNSSEC, unlike "DNSSEC Bogus" and the troubles of resolvers. */
export function namesFault(code: number): boolean {
  return code !== Ede.BOGUS && NAMED_FAULTS[code] !== undefined;
}

/** An extended error in words: `EDE 7 Signature Expired: expired last week`. */
export function extendedErrorText({ code, text }: ExtendedError): string {
  return `EDE ${code} ${extendedErrorName(code)}${text === "" ? "" : `: ${text}`}`;
}
