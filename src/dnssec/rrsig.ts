import { isSupportedAlgorithm, signatureLength } from "../crypto/public-key.ts";
import { verifySignature } from "../crypto/verify.ts";
import type { DomainName } from "../dns/name.ts";
import { parseOrNull, parseRrsig, type Rrsig } from "../dns/rdata.ts";
import type { Rrset, SignedRrset } from "../dns/record.ts";
import { isRevoked, isUsableForZoneData, isZoneKey } from "./key-tag.ts";
import { serialDifference, serialTime } from "./serial-time.ts";
import { ownerLabels, signedData } from "./signed-data.ts";
import type { ZoneKey } from "./zone-key.ts";
import { RrType } from "../dns/registry.ts";

/** Why a signature does not prove its RRset; the conditions of RFC 4035 5.3.1 in the order they are tried. */
export type SignatureFault =
  | "malformed"
  | "wrong-signer"
  | "labels-exceed-owner"
  | "unsupported-algorithm"
  | "expires-before-inception"
  | "expired"
  | "not-yet-valid"
  | "algorithm-not-published"
  | "key-missing"
  | "revoked-key"
  | "non-zone-key"
  | "bad-length"
  | "bogus"
  | "limit";

/** What one RRSIG over an RRset is worth. */
export type SignatureVerdict =
  | { readonly isValid: true; readonly rrsig: Rrsig; readonly ttl: number; readonly key: ZoneKey }
  | InvalidSignature;

/** A signature that proves nothing, and the published key it names if one was found. */
export interface InvalidSignature {
  readonly isValid: false;
  /** Null where the RDATA is malformed. */
  readonly rrsig: Rrsig | null;
  readonly ttl: number;
  readonly fault: SignatureFault;
  readonly key: ZoneKey | null;
}

/** What signatures are judged by. */
export interface SignatureContext {
  /** The apex of the zone that the RRset must belong to. */
  readonly zone: DomainName;
  readonly keys: readonly ZoneKey[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly effort: Effort;
}

/** Failed verifications a run may still spend: the bound against KeyTrap (CVE-2023-50387). */
export interface Effort {
  failuresLeft: number;
}

/** Healthy zones fail no verification; this many already means a hostile or wrecked zone. */
const MAX_FAILURES = 400;
/** Keys tried for one signature: two keys of one tag are legal, more are an attack (CVE-2023-50387). */
const MAX_KEYS_PER_TAG = 4;
/** Signatures tried for one RRset; resolvers stop at 8 or fewer. */
export const MAX_SIGNATURES = 16;

/** A fresh bound on failed verifications, for one run. */
export function newEffort(): Effort {
  return { failuresLeft: MAX_FAILURES };
}

/** Judges every signature over an RRset. */
export function judgeSignatures(set: SignedRrset, context: SignatureContext): SignatureVerdict[] {
  return set.signatures.map(({ rdata, ttl }, i) => {
    const rrsig = parseOrNull(rdata, parseRrsig);
    if (rrsig === null) return { isValid: false, rrsig, ttl, fault: "malformed", key: null };
    const { fault, key } = i < MAX_SIGNATURES ? judge(set, rrsig, context) : failure("limit");
    return fault === null ? { isValid: true, rrsig, ttl, key } : { isValid: false, rrsig, ttl, fault, key };
  });
}

/** The signature that proves the RRset longest, or undefined where none does. */
export function longestValid(
  verdicts: readonly SignatureVerdict[],
): (SignatureVerdict & { isValid: true }) | undefined {
  let best: (SignatureVerdict & { isValid: true }) | undefined;
  for (const verdict of verdicts) {
    if (!verdict.isValid) continue;
    if (best === undefined || serialDifference(best.rrsig.expiration, verdict.rrsig.expiration) > 0) best = verdict;
  }
  return best;
}

/** The RRset was expanded from a wildcard: its owner has more labels than were signed (RFC 4035 5.3.4). */
export function isWildcardExpansion(set: Rrset, rrsig: Rrsig): boolean {
  return rrsig.labels < ownerLabels(set);
}

type Judgement =
  | { readonly fault: null; readonly key: ZoneKey }
  | { readonly fault: SignatureFault; readonly key: ZoneKey | null };

function failure(fault: SignatureFault, key: ZoneKey | null = null): Judgement {
  return { fault, key };
}

function judge(set: Rrset, rrsig: Rrsig, context: SignatureContext): Judgement {
  const { zone, keys, now } = context;
  if (!rrsig.signerName.equals(zone) || !set.owner.isAtOrBelow(zone)) return failure("wrong-signer");
  if (rrsig.labels > ownerLabels(set)) return failure("labels-exceed-owner");
  if (!isSupportedAlgorithm(rrsig.algorithm)) return failure("unsupported-algorithm");
  if (serialDifference(rrsig.inception, rrsig.expiration) < 0) return failure("expires-before-inception");
  if (serialTime(rrsig.expiration, now) < now) return failure("expired");
  if (serialTime(rrsig.inception, now) > now) return failure("not-yet-valid");
  const sameAlgorithm = keys.filter((key) => key.algorithm === rrsig.algorithm);
  if (sameAlgorithm.length === 0) return failure("algorithm-not-published");
  const named = sameAlgorithm.filter((key) => key.tag === rrsig.keyTag);
  if (named.length === 0) return failure("key-missing");
  const usable = named.filter(
    (key) => isUsableForZoneData(key) || (set.type === RrType.DNSKEY && isZoneKey(key) && isRevoked(key)),
  );
  if (usable.length === 0) return failure(named.some(isRevoked) ? "revoked-key" : "non-zone-key", named[0]);
  const fitting = usable.filter((key) => signatureLength(key) === rrsig.signature.length);
  if (fitting.length === 0) {
    const readable = usable.find((key) => signatureLength(key) !== null);
    return readable === undefined ? failure("bogus", usable[0]) : failure("bad-length", readable);
  }
  return verifyingKey(set, rrsig, fitting, context.effort);
}

function verifyingKey(set: Rrset, rrsig: Rrsig, keys: readonly ZoneKey[], effort: Effort): Judgement {
  const data = signedData(set, rrsig);
  for (const key of keys.slice(0, MAX_KEYS_PER_TAG)) {
    if (effort.failuresLeft <= 0) return failure("limit", key);
    if (verifySignature(key, data, rrsig.signature)) return { fault: null, key };
    effort.failuresLeft--;
  }
  return failure("bogus", keys[0]);
}
