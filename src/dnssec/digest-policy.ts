import type { Level } from "../util/level.ts";
import type { Use } from "./algorithm-policy.ts";

/** What the registries and this suite say of a DS digest type. */
export interface DigestPolicy {
  readonly status: "assigned" | "cds-only" | "private" | "reserved" | "unassigned";
  /** "Use for DNSSEC Delegation"; null where the registry gives none. */
  readonly delegation: Use | null;
  /** "Use for DNSSEC Validation"; null where the registry gives none. */
  readonly validation: Use | null;
  /** Octets of the digest; null where it is not defined. */
  readonly length: number | null;
  /** How bad a DS of this type is; null where it is fine. */
  readonly grade: Level | null;
}

/** IANA "Digest Algorithms" of DS as RFC 9904, 9905 (SHA-1) and 9906 (GOST R 34.11-94) left them; 0 is RFC 8078 4. */
const POLICIES: Readonly<Record<number, DigestPolicy>> = {
  0: { status: "cds-only", delegation: "must-not", validation: "must-not", length: null, grade: "critical" },
  1: { status: "assigned", delegation: "must-not", validation: "recommended", length: 20, grade: "warning" },
  2: { status: "assigned", delegation: "recommended", validation: "recommended", length: 32, grade: null },
  3: { status: "assigned", delegation: "must-not", validation: "must-not", length: 32, grade: "critical" },
  4: { status: "assigned", delegation: "may", validation: "recommended", length: 48, grade: null },
  5: { status: "assigned", delegation: "may", validation: "may", length: 32, grade: "info" },
  6: { status: "assigned", delegation: "may", validation: "may", length: 32, grade: "info" },
};

/** What holds for a digest type from 0 to 255 (RFC 9904, RFC 9905, RFC 9906). */
export function digestPolicy(digestType: number): DigestPolicy {
  return POLICIES[digestType] ?? withoutUse(statusByRange(digestType));
}

function statusByRange(digestType: number): "private" | "reserved" | "unassigned" {
  if (digestType === 253 || digestType === 254) return "private";
  return digestType >= 128 && digestType <= 252 ? "reserved" : "unassigned";
}

function withoutUse(status: DigestPolicy["status"]): DigestPolicy {
  return { status, delegation: null, validation: null, length: null, grade: "warning" };
}
