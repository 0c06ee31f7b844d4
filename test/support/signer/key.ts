import { type KeyObject, createECDH, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { publicKeyField } from "../key-octets.ts";
import { signatureScheme } from "./algorithms.ts";
import rsaKeys from "./rsa-keys.json" with { type: "json" };

/** What a key signs: the DNSKEY, CDS and CDNSKEY RRsets, the rest, all of it or nothing. */
type SigningScope = "dnskey" | "data" | "all" | "nothing";

/** A key of a test zone, with what is to be done with it. */
export interface SigningKey {
  readonly algorithm: number;
  /** The DNSKEY flags field: 257 with SEP, 256 without, plus 128 when revoked. */
  readonly flags: number;
  readonly protocol: number;
  /** The public key field of the DNSKEY RDATA. */
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
  readonly signs: SigningScope;
  /** Whether it is in the DNSKEY RRset. */
  readonly published: boolean;
}

/** What a new key is to be; the same wishes always give the same key. */
export interface KeyOptions {
  readonly algorithm?: number;
  readonly flags?: number;
  /** Tells keys apart; RSA keys come from a pool, where equal positions can meet. */
  readonly seed?: string;
  /** RSA only: 512, 1024, 2048 or 4096. */
  readonly bits?: 512 | 1024 | 2048 | 4096;
  readonly signs?: SigningScope;
  readonly published?: boolean;
}

const ZONE = 0x0100;
const SEP = 0x0001;
const REVOKE = 0x0080;

/** A key by its wishes, algorithm 13 and KSK by default; a key with SEP signs DNSKEY, one without signs data. */
export function createKey(options: KeyOptions = {}): SigningKey {
  const { algorithm = 13, flags = ZONE | SEP, seed = "", bits = 2048 } = options;
  const privateKey = createPrivate(algorithm, `${algorithm}/${seed}`, bits, flags);
  return {
    algorithm,
    flags,
    protocol: 3,
    publicKey: publicKeyField(createPublicKey(privateKey)),
    privateKey,
    signs: options.signs ?? ((flags & SEP) !== 0 ? "dnskey" : "data"),
    published: options.published ?? true,
  };
}

/** A KSK and a ZSK. */
export function keyPair(algorithm = 13, seed = "", bits: KeyOptions["bits"] = 2048): [SigningKey, SigningKey] {
  return [createKey({ algorithm, seed, bits }), createKey({ algorithm, seed: `${seed}/zsk`, bits, flags: ZONE })];
}

/** One key with SEP that signs everything. */
export function combinedKey(algorithm = 13, seed = ""): SigningKey {
  return createKey({ algorithm, seed, signs: "all" });
}

/** The same key with the REVOKE bit, thus another key tag (RFC 5011 2.1). */
export function revoked(key: SigningKey): SigningKey {
  return { ...key, flags: key.flags | REVOKE };
}

/** The key's DNSKEY RDATA. */
export function dnskeyRdata(key: SigningKey): Uint8Array {
  return concatBytes(uint16(key.flags), Uint8Array.of(key.protocol, key.algorithm), key.publicKey);
}

/** The key tag of DNSKEY RDATA (RFC 4034 appendix B, B.1 for algorithm 1). */
export function keyTagOf(rdata: Uint8Array): number {
  if (rdata[3] === 1) return ((rdata.at(-3) ?? 0) << 8) | (rdata.at(-2) ?? 0);
  let sum = 0;
  for (let i = 0; i < rdata.length; i += 2) sum += ((rdata[i] ?? 0) << 8) + (rdata[i + 1] ?? 0);
  return (sum + (sum >>> 16)) & 0xffff;
}

/** The key tag a key has as it is published. */
export function keyTag(key: SigningKey): number {
  return keyTagOf(dnskeyRdata(key));
}

/** Two ZSKs of one tag, as every rollover in some ten thousand meets them. */
export function keysWithOneTag(): [SigningKey, SigningKey] {
  const known = new Map<number, SigningKey>();
  for (let i = 0; ; i++) {
    const key = createKey({ seed: `tag ${i}`, flags: ZONE });
    const other = known.get(keyTag(key));
    if (other !== undefined) return [other, key];
    known.set(keyTag(key), key);
  }
}

/** A key of any tag wished for, by another public key that fits no private one: it can be published, not sign. */
export function withKeyTag(key: SigningKey, tag: number): SigningKey {
  const withStart = (start: number) => {
    const publicKey = Uint8Array.from(key.publicKey);
    publicKey.set(uint16(start & 0xffff), 0);
    return { ...key, publicKey };
  };
  // The tag is a sum of 16-bit words; its carry may add one.
  const distance = tag - keyTag(withStart(0));
  const found = [distance, distance - 1, distance + 1].map(withStart).find((each) => keyTag(each) === tag);
  if (found === undefined) throw new Error(`no public key found for the tag ${tag}`);
  return found;
}

function createPrivate(algorithm: number, seed: string, bits: number, flags: number): KeyObject {
  const scheme = signatureScheme(algorithm);
  if (scheme.kind === "rsa") return poolKey(seed, bits, flags);
  if (scheme.kind === "ecdsa") return ecdsaKey(seed, scheme.curve);
  const [prefix, length] =
    scheme.curve === "Ed25519" ? ["302e020100300506032b657004220420", 32] : ["3047020100300506032b6571043b0439", 57];
  const secret = createHash("shake256", { outputLength: length }).update(seed).digest();
  return createPrivateKey({ key: Buffer.concat([Buffer.from(prefix, "hex"), secret]), format: "der", type: "pkcs8" });
}

/** KSKs and ZSKs come from the two halves of the pool, so that the two of a zone always differ. */
function poolKey(seed: string, bits: number, flags: number): KeyObject {
  const pool: readonly string[] = rsaKeys[String(bits) as keyof typeof rsaKeys];
  const half = Math.ceil(pool.length / 2);
  const part = (flags & SEP) !== 0 || pool.length === 1 ? pool.slice(0, half) : pool.slice(half);
  const index = (createHash("sha256").update(seed).digest()[0] ?? 0) % part.length;
  return createPrivateKey({ key: Buffer.from(part[index] ?? "", "base64"), format: "der", type: "pkcs8" });
}

function ecdsaKey(seed: string, curve: "P-256" | "P-384"): KeyObject {
  const size = curve === "P-256" ? 32 : 48;
  const ecdh = createECDH(curve === "P-256" ? "prime256v1" : "secp384r1");
  const secret = createHash("shake256", { outputLength: size }).update(seed).digest();
  // Below both curves' orders, which begin with ff.
  secret[0] = 0x7f;
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const jwk = {
    kty: "EC",
    crv: curve,
    d: secret.toString("base64url"),
    x: point.subarray(1, 1 + size).toString("base64url"),
    y: point.subarray(1 + size).toString("base64url"),
  };
  return createPrivateKey({ key: jwk, format: "jwk" });
}
