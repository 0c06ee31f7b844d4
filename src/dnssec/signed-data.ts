import { canonicalRdata } from "../dns/rdata-layout.ts";
import type { Rrsig } from "../dns/rdata.ts";
import type { Rrset } from "../dns/record.ts";
import { compareBytes, concatBytes, equalBytes, uint16, uint32 } from "../util/bytes.ts";

/**
 * The octets that an RRSIG signs: its RDATA without the signature, then the RRset in canonical form and order, the owner
 * rebuilt from the Labels field for wildcards (RFC 4034 3.1.8.1, 6; RFC 4035 5.3.2). The Labels field must not exceed the
 * owner's labels.
 */
export function signedData(rrset: Rrset, rrsig: Rrsig): Uint8Array {
  const encloser = rrset.owner.suffix(rrsig.labels);
  const owner =
    rrsig.labels < ownerLabels(rrset)
      ? concatBytes(Uint8Array.of(1, 0x2a), encloser.canonicalWire())
      : rrset.owner.canonicalWire();
  const head = concatBytes(owner, uint16(rrset.type), uint16(rrset.class), uint32(rrsig.originalTtl));
  const parts = [
    uint16(rrsig.typeCovered),
    Uint8Array.of(rrsig.algorithm, rrsig.labels),
    uint32(rrsig.originalTtl),
    uint32(rrsig.expiration),
    uint32(rrsig.inception),
    uint16(rrsig.keyTag),
    rrsig.signerName.canonicalWire(),
  ];
  for (const rdata of canonicalOrder(rrset)) parts.push(head, uint16(rdata.length), rdata);
  return concatBytes(...parts);
}

/** The owner's labels as the Labels field counts them: without the root and a leading asterisk (RFC 4034 3.1.3). */
export function ownerLabels({ owner }: Pick<Rrset, "owner">): number {
  return owner.labels.length - (owner.isWildcard() ? 1 : 0);
}

function canonicalOrder(rrset: Rrset): Uint8Array[] {
  const sorted = rrset.rdatas.map((rdata) => canonicalRdata(rrset.type, rdata)).toSorted(compareBytes);
  return sorted.filter((rdata, i) => i === 0 || !equalBytes(rdata, sorted[i - 1] ?? rdata));
}
