import { createHash } from "node:crypto";
import { type DomainName, parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { RrType, typeCode } from "../../../src/dns/registry.ts";
import { encodeBase32Hex } from "../../../src/util/base32hex.ts";
import { compareBytes, concatBytes } from "../../../src/util/bytes.ts";
import { coveredType, drop, nameIn, type Selector } from "./mutators.ts";
import type { Mutation, SignedZone } from "./signed-zone.ts";

/** The NSEC3 record whose owner is the hash of a name relative to the apex. */
export function nsec3Matching(name: string): Selector {
  return (record, zone) => record.type === RrType.NSEC3 && record.owner.equals(nsec3Owner(zone, name));
}

/** The NSEC3 record that covers the hash of a name relative to the apex. */
export function nsec3Covering(name: string): Selector {
  return (record, zone) => {
    if (record.type !== RrType.NSEC3) return false;
    const hash = nsec3Owner(zone, name).wire.subarray(0, 33);
    const below = zone.records
      .filter(({ type }) => type === RrType.NSEC3)
      .map(({ owner }) => owner.canonicalWire().subarray(0, 33))
      .toSorted(compareBytes);
    const before = below.findLast((owner) => compareBytes(owner, hash) < 0) ?? below.at(-1);
    return before !== undefined && compareBytes(record.owner.canonicalWire().subarray(0, 33), before) === 0;
  };
}

/** Takes out what the selector chooses together with the signatures over it. */
export function dropSigned(selector: Selector): Mutation {
  return (zone) => {
    const chosen = zone.records.filter((record) => selector(record, zone));
    const covers = (record: ResourceRecord): boolean =>
      record.type === RrType.RRSIG &&
      chosen.some(({ owner, type }) => owner.equals(record.owner) && type === coveredType(record.rdata));
    return drop((record) => chosen.includes(record) || covers(record))(zone);
  };
}

/** NSEC RDATA with another next name, relative to the apex. */
export function withNext(next: string): (rdata: Uint8Array, zone: SignedZone) => Uint8Array {
  return (rdata, zone) => concatBytes(nameIn(zone, next).canonicalWire(), rdata.subarray(nameLength(rdata)));
}

/** NSEC RDATA with other types. */
export function withTypes(...types: readonly string[]): (rdata: Uint8Array) => Uint8Array {
  return (rdata) => concatBytes(rdata.subarray(0, nameLength(rdata)), bitmap(types));
}

/** NSEC3 RDATA with other types. */
export function withNsec3Types(...types: readonly string[]): (rdata: Uint8Array) => Uint8Array {
  return (rdata) => {
    const saltLength = rdata[4] ?? 0;
    const hashLength = rdata[5 + saltLength] ?? 0;
    return concatBytes(rdata.subarray(0, 6 + saltLength + hashLength), bitmap(types));
  };
}

/** A type bitmap (RFC 4034 4.1.2). */
export function bitmap(types: readonly string[]): Uint8Array {
  const codes = types.map((type) => typeCode(type) ?? 0).toSorted((a, b) => a - b);
  const windows = [...new Set(codes.map((code) => code >> 8))];
  return concatBytes(
    ...windows.map((window) => {
      const low = codes.filter((code) => code >> 8 === window).map((code) => code & 0xff);
      const octets = new Uint8Array(((low.at(-1) ?? 0) >> 3) + 1);
      for (const code of low) octets[code >> 3] = (octets[code >> 3] ?? 0) | (0x80 >> (code & 7));
      return concatBytes(Uint8Array.of(window, octets.length), octets);
    }),
  );
}

/** The owner of the NSEC3 record for a name relative to the apex, by the zone's NSEC3PARAM (RFC 5155 5). */
export function nsec3Owner(zone: SignedZone, name: string): DomainName {
  const parameters = zone.records.find(({ type }) => type === RrType.NSEC3PARAM)?.rdata;
  if (parameters === undefined) throw new Error(`${zone.apex.toString()} has no NSEC3PARAM`);
  const iterations = ((parameters[2] ?? 0) << 8) | (parameters[3] ?? 0);
  const salt = parameters.subarray(5);
  let hash = nameIn(zone, name).canonicalWire();
  for (let i = 0; i <= iterations; i++) hash = createHash("sha1").update(hash).update(salt).digest();
  return parseName(`${encodeBase32Hex(hash)}.${zone.apex.toString()}`);
}

function nameLength(rdata: Uint8Array): number {
  let offset = 0;
  while (rdata[offset]) offset += (rdata[offset] ?? 0) + 1;
  return offset + 1;
}
