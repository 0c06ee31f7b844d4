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
