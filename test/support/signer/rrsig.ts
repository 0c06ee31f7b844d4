import { sign } from "node:crypto";
import { type DomainName, readName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { concatBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import { Reader } from "../../../src/util/reader.ts";
import { signatureScheme } from "./algorithms.ts";
import { canonicalRrset } from "./canonical.ts";
import { type SigningKey, keyTag } from "./key.ts";

/** The fields of an RRSIG RDATA (RFC 4034 3.1). */
export interface RrsigFields {
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  /** Seconds since 1970. */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signerName: DomainName;
  readonly signature: Uint8Array;
}

/** What a signature says unless a test wants it otherwise. */
export interface SignatureOptions extends Partial<Omit<RrsigFields, "signature" | "typeCovered">> {
  readonly inception: number;
  readonly expiration: number;
  readonly signerName: DomainName;
}

/** Signs one RRset; the fields given replace the right ones and are signed along. */
export function signRrset(
  rrset: readonly ResourceRecord[],
  key: SigningKey,
  options: SignatureOptions,
): ResourceRecord {
  const [first] = rrset;
  if (first === undefined) throw new Error("an RRset has at least one record");
  const { owner, type } = first;
  const fields: RrsigFields = {
    typeCovered: type,
    algorithm: key.algorithm,
    labels: owner.labels.length - (owner.isWildcard() ? 1 : 0),
    originalTtl: first.ttl,
    keyTag: keyTag(key),
    ...options,
    signature: new Uint8Array(0),
  };
  const data = concatBytes(
    rrsigRdata({ ...fields, signerName: fields.signerName }, true),
    canonicalRrset(signedOwner(owner, fields.labels), rrset, fields.originalTtl),
  );
  const rdata = rrsigRdata({ ...fields, signature: makeSignature(data, key) }, false);
  return { owner, type: RrType.RRSIG, class: first.class, ttl: first.ttl, rdata };
}

/** The owner name that is signed: the wildcard where Labels counts fewer than the owner has (RFC 4035 5.3.2). */
function signedOwner(owner: DomainName, labels: number): DomainName {
  const own = owner.labels.length - (owner.isWildcard() ? 1 : 0);
  return labels < own ? (owner.suffix(labels).wildcard() ?? owner) : owner;
}

/** RRSIG RDATA from its fields; for signing the signer's name is canonical. */
export function rrsigRdata(fields: RrsigFields, forSigning = false): Uint8Array {
  return concatBytes(
    uint16(fields.typeCovered),
    Uint8Array.of(fields.algorithm, fields.labels),
    uint32(fields.originalTtl),
    uint32(fields.expiration),
    uint32(fields.inception),
    uint16(fields.keyTag),
    forSigning ? fields.signerName.canonicalWire() : fields.signerName.wire,
    fields.signature,
  );
}

/** The fields of RRSIG RDATA. */
export function readRrsig(rdata: Uint8Array): RrsigFields {
  const reader = new Reader(rdata);
  return {
    typeCovered: reader.uint16(),
    algorithm: reader.uint8(),
    labels: reader.uint8(),
    originalTtl: reader.uint32(),
    expiration: reader.uint32(),
    inception: reader.uint32(),
    keyTag: reader.uint16(),
    signerName: readName(reader),
    signature: reader.rest(),
  };
}

function makeSignature(data: Uint8Array, key: SigningKey): Uint8Array {
  const scheme = signatureScheme(key.algorithm);
  const hash = scheme.kind === "eddsa" ? null : scheme.hash;
  return Uint8Array.from(sign(hash, data, { key: key.privateKey, dsaEncoding: "ieee-p1363" }));
}
