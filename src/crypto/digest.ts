import { createHash } from "node:crypto";
import type { DomainName } from "../dns/name.ts";
import { concatBytes } from "../util/bytes.ts";

/** RFC 4034 5.1.4, RFC 4509, RFC 6605. */
const DIGESTS: Readonly<Record<number, string>> = { 1: "sha1", 2: "sha256", 4: "sha384" };

/** Digest types this suite computes: SHA-1, SHA-256 and SHA-384. */
export function isSupportedDigest(digestType: number): boolean {
  return DIGESTS[digestType] !== undefined;
}

/** What was computed of each key, by digest type and owner: a zone may lay a thousand DS for a thousand keys of one tag. */
const known = new WeakMap<Uint8Array, Map<string, Uint8Array>>();

/** The digest of a DNSKEY for its DS record; null where the type is unsupported (RFC 4034 5.1.4). */
export function dsDigest(owner: DomainName, dnskeyRdata: Uint8Array, digestType: number): Uint8Array | null {
  const algorithm = DIGESTS[digestType];
  if (algorithm === undefined) return null;
  const digests = known.get(dnskeyRdata) ?? new Map<string, Uint8Array>();
  known.set(dnskeyRdata, digests);
  const key = `${digestType} ${owner.key}`;
  const digest = digests.get(key) ?? createHash(algorithm).update(owner.canonicalWire()).update(dnskeyRdata).digest();
  digests.set(key, digest);
  return digest;
}

/** The NSEC3 hash of a name with SHA-1, the only hash there is (RFC 5155 5). */
export function nsec3Hash(name: DomainName, salt: Uint8Array, iterations: number): Uint8Array {
  let hash: Uint8Array = createHash("sha1").update(concatBytes(name.canonicalWire(), salt)).digest();
  for (let i = 0; i < iterations; i++) hash = createHash("sha1").update(hash).update(salt).digest();
  return hash;
}
