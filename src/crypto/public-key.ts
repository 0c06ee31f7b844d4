import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import type { Dnskey } from "../dns/rdata.ts";
import { toBase64Url } from "../util/bytes.ts";
import { WireFormatError } from "../util/errors.ts";
import { Reader } from "../util/reader.ts";

/** An RSA public key's numbers as they stand in the DNSKEY (RFC 3110 2). */
export interface RsaPublicKey {
  readonly exponent: Uint8Array;
  readonly modulus: Uint8Array;
}

interface Curve {
  readonly kty: "EC" | "OKP";
  readonly crv: string;
  /** Octets of the whole public key field. */
  readonly length: number;
}

/** ECDSA by RFC 6605 4, EdDSA by RFC 8080 3. */
const CURVES: Readonly<Record<number, Curve>> = {
  13: { kty: "EC", crv: "P-256", length: 64 },
  14: { kty: "EC", crv: "P-384", length: 96 },
  15: { kty: "OKP", crv: "Ed25519", length: 32 },
  16: { kty: "OKP", crv: "Ed448", length: 57 },
};

const RSA_ALGORITHMS = new Set([5, 7, 8, 10]);

/** Algorithms this suite verifies: RSASHA1, its NSEC3 alias, RSASHA256, RSASHA512, both ECDSA, both EdDSA. */
export function isSupportedAlgorithm(algorithm: number): boolean {
  return RSA_ALGORITHMS.has(algorithm) || CURVES[algorithm] !== undefined;
}

/** Tells whether the algorithm is one of the RSA family that this suite verifies. */
export function isRsa(algorithm: number): boolean {
  return RSA_ALGORITHMS.has(algorithm);
}

/** The octets of the public key field; null where the algorithm is unsupported or, as with RSA, leaves them open. */
export function publicKeyLength(algorithm: number): number | null {
  return CURVES[algorithm]?.length ?? null;
}

/** Splits an RSA public key field; WireFormatError where the lengths overrun it (RFC 3110 2). */
export function parseRsaPublicKey(publicKey: Uint8Array): RsaPublicKey {
  const reader = new Reader(publicKey);
  const short = reader.uint8();
  const exponent = withoutLeadingZeros(reader.take(short === 0 ? reader.uint16() : short));
  const modulus = withoutLeadingZeros(reader.rest());
  if (exponent.length === 0 || modulus.length === 0) throw new WireFormatError("empty RSA exponent or modulus");
  return { exponent, modulus };
}

/** The octets a signature of this key must have; null where the algorithm is unsupported or the key malformed. */
export function signatureLength(key: Dnskey): number | null {
  const curve = CURVES[key.algorithm];
  if (curve !== undefined) return curve.crv === "Ed448" ? 114 : curve.kty === "OKP" ? 64 : curve.length;
  if (!isRsa(key.algorithm)) return null;
  try {
    return parseRsaPublicKey(key.publicKey).modulus.length;
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}

const keyObjects = new WeakMap<Uint8Array, KeyObject | null>();

/** The key for node:crypto; null where the field is no key of its algorithm or the algorithm is unsupported. */
export function publicKeyObject(key: Dnskey): KeyObject | null {
  const known = keyObjects.get(key.rdata);
  if (known !== undefined) return known;
  const made = makeKeyObject(key);
  keyObjects.set(key.rdata, made);
  return made;
}

function makeKeyObject(key: Dnskey): KeyObject | null {
  try {
    const jwk = jsonWebKey(key);
    return jwk === null ? null : createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    // Not a point on the curve, an impossible modulus, or lengths that overrun the field: no key, whatever the cause.
    return null;
  }
}

function jsonWebKey({ algorithm, publicKey }: Dnskey): JsonWebKey | null {
  const curve = CURVES[algorithm];
  if (curve === undefined) {
    if (!isRsa(algorithm)) return null;
    const { exponent, modulus } = parseRsaPublicKey(publicKey);
    return { kty: "RSA", n: toBase64Url(modulus), e: toBase64Url(exponent) };
  }
  if (publicKey.length !== curve.length) return null;
  if (curve.kty === "OKP") return { kty: "OKP", crv: curve.crv, x: toBase64Url(publicKey) };
  const half = curve.length / 2;
  return {
    kty: "EC",
    crv: curve.crv,
    x: toBase64Url(publicKey.subarray(0, half)),
    y: toBase64Url(publicKey.subarray(half)),
  };
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? bytes.subarray(bytes.length) : bytes.subarray(start);
}
