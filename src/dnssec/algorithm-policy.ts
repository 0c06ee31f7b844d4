import type { Level } from "../util/level.ts";

/** How far the registry allows a use (RFC 9904 2, with the words of RFC 2119). */
export type Use = "must-not" | "not-recommended" | "may" | "recommended";

/** What the registries and this suite say of a DNSSEC algorithm number. */
export interface AlgorithmPolicy {
  readonly status: "assigned" | "not-for-zones" | "private" | "reserved" | "unassigned";
  /** "Use for DNSSEC Signing"; null where the registry gives none. */
  readonly signing: Use | null;
  /** "Use for DNSSEC Validation"; null where the registry gives none. */
  readonly validation: Use | null;
  /** How bad a DNSKEY of this algorithm is in a public zone; null where it is fine. */
  readonly grade: Level | null;
}

/**
 * IANA "DNS Security Algorithm Numbers" as RFC 9904, 9905 (RSASHA1) and 9906 (ECC-GOST) left them. RFC 9905 2 also tells
 * operators to treat 5 and 7 as unsupported, while the registry goes on recommending that software validates them.
 */
const POLICIES: Readonly<Record<number, AlgorithmPolicy>> = {
  0: { status: "not-for-zones", signing: null, validation: null, grade: "critical" },
  1: { status: "assigned", signing: "must-not", validation: "must-not", grade: "critical" },
  2: { status: "not-for-zones", signing: null, validation: null, grade: "critical" },
  3: { status: "assigned", signing: "must-not", validation: "must-not", grade: "critical" },
  5: { status: "assigned", signing: "must-not", validation: "recommended", grade: "critical" },
  6: { status: "assigned", signing: "must-not", validation: "must-not", grade: "critical" },
  7: { status: "assigned", signing: "must-not", validation: "recommended", grade: "critical" },
  8: { status: "assigned", signing: "recommended", validation: "recommended", grade: null },
  10: { status: "assigned", signing: "not-recommended", validation: "recommended", grade: "warning" },
  12: { status: "assigned", signing: "must-not", validation: "must-not", grade: "critical" },
  13: { status: "assigned", signing: "recommended", validation: "recommended", grade: null },
  14: { status: "assigned", signing: "may", validation: "recommended", grade: null },
  15: { status: "assigned", signing: "recommended", validation: "recommended", grade: null },
  16: { status: "assigned", signing: "may", validation: "recommended", grade: "info" },
  17: { status: "assigned", signing: "may", validation: "may", grade: "info" },
  23: { status: "assigned", signing: "may", validation: "may", grade: "info" },
  252: { status: "not-for-zones", signing: null, validation: null, grade: "critical" },
  253: { status: "private", signing: "may", validation: "may", grade: "warning" },
  254: { status: "private", signing: "may", validation: "may", grade: "warning" },
};

const RESERVED: AlgorithmPolicy = { status: "reserved", signing: null, validation: null, grade: "critical" };
const UNASSIGNED: AlgorithmPolicy = { status: "unassigned", signing: null, validation: null, grade: "critical" };

/** What holds for an algorithm number from 0 to 255 (RFC 9904, RFC 9905, RFC 9906; RFC 4034 A.1 for private ones). */
export function algorithmPolicy(algorithm: number): AlgorithmPolicy {
  return POLICIES[algorithm] ?? (isReserved(algorithm) ? RESERVED : UNASSIGNED);
}

function isReserved(algorithm: number): boolean {
  return [4, 9, 11, 255].includes(algorithm) || (algorithm >= 123 && algorithm <= 251);
}
