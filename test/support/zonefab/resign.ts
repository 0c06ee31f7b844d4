import { sign } from "node:crypto";
import type { DomainName } from "../../../src/dns/name.ts";
import { canonicalRdata } from "../../../src/dns/rdata-layout.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../../src/dns/registry.ts";
import { compareBytes, concatBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import type { ZoneKey } from "./keys.ts";

/** The fields of a signature; those left out are as they should be. */
export interface SignatureFields {
  readonly inception?: number;
  readonly expiration?: number;
  readonly labels?: number;
  readonly originalTtl?: number;
  readonly signerName?: DomainName;
  readonly keyTag?: number;
  readonly algorithm?: number;
}

/**
 * Signs one RRset anew, so that a fault in what it says is not hidden behind a broken signature. Unbound, which
 * validates the same zones, is the check on this signer.
 */
export function signRrset(
  rrset: readonly ResourceRecord[],
  apex: DomainName,
  key: ZoneKey,
  fields: SignatureFields = {},
): ResourceRecord {
  const [first] = rrset;
  if (first === undefined) throw new Error("nothing to sign");
  const { owner, type, ttl } = first;
  const now = Math.floor(Date.now() / 1000);
  const labels = fields.labels ?? owner.labels.length - (owner.isWildcard() ? 1 : 0);
  const originalTtl = fields.originalTtl ?? ttl;
  const head = concatBytes(
    uint16(type),
    Uint8Array.of(fields.algorithm ?? key.algorithm, labels),
    ...[originalTtl, fields.expiration ?? now + 14 * 86400, fields.inception ?? now - 3600].map(uint32),
    uint16(fields.keyTag ?? key.tag),
    (fields.signerName ?? apex).canonicalWire(),
  );
  const signedOwner =
    labels < owner.labels.length - (owner.isWildcard() ? 1 : 0)
      ? owner.suffix(labels).child(Uint8Array.of(0x2a))
      : owner;
  const records = rrset
    .map((record) => canonicalRdata(type, record.rdata))
    .toSorted(compareBytes)
    .map((rdata) =>
      concatBytes(
        signedOwner.canonicalWire(),
        ...[type, CLASS_IN].map(uint16),
        uint32(originalTtl),
        uint16(rdata.length),
        rdata,
      ),
    );
  const signature = rawSignature(key, concatBytes(head, ...records));
  return { owner, type: RrType.RRSIG, class: CLASS_IN, ttl, rdata: concatBytes(head, signature) };
}

/** The signature field of an RRSIG (RFC 3110, 5702, 6605, 8080). */
function rawSignature(key: ZoneKey, data: Uint8Array): Uint8Array {
  const hash = { 5: "sha1", 7: "sha1", 8: "sha256", 10: "sha512", 13: "sha256", 14: "sha384" }[key.algorithm] ?? null;
  return sign(hash, data, { key: key.privateKey, dsaEncoding: "ieee-p1363" });
}
