import type { Dnskey } from "../dns/rdata.ts";
import { DnskeyFlag } from "../dns/rdata.ts";
import { uint16 } from "../util/bytes.ts";

const RSAMD5 = 1;
/** Where the algorithm stands in the RDATA (RFC 4034 2.1). */
const ALGORITHM = 3;

/** The key tag of a DNSKEY (RFC 4034 B, for RSA/MD5 B.1); tags collide. */
export function keyTag({ algorithm, rdata }: Pick<Dnskey, "algorithm" | "rdata">): number {
  if (algorithm === RSAMD5) return ((rdata.at(-3) ?? 0) << 8) | (rdata.at(-2) ?? 0);
  let sum = 0;
  rdata.forEach((octet, i) => {
    sum += (i & 1) === 0 ? octet << 8 : octet;
  });
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff;
}

/** The tag the key had before it was revoked, or would have when revoked (RFC 5011 2.1 changes one flag bit). */
export function keyTagWithRevokeToggled(key: Dnskey): number {
  return withFlags(key, key.flags ^ DnskeyFlag.REVOKE).tag;
}

/** The key as it would be with other flags, thus with another tag. */
export function withFlags(key: Dnskey, flags: number): Dnskey & { readonly tag: number } {
  const rdata = Uint8Array.from(key.rdata);
  rdata.set(uint16(flags));
  return { ...key, flags, rdata, tag: keyTag({ algorithm: key.algorithm, rdata }) };
}

/** The key as it would be with another algorithm number, thus with another tag. */
export function withAlgorithm(key: Dnskey, algorithm: number): Dnskey & { readonly tag: number } {
  const rdata = key.rdata.with(ALGORITHM, algorithm);
  return { ...key, algorithm, rdata, tag: keyTag({ algorithm, rdata }) };
}

/** The ZONE bit is set: the key may sign zone data (RFC 4034 2.1.1). */
export function isZoneKey(key: Dnskey): boolean {
  return (key.flags & DnskeyFlag.ZONE) !== 0;
}

/** The SEP bit is set: a hint that the key is meant as entry point (RFC 4034 2.1.1). */
export function isSecureEntryPoint(key: Dnskey): boolean {
  return (key.flags & DnskeyFlag.SEP) !== 0;
}

/** The REVOKE bit is set (RFC 5011 2.1). */
export function isRevoked(key: Dnskey): boolean {
  return (key.flags & DnskeyFlag.REVOKE) !== 0;
}

/** A validator may check signatures over zone data with this key (RFC 4034 2.1, RFC 5011 2.1). */
export function isUsableForZoneData(key: Dnskey): boolean {
  return isZoneKey(key) && key.protocol === 3 && !isRevoked(key);
}
