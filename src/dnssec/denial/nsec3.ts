import { nsec3Hash } from "../../crypto/digest.ts";
import type { DomainName } from "../../dns/name.ts";
import { type Nsec3, NSEC3_OPT_OUT, type Nsec3Parameters } from "../../dns/rdata.ts";
import { compareBytes, equalBytes, toHex } from "../../util/bytes.ts";
import { hidesDescendants, typeAbsentFrom, wildcardAt } from "./nsec.ts";
import { type DenialProver, failed, type Proof, PROVED } from "./proof.ts";
import { RrType } from "../../dns/registry.ts";

/** An NSEC3 record and the hash its owner name stands for. */
export interface OwnedNsec3 extends Nsec3 {
  readonly owner: DomainName;
  readonly ownerHash: Uint8Array;
}

/** Above this many iterations answers count as insecure, as Unbound and most validators do (RFC 9276 3.2). */
const MAX_NSEC3_ITERATIONS = 150;

const SHA1 = 1;

/** Tells whether a validator may use the record: known hash, no unknown flags, hashes of one length (RFC 5155 8.1, 8.2). */
export function isUsableNsec3(record: OwnedNsec3): boolean {
  return (
    record.hashAlgorithm === SHA1 &&
    (record.flags & ~NSEC3_OPT_OUT) === 0 &&
    record.ownerHash.length === record.nextHash.length
  );
}

/** Tells whether a hash falls strictly between the record's owner hash and next hash, the last record reaching round. */
export function coversHash({ ownerHash, nextHash }: OwnedNsec3, hash: Uint8Array): boolean {
  const afterOwner = compareBytes(ownerHash, hash) < 0;
  const beforeNext = compareBytes(hash, nextHash) < 0;
  return compareBytes(ownerHash, nextHash) < 0 ? afterOwner && beforeNext : afterOwner || beforeNext;
}

/** The hash that stands for a name among records of these parameters; null where it is unknown or costs too much. */
export function hashedName(name: DomainName, parameters: Nsec3Parameters): Uint8Array | null {
  const { hashAlgorithm, salt, iterations } = parameters;
  return hashAlgorithm === SHA1 && iterations <= MAX_NSEC3_ITERATIONS ? nsec3Hash(name, salt, iterations) : null;
}

/** A prover with the authenticated NSEC3 records of one message; records of other parameters than the first's are ignored. */
export function nsec3Prover(zone: DomainName, records: readonly OwnedNsec3[]): DenialProver {
  const usable = records.filter(isUsableNsec3);
  const [first] = usable;
  const nsec3s = usable.filter((record) => first !== undefined && sameParameters(record, first));
  const hashes = new Map<string, Uint8Array>();

  function hashOf(name: DomainName): Uint8Array {
    const known = hashes.get(name.key);
    if (known !== undefined || first === undefined) return known ?? new Uint8Array();
    const hash = nsec3Hash(name, first.salt, first.iterations);
    hashes.set(name.key, hash);
    return hash;
  }

  function matching(name: DomainName): OwnedNsec3 | undefined {
    return nsec3s.find((record) => equalBytes(record.ownerHash, hashOf(name)));
  }

  function covering(name: DomainName): OwnedNsec3 | undefined {
    return nsec3s.find((record) => coversHash(record, hashOf(name)));
  }

  /** The closest provable encloser and the record over the next closer name (RFC 5155 8.3). */
  function encloserProof(name: DomainName): { encloser: DomainName; nextCloserCover: OwnedNsec3 } | Proof {
    for (let labels = name.labels.length - 1; labels >= zone.labels.length; labels--) {
      const encloser = name.suffix(labels);
      const match = matching(encloser);
      if (match === undefined) continue;
      if (hidesDescendants(match)) return failed("nsec3-closest-encloser-missing");
      const nextCloserCover = covering(name.suffix(labels + 1));
      return nextCloserCover === undefined
        ? failed("nsec3-next-closer-not-covered", { name: name.suffix(labels + 1) })
        : { encloser, nextCloserCover };
    }
    return failed("nsec3-closest-encloser-missing");
  }

  const isTooCostly = first !== undefined && first.iterations > MAX_NSEC3_ITERATIONS;

  return {
    proveNameError(name) {
      if (isTooCostly) return TOO_COSTLY;
      if (matching(name)?.types.has(RrType.NXNAME)) return PROVED;
      const proof = encloserProof(name);
      if ("result" in proof) return proof;
      const wildcard = proof.encloser.wildcard();
      if (wildcard !== null && covering(wildcard) === undefined)
        return failed("nsec-wildcard-not-covered", { name: wildcard });
      return isOptOut(proof.nextCloserCover) ? OPT_OUT : PROVED;
    },

    proveNoData(name, type) {
      if (isTooCostly) return TOO_COSTLY;
      const match = matching(name);
      if (match !== undefined) return typeAbsentFrom(match.types, name, type, true);
      const proof = encloserProof(name);
      if ("result" in proof) return proof.result === "failed" ? failed("nsec3-no-match-for-nodata") : proof;
      const wildcard = proof.encloser.wildcard();
      const wildcardMatch = wildcard === null ? undefined : matching(wildcard);
      if (wildcardMatch !== undefined) {
        const absent = typeAbsentFrom(wildcardMatch.types, wildcard ?? name, type, false);
        return absent.result === "proved" && isOptOut(proof.nextCloserCover) ? OPT_OUT : absent;
      }
      if (isOptOut(proof.nextCloserCover)) return OPT_OUT;
      return failed(type === RrType.DS ? "nsec3-optout-not-set" : "nsec3-no-match-for-nodata");
    },

    proveWildcardExpansion(name, encloserLabels) {
      if (isTooCostly) return TOO_COSTLY;
      const nextCloser = name.suffix(encloserLabels + 1);
      const cover = covering(nextCloser);
      if (cover !== undefined) return isOptOut(cover) ? OPT_OUT : PROVED;
      for (let labels = encloserLabels + 1; labels <= name.labels.length; labels++) {
        const found = name.suffix(labels);
        if (matching(found) === undefined) continue;
        return failed("nsec-wildcard-expansion-invalid", { name: wildcardAt(name, encloserLabels), found });
      }
      return failed("nsec3-next-closer-not-covered", { name: nextCloser });
    },

    denies: (name) => !isTooCostly && covering(name) !== undefined,
  };
}

const OPT_OUT: Proof = { result: "insecure", reason: "opt-out" };
const TOO_COSTLY: Proof = { result: "insecure", reason: "iterations" };

/** The Opt-Out bit is set (RFC 5155 3.1.2.1). */
export function isOptOut({ flags }: Nsec3Parameters): boolean {
  return (flags & NSEC3_OPT_OUT) !== 0;
}

/** Tells whether two records hash names alike; flags may differ within a zone (RFC 5155 6). */
export function sameParameters(a: Nsec3Parameters, b: Nsec3Parameters): boolean {
  return a.hashAlgorithm === b.hashAlgorithm && a.iterations === b.iterations && toHex(a.salt) === toHex(b.salt);
}
