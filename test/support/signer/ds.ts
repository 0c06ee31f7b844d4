import { createHash } from "node:crypto";
import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../../src/dns/registry.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { type SigningKey, dnskeyRdata, keyTagOf } from "./key.ts";

const HASHES: Readonly<Record<number, string>> = { 1: "sha1", 2: "sha256", 4: "sha384" };

/** DS RDATA for a key of a zone; other digest types than 1, 2 and 4 carry a SHA-256 digest (RFC 4034 5.1). */
function dsRdata(owner: DomainName, key: SigningKey, digestType = 2): Uint8Array {
  const rdata = dnskeyRdata(key);
  const digest = createHash(HASHES[digestType] ?? "sha256")
    .update(owner.canonicalWire())
    .update(rdata)
    .digest();
  return concatBytes(uint16(keyTagOf(rdata)), Uint8Array.of(key.algorithm, digestType), digest);
}

/** A DS record for a key of a zone. */
export function dsRecord(owner: DomainName, key: SigningKey, digestType = 2, ttl = 3600): ResourceRecord {
  return { owner, type: RrType.DS, class: CLASS_IN, ttl, rdata: dsRdata(owner, key, digestType) };
}

/** The fields of a DS that a test may get wrong. */
export interface DsFields {
  readonly keyTag?: number;
  readonly algorithm?: number;
  readonly digestType?: number;
  readonly digest?: Uint8Array;
}

/** A DS record with fields changed, the others as they are. */
export function editDs(record: ResourceRecord, fields: DsFields): ResourceRecord {
  const { rdata } = record;
  const keyTag = fields.keyTag === undefined ? rdata.subarray(0, 2) : uint16(fields.keyTag);
  const algorithm = fields.algorithm ?? rdata[2] ?? 0;
  const digestType = fields.digestType ?? rdata[3] ?? 0;
  return {
    ...record,
    rdata: concatBytes(keyTag, Uint8Array.of(algorithm, digestType), fields.digest ?? rdata.subarray(4)),
  };
}

/** The line of a zone that has the DS of its key as CDS, relative to the apex. */
export function cdsLine(apex: DomainName, key: SigningKey, digestType = 2): string {
  const { rdata } = dsRecord(apex, key, digestType);
  return `@ CDS ${keyTagOf(dnskeyRdata(key))} ${key.algorithm} ${digestType} ${Buffer.from(rdata.subarray(4)).toString("hex")}`;
}

/** The line of a zone that has its key as CDNSKEY. */
export function cdnskeyLine({ flags, protocol, algorithm, publicKey }: SigningKey): string {
  return `@ CDNSKEY ${flags} ${protocol} ${algorithm} ${Buffer.from(publicKey).toString("base64")}`;
}
