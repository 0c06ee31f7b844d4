import { type DomainName, parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType, typeCode } from "../../../src/dns/registry.ts";
import { concatBytes, equalBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import type { ZoneKey } from "./keys.ts";
import { type SignatureFields, signRrset } from "./resign.ts";
import type { Mutation, SignedZone } from "./signed-zone.ts";

/** Chooses records of a zone. */
export type Selector = (record: ResourceRecord, zone: SignedZone) => boolean;

/** The RRset of a name relative to the apex and a type mnemonic; `*` is any name, or any type but RRSIG. */
export function rrset(name: string, type: string): Selector {
  return (record, zone) =>
    (type === "*" ? record.type !== RrType.RRSIG : record.type === code16(type)) && isNamed(record, name, zone);
}

/** The signatures over such an RRset; type `*` is any. */
export function signatures(name: string, type: string): Selector {
  return (record, zone) =>
    record.type === RrType.RRSIG &&
    (type === "*" || coveredType(record.rdata) === code16(type)) &&
    isNamed(record, name, zone);
}

/** Those of the selected records that satisfy a condition on their RDATA. */
export function where(selector: Selector, condition: (rdata: Uint8Array, zone: SignedZone) => boolean): Selector {
  return (record, zone) => selector(record, zone) && condition(record.rdata, zone);
}

/** Takes the selected records out. */
export function drop(selector: Selector): Mutation {
  return (zone) => onSelected(zone, selector, () => []);
}

/** Takes one of the selected records out, counted from 0. */
export function dropOne(selector: Selector, index = 0): Mutation {
  return (zone) => {
    let seen = 0;
    return onSelected(zone, selector, (record) => (seen++ === index ? [] : [record]));
  };
}

/** Rewrites the RDATA of the selected records. */
export function edit(selector: Selector, change: RdataChange): Mutation {
  return (zone) => onSelected(zone, selector, (record) => [{ ...record, rdata: change(record.rdata, zone, record) }]);
}

/** New RDATA for a record. */
export type RdataChange = (rdata: Uint8Array, zone: SignedZone, record: ResourceRecord) => Uint8Array;

/** Takes a key out of the DNSKEY RRset. */
export function dropKey(choose: KeyChoice): Mutation {
  return drop(dnskeyOf(choose));
}

/** Rewrites a key in the DNSKEY RRset. */
export function editKey(choose: KeyChoice, change: RdataChange): Mutation {
  return edit(dnskeyOf(choose), change);
}

/** Moves the selected records to another owner. */
export function move(selector: Selector, owner: (owner: DomainName, zone: SignedZone) => DomainName): Mutation {
  return (zone) => onSelected(zone, selector, (record) => [{ ...record, owner: owner(record.owner, zone) }]);
}

/** Changes the TTL, in seconds, of the selected records. */
export function setTtl(selector: Selector, ttl: number): Mutation {
  return (zone) => onSelected(zone, selector, (record) => [{ ...record, ttl }]);
}

/** Adds changed copies of the selected records beside them. */
export function copy(selector: Selector, change: (rdata: Uint8Array) => Uint8Array): Mutation {
  return (zone) => onSelected(zone, selector, (record) => [record, { ...record, rdata: change(record.rdata) }]);
}

/** Adds a record without a signature. */
export function add(name: string, type: string, rdata: (zone: SignedZone) => Uint8Array, ttl = 3600): Mutation {
  return (zone) => [
    ...zone.records,
    { owner: nameIn(zone, name), type: code16(type), class: CLASS_IN, ttl, rdata: rdata(zone) },
  ];
}

/** Signs an RRset anew with one of the zone's keys in place of all its signatures. */
export function resign(name: string, type: string, chooseKey: KeyChoice, fields: SignatureFields = {}): Mutation {
  return resignSelected(rrset(name, type), chooseKey, fields);
}

/** Signs every selected RRset that is signed anew in place of all its signatures. */
export function resignSelected(selector: Selector, chooseKey: KeyChoice, fields: SignatureFields = {}): Mutation {
  return (zone) => {
    const sets = signedSets(zone, selector);
    const kept = zone.records.filter(
      (record) => record.type !== RrType.RRSIG || !sets.has(rrsetKey(record, coveredType(record.rdata))),
    );
    return [...kept, ...[...sets.values()].map((set) => signRrset(set, zone.apex, chooseKey(zone), fields))];
  };
}

/** Adds one more signature to every selected RRset that is signed. */
export function copySigned(selector: Selector, chooseKey: KeyChoice, fields: SignatureFields = {}): Mutation {
  return (zone) => [
    ...zone.records,
    ...[...signedSets(zone, selector).values()].map((set) => signRrset(set, zone.apex, chooseKey(zone), fields)),
  ];
}

/** Chooses one of the zone's keys. */
export type KeyChoice = (zone: SignedZone) => ZoneKey;

/** The first key without the SEP flag, or the only one: what signs the zone's data. */
export const zsk: KeyChoice = ({ keys }) => keys.find(({ flags }) => (flags & 1) === 0) ?? existing(keys[0]);

/** The first key with the SEP flag. */
export const ksk: KeyChoice = ({ keys }) => existing(keys.find(({ flags }) => (flags & 1) === 1));

/** Inverts one bit in the middle of the octets; at is an offset, or negative from the end. */
export function flipBit(at: number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => bytes.map((byte, index) => (index === (at < 0 ? bytes.length + at : at) ? byte ^ 0x10 : byte));
}

/** Overwrites octets at an offset. */
export function overwrite(at: number, octets: Uint8Array): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => concatBytes(bytes.subarray(0, at), octets, bytes.subarray(at + octets.length));
}

/** Offsets in RRSIG RDATA (RFC 4034 3.1). */
export const RRSIG = { algorithm: 2, labels: 3, originalTtl: 4, expiration: 8, inception: 12, keyTag: 16, signer: 18 };

/** Offsets in DNSKEY RDATA (RFC 4034 2.1). */
export const DNSKEY = { flags: 0, protocol: 2, algorithm: 3, key: 4 };

/** Writes both dates into a finished signature, which thereby is wrong too; offsets in seconds from now. */
export function redate(inception: number, expiration: number): (rdata: Uint8Array) => Uint8Array {
  const now = Math.floor(Date.now() / 1000);
  return overwrite(RRSIG.expiration, concatBytes(uint32(now + expiration), uint32(now + inception)));
}

/** The name below the zone's apex, `@` being the apex. */
export function nameIn({ apex }: SignedZone, relative: string): DomainName {
  if (relative === "@") return apex;
  return parseName(apex.isRoot() ? relative : `${relative}.${apex.toString()}`);
}

/** The type an RRSIG covers. */
export function coveredType(rdata: Uint8Array): number {
  return ((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0);
}

/** A key tag as an RRSIG carries it. */
export function taggedBy(choose: KeyChoice): (rdata: Uint8Array, zone: SignedZone) => boolean {
  return (rdata, zone) => {
    const tag = uint16(choose(zone).tag);
    return rdata[RRSIG.keyTag] === tag[0] && rdata[RRSIG.keyTag + 1] === tag[1];
  };
}

/** The selected RRsets that have a signature: glue and delegations have none. */
function signedSets(zone: SignedZone, selector: Selector): Map<string, ResourceRecord[]> {
  const signed = new Set(
    zone.records
      .filter(({ type }) => type === RrType.RRSIG)
      .map((record) => rrsetKey(record, coveredType(record.rdata))),
  );
  const sets = new Map<string, ResourceRecord[]>();
  for (const record of zone.records) {
    const key = rrsetKey(record, record.type);
    if (record.type === RrType.RRSIG || !signed.has(key) || !selector(record, zone)) continue;
    sets.set(key, [...(sets.get(key) ?? []), record]);
  }
  if (sets.size === 0) throw new Error(`nothing to sign anew in ${zone.apex.toString()}`);
  return sets;
}

function rrsetKey({ owner }: ResourceRecord, type: number): string {
  return `${type} ${owner.key}`;
}

function dnskeyOf(choose: KeyChoice): Selector {
  return where(rrset("@", "DNSKEY"), (rdata, zone) => equalBytes(rdata, choose(zone).rdata));
}

function isNamed(record: ResourceRecord, name: string, zone: SignedZone): boolean {
  return name === "*" || record.owner.equals(nameIn(zone, name));
}

function onSelected(
  zone: SignedZone,
  selector: Selector,
  change: (record: ResourceRecord) => ResourceRecord[],
): ResourceRecord[] {
  // A mutation without an object would leave a healthy zone under a faulty one's name.
  if (!zone.records.some((record) => selector(record, zone))) {
    throw new Error(`mutation finds nothing to change in ${zone.apex.toString()}`);
  }
  return zone.records.flatMap((record) => (selector(record, zone) ? change(record) : [record]));
}

function code16(type: string): number {
  return existing(typeCode(type) ?? undefined);
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("no such key or type");
  return value;
}
