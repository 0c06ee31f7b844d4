import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { createKey, type SigningKey } from "./key.ts";

/** A ZSK that signs nothing, with fields that no tool would give it. */
export function oddKey(fields: Partial<SigningKey>, seed = "odd"): SigningKey {
  const { algorithm = 13 } = fields;
  return { ...createKey({ seed, algorithm, flags: 256, signs: "nothing" }), ...fields };
}

/** An RSA public key field of numbers of choice (RFC 3110 2). */
export function rsaField(modulus: bigint, exponent = 65537n): Uint8Array {
  const octets = octetsOf(exponent);
  const length =
    octets.length < 256 ? Uint8Array.of(octets.length) : concatBytes(Uint8Array.of(0), uint16(octets.length));
  return concatBytes(length, octets, octetsOf(modulus));
}

/** The modulus of a real RSA key. */
export function realModulus(bits: 512 | 1024 | 2048 | 4096, seed = "odd"): bigint {
  return numberOf(createKey({ algorithm: 8, bits, seed, flags: 256 }).publicKey.subarray(4));
}

/** A number of so many bits without a factor below 2000, as good as a modulus where nobody verifies with it. */
export function pretendModulus(bits: number, seed = 0n): bigint {
  for (let number = 2n ** BigInt(bits - 1) + 1n + 2n * seed; ; number += 2n) {
    if (smallFactor(number) === null) return number;
  }
}

/** A modulus as the flawed generators made them: each prime a multiple of one product plus a power of 65537 (CVE-2017-15361). */
export function rocaModulus(): bigint {
  const primes = Array.from({ length: 166 }, (_, i) => i + 2).filter(
    (number) => smallFactor(BigInt(number), number) === null,
  );
  const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
  const factor = (multiple: bigint, exponent: bigint): bigint => {
    for (let k = multiple; ; k++) {
      const number = k * product + (65537n ** exponent % product);
      if (smallFactor(number) === null) return number;
    }
  };
  return factor(2n ** 806n, 101n) * factor(2n ** 807n, 7n);
}

/** Keys of one algorithm and tag: words of the public key change places, which the tag's sum does not see. */
export function keysOfOneTag(
  key: SigningKey,
  isSound: (publicKey: Uint8Array) => boolean,
  count: number,
): SigningKey[] {
  const found = [key];
  for (let from = 0; from < key.publicKey.length && found.length < count; from += 2) {
    for (let to = from + 2; to < key.publicKey.length - 1 && found.length < count; to += 2) {
      const publicKey = Uint8Array.from(key.publicKey);
      publicKey.set(key.publicKey.subarray(to, to + 2), from);
      publicKey.set(key.publicKey.subarray(from, from + 2), to);
      if (isSound(publicKey)) found.push({ ...key, publicKey });
    }
  }
  return found;
}

function smallFactor(number: bigint, limit = 2000): number | null {
  for (let factor = 2; factor < limit; factor++) if (number % BigInt(factor) === 0n) return factor;
  return null;
}

function octetsOf(number: bigint): Uint8Array {
  const hex = number.toString(16);
  return Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"));
}

function numberOf(octets: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(octets).toString("hex")}`);
}
