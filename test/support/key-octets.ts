import type { KeyObject } from "node:crypto";
import { concatBytes } from "../../src/util/bytes.ts";

// All by way of DER and not of JWK, whose export now and then never returns in Node 20.

/** The public key field of a DNSKEY (RFC 3110, 6605, 8080). */
export function publicKeyField(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType === "rsa") {
    const [modulus = new Uint8Array(), exponent = new Uint8Array()] = rsaIntegers(key);
    return concatBytes(Uint8Array.of(exponent.length), exponent, modulus);
  }
  // The key ends the DER form; an octet before P-256's and P-384's says that it is not compressed.
  const spki = key.export({ format: "der", type: "spki" });
  return Uint8Array.from(spki.subarray(-(PUBLIC_KEY_OCTETS[spki.length] ?? 0)));
}

/** Length of the key by length of its DER form: P-256, P-384, Ed25519, Ed448. */
const PUBLIC_KEY_OCTETS: Readonly<Record<number, number>> = { 91: 64, 120: 96, 44: 32, 69: 57 };

/** The integers of an RSA key, in the order of RFC 8017 appendix A.1. */
export function rsaIntegers(key: KeyObject): Uint8Array[] {
  const sequence = derElements(key.export({ format: "der", type: "pkcs1" }))[0] ?? new Uint8Array();
  return derElements(sequence).map((integer) =>
    integer[0] === 0 && integer.length > 1 ? integer.subarray(1) : integer,
  );
}

/** The private key of an elliptic curve (RFC 5915, 8410). */
export function privateScalar(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType === "ec") {
    const sequence = derElements(key.export({ format: "der", type: "sec1" }))[0] ?? new Uint8Array();
    return derElements(sequence)[1] ?? new Uint8Array();
  }
  const sequence = derElements(key.export({ format: "der", type: "pkcs8" }))[0] ?? new Uint8Array();
  return derElements(derElements(sequence)[2] ?? new Uint8Array())[0] ?? new Uint8Array();
}

/** The contents of the DER elements that follow each other in the octets. */
function derElements(der: Uint8Array): Uint8Array[] {
  const contents: Uint8Array[] = [];
  for (let offset = 0; offset < der.length; ) {
    let length = der[offset + 1] ?? 0;
    offset += 2;
    if (length > 0x80) {
      const octets = der.subarray(offset, offset + (length & 0x7f));
      offset += octets.length;
      length = octets.reduce((value, octet) => (value << 8) | octet, 0);
    }
    contents.push(der.subarray(offset, offset + length));
    offset += length;
  }
  return contents;
}
