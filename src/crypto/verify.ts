import { verify } from "node:crypto";
import type { Dnskey } from "../dns/rdata.ts";
import { publicKeyObject } from "./public-key.ts";

/** RSA by RFC 3110, 5702; ECDSA by RFC 6605; null is EdDSA's own hash (RFC 8080). */
const HASHES: Readonly<Record<number, string | null>> = {
  5: "sha1",
  7: "sha1",
  8: "sha256",
  10: "sha512",
  13: "sha256",
  14: "sha384",
  15: null,
  16: null,
};

/** Tells whether the key made this signature over the data; false too for a malformed key. */
export function verifySignature(key: Dnskey, data: Uint8Array, signature: Uint8Array): boolean {
  const hash = HASHES[key.algorithm];
  const keyObject = publicKeyObject(key);
  if (hash === undefined || keyObject === null) return false;
  try {
    return verify(hash, data, { key: keyObject, dsaEncoding: "ieee-p1363" }, signature);
  } catch {
    // OpenSSL refuses some signatures and keys with an error where others fail quietly: neither verifies.
    return false;
  }
}
