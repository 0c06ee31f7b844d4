import type { DomainName } from "../../dns/name.ts";

/** Why denial records don't prove what was asked: ids of the fault list. */
export type DenialFault =
  | "nsec-missing-nxdomain"
  | "nsec-missing-nodata"
  | "nsec-missing-wildcard"
  | "nsec-missing-insecure-delegation"
  | "nsec-qname-not-covered"
  | "nsec-wildcard-not-covered"
  | "nsec-wildcard-covered"
  | "nsec-wildcard-expansion-invalid"
  | "nsec-no-match-for-nodata"
  | "nsec-qname-covered-in-nodata"
  | "nsec-type-bit-set"
  | "nsec-delegation-bits-ds"
  | "nsec-delegation-bits-soa"
  | "nsec-delegation-bits-no-ns"
  | "nsec-next-out-of-zone"
  | "nsec3-no-match-for-nodata"
  | "nsec3-closest-encloser-missing"
  | "nsec3-next-closer-not-covered"
  | "nsec3-optout-not-set";

/** What denial records say of a name or of a type at a name. */
export type Proof =
  /** Proved; types is the bitmap of the matching record where the name itself, or the wildcard, was matched. */
  | { readonly result: "proved"; readonly types: ReadonlySet<number> | null; readonly matchesName: boolean }
  /** Nothing is proved because the span is opt-out or its hashing too costly: the answer is insecure (RFC 5155 9.2, RFC 9276). */
  | { readonly result: "insecure"; readonly reason: "opt-out" | "iterations" }
  | FailedProof;

/** A proof that does not hold, with the facts that give the fault away where there are any. */
export interface FailedProof {
  readonly result: "failed";
  readonly fault: DenialFault;
  /** What stands in the way, or where a record leads. */
  readonly found?: DomainName;
  /** The name the fault is about where it is not the one asked: a wildcard, the next closer name, a bitmap's owner. */
  readonly name?: DomainName;
  /** The type that a bitmap lists where it is not the one asked. */
  readonly type?: number;
}

export const PROVED: Proof = { result: "proved", types: null, matchesName: false };

export function failed(fault: DenialFault, facts: Pick<FailedProof, "found" | "name" | "type"> = {}): FailedProof {
  return { result: "failed", fault, ...facts };
}

/** Proves with the authenticated NSEC or NSEC3 records of one message; name must lie at or below zone. */
export interface DenialProver {
  /** The name does not exist and no wildcard could have answered (RFC 4035 5.4, RFC 5155 8.4). */
  proveNameError(name: DomainName): Proof;
  /** The name, or the wildcard that stands for it, has no such type and no CNAME (RFC 4035 5.4, RFC 5155 8.5 to 8.7). */
  proveNoData(name: DomainName, type: number): Proof;
  /** The name does not exist, so that the wildcard below its encloser of so many labels may answer (RFC 4035 5.3.4, RFC 5155 8.8). */
  proveWildcardExpansion(name: DomainName, encloserLabels: number): Proof;
  /** A span of the records denies that the name exists. */
  denies(name: DomainName): boolean;
}
