import { isEdwardsPoint } from "../crypto/edwards-curve.ts";
import { isRsa, parseRsaPublicKey, publicKeyLength, publicKeyObject } from "../crypto/public-key.ts";
import { type Dnskey, parseOrNull } from "../dns/rdata.ts";

/** What the public key field of a DNSKEY holds. */
export type KeyMaterial =
  /** As its algorithm wants it. */
  | { readonly kind: "sound" }
  | { readonly kind: "rsa"; readonly modulus: bigint; readonly exponent: bigint }
  | { readonly kind: "empty" }
  /** Octets. */
  | { readonly kind: "bad-length"; readonly expected: number; readonly found: number }
  | { readonly kind: "malformed"; readonly reason: string }
  /** Of an algorithm whose keys this suite can't read. */
  | { readonly kind: "unknown" };

/** ECC-GOST's keys have a fixed size too, though nobody may verify with them any more (RFC 5933 2, RFC 9906). */
const OTHER_LENGTHS: Readonly<Record<number, number>> = { 12: 64 };

/** Reads the public key field by its algorithm (RFC 3110 2, RFC 6605 4, RFC 8080 3). */
export function keyMaterial(key: Dnskey): KeyMaterial {
  const { algorithm, publicKey } = key;
  if (publicKey.length === 0) return { kind: "empty" };
  if (isRsa(algorithm)) {
    const numbers = parseOrNull(publicKey, parseRsaPublicKey);
    if (numbers === null) return { kind: "malformed", reason: "RSA lengths do not fit the field" };
    return { kind: "rsa", modulus: toNumber(numbers.modulus), exponent: toNumber(numbers.exponent) };
  }
  const expected = publicKeyLength(algorithm) ?? OTHER_LENGTHS[algorithm];
  if (expected === undefined) return { kind: "unknown" };
  if (publicKey.length !== expected) return { kind: "bad-length", expected, found: publicKey.length };
  if (publicKeyLength(algorithm) === null) return { kind: "unknown" };
  const isPoint = isEdwardsPoint(algorithm, publicKey) ?? publicKeyObject(key) !== null;
  return isPoint ? { kind: "sound" } : { kind: "malformed", reason: "it is no point of the curve" };
}

/** The size of a number in bits, as RSA keys are measured. */
export function bitLength(number: bigint): number {
  return number.toString(2).length;
}

function toNumber(octets: Uint8Array): bigint {
  return octets.reduce((number, octet) => (number << 8n) | BigInt(octet), 0n);
}
