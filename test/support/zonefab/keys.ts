import { createHash, generateKeyPairSync, type KeyObject, type KeyPairKeyObjectResult } from "node:crypto";
import type { DomainName } from "../../../src/dns/name.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { privateScalar, publicKeyField, rsaIntegers } from "../key-octets.ts";

/** A zone's key pair and its DNSKEY RDATA. */
export interface ZoneKey {
  readonly algorithm: number;
  /** 257 for a KSK or CSK, 256 for a ZSK. */
  readonly flags: number;
  readonly rdata: Uint8Array;
  readonly tag: number;
  readonly privateKey: KeyObject;
}

/**
 * Makes a key; RSA pairs come from a small pool, since making them is slow. No two pairs share a tag by chance: BIND's
 * signer takes such a KSK and ZSK for one key.
 */
export function makeKey(algorithm: number, flags: number): ZoneKey {
  if (RSA_BITS[algorithm] === undefined) return makeUniqueKey(algorithm, flags);
  const pool = rsaPool.get(algorithm) ?? Array.from({ length: RSA_POOL_SIZE }, () => makeUniqueKey(algorithm, flags));
  rsaPool.set(algorithm, pool);
  const key = pool[rsaTurn++ % pool.length];
  if (key === undefined) throw new Error("empty RSA pool");
  return withFlags(key, flags);
}

/** Two keys of one algorithm, flags and tag. */
export function makeCollidingKeys(algorithm: number, flags: number): readonly [ZoneKey, ZoneKey] {
  const byTag = new Map<number, ZoneKey>();
  for (;;) {
    const key = makeAnyKey(algorithm, flags);
    const other = byTag.get(key.tag);
    if (other !== undefined) return [other, key];
    byTag.set(key.tag, key);
  }
}

/** The same key pair with other flags; the tag follows (RFC 4034 appendix B). */
export function withFlags(key: ZoneKey, flags: number): ZoneKey {
  const rdata = concatBytes(uint16(flags), key.rdata.subarray(2));
  return { ...key, flags, rdata, tag: keyTag(rdata) };
}

/** The key tag of DNSKEY RDATA (RFC 4034 appendix B). */
export function keyTag(rdata: Uint8Array): number {
  let sum = 0;
  for (const [index, byte] of rdata.entries()) sum += index % 2 === 0 ? byte << 8 : byte;
  return (sum + (sum >> 16)) & 0xffff;
}

/** DS RDATA of a key: digest type 1, 2 or 4 (RFC 4034 5.1.4). */
export function dsRdata(apex: DomainName, key: ZoneKey, digestType = 2): Uint8Array {
  const hash = createHash({ 1: "sha1", 2: "sha256", 4: "sha384" }[digestType] ?? "sha256");
  const digest = hash.update(apex.canonicalWire()).update(key.rdata).digest();
  return concatBytes(uint16(key.tag), Uint8Array.of(key.algorithm, digestType), digest);
}

/** The DNSKEY of a key as a zone-file line. */
export function dnskeyLine(apex: DomainName, key: ZoneKey): string {
  const base64 = Buffer.from(key.rdata.subarray(4)).toString("base64");
  return `${apex.toString()} 3600 IN DNSKEY ${key.flags} 3 ${key.algorithm} ${base64}\n`;
}

/** The private key in the file format of BIND, which ldns and Knot read too. */
export function privateKeyFile(key: ZoneKey): string {
  const rsaLabels = ["Modulus", "PublicExponent", "PrivateExponent", "Prime1", "Prime2", "Exponent1", "Exponent2"];
  const fields =
    RSA_BITS[key.algorithm] === undefined
      ? [["PrivateKey", privateScalar(key.privateKey)] as const]
      : [...rsaLabels, "Coefficient"].map((label, index) => [label, rsaIntegers(key.privateKey)[index + 1]] as const);
  const lines = fields.map(([label, field]) => `${label}: ${Buffer.from(field ?? []).toString("base64")}\n`).join("");
  return `Private-key-format: v1.2\nAlgorithm: ${key.algorithm} (${MNEMONICS[key.algorithm]})\n${lines}`;
}

const MNEMONICS: Readonly<Record<number, string>> = {
  5: "RSASHA1",
  7: "NSEC3RSASHA1",
  8: "RSASHA256",
  10: "RSASHA512",
  13: "ECDSAP256SHA256",
  14: "ECDSAP384SHA384",
  15: "ED25519",
  16: "ED448",
};

const RSA_BITS: Readonly<Record<number, number>> = { 5: 1024, 7: 1024, 8: 2048, 10: 2048 };
const RSA_POOL_SIZE = 3;

const rsaPool = new Map<number, readonly ZoneKey[]>();
let rsaTurn = 0;
const usedTags = new Set<number>();

function makeUniqueKey(algorithm: number, flags: number): ZoneKey {
  for (;;) {
    const key = makeAnyKey(algorithm, flags);
    const tags = [256, 257, 384, 385].map((each) => withFlags(key, each).tag);
    if (tags.some((tag) => usedTags.has(tag))) continue;
    for (const tag of tags) usedTags.add(tag);
    return key;
  }
}

function makeAnyKey(algorithm: number, flags: number): ZoneKey {
  const { publicKey, privateKey } = newPair(algorithm);
  const rdata = concatBytes(uint16(flags), Uint8Array.of(3, algorithm), publicKeyField(publicKey));
  return { algorithm, flags, rdata, tag: keyTag(rdata), privateKey };
}

function newPair(algorithm: number): KeyPairKeyObjectResult {
  const modulusLength = RSA_BITS[algorithm];
  if (modulusLength !== undefined) return generateKeyPairSync("rsa", { modulusLength });
  if (algorithm === 13) return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === 14) return generateKeyPairSync("ec", { namedCurve: "P-384" });
  if (algorithm === 15) return generateKeyPairSync("ed25519");
  if (algorithm === 16) return generateKeyPairSync("ed448");
  throw new Error(`no key of algorithm ${algorithm}`);
}
