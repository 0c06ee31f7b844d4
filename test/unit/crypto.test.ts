import { describe, expect, test } from "vitest";
import { dsDigest, isSupportedDigest, nsec3Hash } from "../../src/crypto/digest.ts";
import {
  isSupportedAlgorithm,
  parseRsaPublicKey,
  publicKeyObject,
  signatureLength,
} from "../../src/crypto/public-key.ts";
import { verifySignature } from "../../src/crypto/verify.ts";
import { ROOT, parseName } from "../../src/dns/name.ts";
import { type Dnskey, parseDnskey, parseRrsig } from "../../src/dns/rdata.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { signedData } from "../../src/dnssec/signed-data.ts";
import { concatBytes, toHex, uint16 } from "../../src/util/bytes.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { createKey, dnskeyRdata } from "../support/signer/key.ts";
import { signRrset } from "../support/signer/rrsig.ts";

const owner = parseName("www.example.");
const record = { owner, type: RrType.A, class: CLASS_IN, ttl: 60, rdata: Uint8Array.of(192, 0, 2, 1) };

function keyOf(algorithm: number, publicKey: Uint8Array): Dnskey {
  return parseDnskey(concatBytes(uint16(257), Uint8Array.of(3, algorithm), publicKey));
}

/** A key, some data and its signature by that key. */
function signed(algorithm: number) {
  const signer = createKey({ algorithm });
  const options = { inception: 1, expiration: 2, signerName: parseName("example.") };
  const rrsig = parseRrsig(signRrset([record], signer, options).rdata);
  const data = signedData({ ...record, rdatas: [record.rdata] }, rrsig);
  return { key: parseDnskey(dnskeyRdata(signer)), data, signature: rrsig.signature };
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((octet, i) => (i === at ? octet ^ 1 : octet));
}

describe.each([5, 7, 8, 10, 13, 14, 15, 16])("algorithm %i", (algorithm) => {
  const { key, data, signature } = signed(algorithm);

  test("is supported, and a signature has the length its key gives", () => {
    expect(isSupportedAlgorithm(algorithm)).toBe(true);
    expect(signatureLength(key)).toBe(signature.length);
  });

  test("a signature verifies over its data with its key", () => {
    expect(verifySignature(key, data, signature)).toBe(true);
  });

  test("it does not verify over other data, with another key or with one bit flipped", () => {
    const other = parseDnskey(dnskeyRdata(createKey({ algorithm, flags: 256, seed: "other" })));
    expect(verifySignature(key, flipped(data, 0), signature)).toBe(false);
    expect(verifySignature(other, data, signature)).toBe(false);
    for (const at of [0, signature.length >> 1, signature.length - 1]) {
      expect(verifySignature(key, data, flipped(signature, at))).toBe(false);
    }
  });

  test("signatures of another length, empty or all zero do not verify, without an error", () => {
    const length = signature.length;
    for (const bad of [
      new Uint8Array(),
      signature.subarray(1),
      signature.subarray(0, -1),
      concatBytes(signature, Uint8Array.of(0)),
      concatBytes(Uint8Array.of(0), signature),
      new Uint8Array(length),
      new Uint8Array(length).fill(0xff),
    ]) {
      expect(verifySignature(key, data, bad)).toBe(false);
    }
  });

  test("malformed keys verify nothing, without an error", () => {
    const { publicKey } = key;
    for (const bad of [
      new Uint8Array(),
      Uint8Array.of(0),
      Uint8Array.of(255, 1),
      publicKey.subarray(0, publicKey.length >> 1),
      new Uint8Array(publicKey.length),
      new Uint8Array(publicKey.length).fill(0xff),
    ]) {
      expect(verifySignature(keyOf(algorithm, bad), data, signature)).toBe(false);
    }
  });
});

test.each([0, 1, 2, 3, 4, 6, 9, 11, 12, 17, 23, 252, 253, 254, 255])(
  "algorithm %i is not supported and verifies nothing",
  (algorithm) => {
    const { key, data, signature } = signed(13);
    const unsupported = keyOf(algorithm, key.publicKey);
    expect(isSupportedAlgorithm(algorithm)).toBe(false);
    expect(signatureLength(unsupported)).toBeNull();
    expect(publicKeyObject(unsupported)).toBeNull();
    expect(verifySignature(unsupported, data, signature)).toBe(false);
  },
);

test("a point off the curve is no key", () => {
  const { key } = signed(13);
  expect(publicKeyObject(key)).not.toBeNull();
  expect(publicKeyObject(keyOf(13, flipped(key.publicKey, 40)))).toBeNull();
  expect(publicKeyObject(keyOf(14, key.publicKey))).toBeNull();
});

describe("RSA public keys (RFC 3110 2)", () => {
  const modulus = new Uint8Array(64).fill(0xaa);

  test.each([
    ["a short exponent", concatBytes(Uint8Array.of(3, 1, 0, 1), modulus), "010001"],
    ["an exponent length in three octets", concatBytes(Uint8Array.of(0, 0, 3, 1, 0, 1), modulus), "010001"],
    ["leading zeros", concatBytes(Uint8Array.of(4, 0, 1, 0, 1, 0, 0), modulus), "010001"],
  ])("%s is read", (_, field, exponent) => {
    const key = parseRsaPublicKey(field);
    expect([toHex(key.exponent), toHex(key.modulus)]).toEqual([exponent, toHex(modulus)]);
    expect(signatureLength(keyOf(8, field))).toBe(64);
  });

  test.each([
    ["nothing", []],
    ["no exponent", [0, 0, 0, 0xaa]],
    ["an exponent of zero", [1, 0, 0xaa]],
    ["no modulus", [1, 3]],
    ["a modulus of zero", [1, 3, 0, 0]],
    ["an exponent that overruns", [9, 1, 0, 1]],
    ["half a length", [0, 1]],
  ])("%s is malformed", (_, octets) => {
    const field = Uint8Array.from(octets);
    expect(() => parseRsaPublicKey(field)).toThrow(WireFormatError);
    expect(signatureLength(keyOf(8, field))).toBeNull();
  });
});

describe("digests", () => {
  test("types 1, 2 and 4 are computed over owner and RDATA, the owner in lower case", () => {
    const rdata = Uint8Array.of(1, 1, 3, 13, 7);
    for (const [type, length] of [
      [1, 20],
      [2, 32],
      [4, 48],
    ] as const) {
      expect(isSupportedDigest(type)).toBe(true);
      expect(dsDigest(owner, rdata, type)).toHaveLength(length);
      expect(dsDigest(parseName("WWW.Example."), rdata, type)).toEqual(dsDigest(owner, rdata, type));
      expect(dsDigest(ROOT, rdata, type)).not.toEqual(dsDigest(owner, rdata, type));
    }
  });

  test("the digest of a key is computed once, whatever the number of DS", () => {
    const rdata = Uint8Array.of(1, 1, 3, 13, 1, 2, 3, 4);
    expect(dsDigest(owner, rdata, 2)).toBe(dsDigest(parseName("WWW.example."), rdata, 2));
  });

  test.each([0, 3, 5, 6, 255])("type %i is not", (type) => {
    expect(isSupportedDigest(type)).toBe(false);
    expect(dsDigest(owner, new Uint8Array(), type)).toBeNull();
  });

  test("an NSEC3 hash depends on name, salt and iterations", () => {
    const hashes = [
      nsec3Hash(owner, new Uint8Array(), 0),
      nsec3Hash(owner, Uint8Array.of(1), 0),
      nsec3Hash(owner, new Uint8Array(), 1),
      nsec3Hash(ROOT, new Uint8Array(), 0),
    ];
    expect(new Set(hashes.map(toHex)).size).toBe(4);
  });
});
