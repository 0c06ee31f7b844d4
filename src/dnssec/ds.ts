import { dsDigest, isSupportedDigest } from "../crypto/digest.ts";
import { isSupportedAlgorithm } from "../crypto/public-key.ts";
import type { DomainName } from "../dns/name.ts";
import type { Ds } from "../dns/rdata.ts";
import { equalBytes } from "../util/bytes.ts";
import { isRevoked, isZoneKey, keyTagWithRevokeToggled } from "./key-tag.ts";
import { anchorAlgorithm, type TrustAnchor } from "./trust-anchor.ts";
import { sameKey, type ZoneKey } from "./zone-key.ts";

/** How a DS record, or a trust anchor, relates to a DNSKEY RRset (RFC 4035 5.2). */
export type DsMatch =
  | { readonly outcome: "matched"; readonly key: ZoneKey }
  | {
      readonly outcome: "revoked" | "non-zone-key" | "bad-protocol" | "algorithm-mismatch" | "digest-mismatch";
      readonly key: ZoneKey;
    }
  /** Octets of the digest. */
  | { readonly outcome: "bad-length"; readonly expected: number; readonly found: number }
  | { readonly outcome: "no-key" | "unsupported-algorithm" | "unsupported-digest" | "sha1-ignored" };

const DIGEST_LENGTHS: Readonly<Record<number, number>> = { 1: 20, 2: 32, 3: 32, 4: 48, 5: 32, 6: 32 };
const SHA1 = 1;

/** A DS that this validator can follow: known algorithm and digest (RFC 4035 5.2). */
export function isSupportedDs({ algorithm, digestType }: Ds): boolean {
  return isSupportedAlgorithm(algorithm) && isSupportedDigest(digestType);
}

/** Tells what a validator ignores: SHA-1 where a stronger digest it knows stands beside it (RFC 4509 3). */
function isIgnoredSha1(ds: Ds, all: readonly Ds[]): boolean {
  return ds.digestType === SHA1 && all.some((other) => other.digestType !== SHA1 && isSupportedDs(other));
}

/** The DS record that stands for a key; null where the digest type is unsupported (RFC 4034 5.1.4). */
export function makeDs(zone: DomainName, { tag, algorithm, rdata }: ZoneKey, digestType: number): Ds | null {
  const digest = dsDigest(zone, rdata, digestType);
  return digest === null ? null : { keyTag: tag, algorithm, digestType, digest };
}

/** The digest is that of the key, whatever tag and algorithm the DS names; null where the digest is unsupported. */
export function hasDigestOf(zone: DomainName, ds: Ds, key: ZoneKey): boolean | null {
  const made = makeDs(zone, key, ds.digestType);
  return made === null ? null : equalBytes(made.digest, ds.digest);
}

/** Tells whether a DS record names this key: by tag and algorithm, and by its digest where that can be computed. */
export function pointsTo(zone: DomainName, ds: Ds, key: ZoneKey): boolean {
  return ds.keyTag === key.tag && ds.algorithm === key.algorithm && hasDigestOf(zone, ds, key) !== false;
}

/** Finds the key a DS record points to, or says why there is none. */
export function matchDs(zone: DomainName, ds: Ds, all: readonly Ds[], keys: readonly ZoneKey[]): DsMatch {
  if (!isSupportedAlgorithm(ds.algorithm)) return { outcome: "unsupported-algorithm" };
  if (!isSupportedDigest(ds.digestType)) return { outcome: "unsupported-digest" };
  const expected = DIGEST_LENGTHS[ds.digestType];
  if (expected !== undefined && ds.digest.length !== expected) {
    return { outcome: "bad-length", expected, found: ds.digest.length };
  }
  const tagged = keys.filter((key) => key.tag === ds.keyTag);
  const named = tagged.filter((key) => key.algorithm === ds.algorithm);
  const digestOf = (key: ZoneKey): boolean => {
    const digest = dsDigest(zone, key.rdata, ds.digestType);
    return digest !== null && equalBytes(digest, ds.digest);
  };
  const key = named.find((candidate) => digestOf(candidate));
  if (key !== undefined) {
    if (!isZoneKey(key)) return { outcome: "non-zone-key", key };
    if (key.protocol !== 3) return { outcome: "bad-protocol", key };
    if (isRevoked(key)) return { outcome: "revoked", key };
    return isIgnoredSha1(ds, all) ? { outcome: "sha1-ignored" } : { outcome: "matched", key };
  }
  const [mismatched] = named;
  if (mismatched !== undefined) return { outcome: "digest-mismatch", key: mismatched };
  const revoked = keys.find((candidate) => isRevoked(candidate) && keyTagWithRevokeToggled(candidate) === ds.keyTag);
  if (revoked !== undefined) return { outcome: "revoked", key: revoked };
  const [otherAlgorithm] = tagged;
  return otherAlgorithm === undefined ? { outcome: "no-key" } : { outcome: "algorithm-mismatch", key: otherAlgorithm };
}

/** Finds the key a trust anchor stands for, or says why there is none. */
export function matchAnchor(anchor: TrustAnchor, all: readonly TrustAnchor[], keys: readonly ZoneKey[]): DsMatch {
  if (anchor.kind === "ds") {
    const others = all.flatMap((other) => (other.kind === "ds" ? [other.ds] : []));
    return matchDs(anchor.zone, anchor.ds, others, keys);
  }
  if (!isSupportedAlgorithm(anchorAlgorithm(anchor))) return { outcome: "unsupported-algorithm" };
  const key = keys.find((candidate) => sameKey(candidate, anchor.key));
  if (key === undefined) return { outcome: "no-key" };
  return isRevoked(key) ? { outcome: "revoked", key } : { outcome: "matched", key };
}
