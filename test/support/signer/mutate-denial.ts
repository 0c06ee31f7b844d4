import { readName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { typeCode } from "../../../src/dns/registry.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { Reader } from "../../../src/util/reader.ts";
import { bitmapTypes, typeBitmap } from "./bitmap.ts";
import { nsec3Hash, nsecRdata } from "./denial-chain.ts";
import { type Mutation, EVERY, dropRecords, dropRrset, editRecords, isOf, mutate, resign } from "./mutate.ts";
import { nameRelativeTo } from "./rdata-text.ts";
import type { SignedZone } from "./sign-zone.ts";

/** The fields of NSEC3 RDATA (RFC 5155 3.2). */
export interface Nsec3Fields {
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly next: Uint8Array;
  readonly types: readonly number[];
}

/** Takes out the whole denial chain, its signatures too. */
export function dropDenial(): Mutation {
  return (zone) => mutate(zone, dropRrset(EVERY, "NSEC"), dropRrset(EVERY, "NSEC3"));
}

/** Takes out a name's NSEC or NSEC3, its signatures too. */
export function dropDenialOf(owner: string): Mutation {
  return (zone) => mutate(zone, dropRrset(owner, "NSEC"), dropRrset(owner, "NSEC3"));
}

/** Sets and clears types in a name's NSEC or NSEC3 and signs it again. */
export function editBitmap(owner: string, change: { add?: readonly string[]; remove?: readonly string[] }): Mutation {
  const codes = (types: readonly string[] = []) => types.map((type) => typeCode(type) ?? 0);
  return editDenial(owner, (fields) => ({
    types: [...fields.types.filter((type) => !codes(change.remove).includes(type)), ...codes(change.add)],
  }));
}

/** Points a name's NSEC or NSEC3 at the name given, hashed where it must be, and signs it again. */
export function alterNext(owner: string, next: string): Mutation {
  return (zone) => {
    const { denial } = zone.signing;
    const name = nameRelativeTo(next, zone.apex);
    const target = typeof denial === "string" ? name.wire : nsec3Hash(name, denial);
    return editDenial(owner, () => ({ next: target }))(zone);
  };
}

/** Changes fields of a name's NSEC3, or of an NSEC the next name and types, and signs it again. */
export function editDenial(owner: string, edit: (fields: Nsec3Fields) => Partial<Nsec3Fields>): Mutation {
  return (zone) =>
    mutate(
      zone,
      editRecords(owner, "NSEC", (record) => ({ ...record, rdata: editNsec(record.rdata, edit) })),
      editRecords(owner, "NSEC3", (record) => {
        const fields = readNsec3(record.rdata);
        return { ...record, rdata: nsec3FieldsRdata({ ...fields, ...edit(fields) }) };
      }),
      resign(owner, "NSEC"),
      resign(owner, "NSEC3"),
    );
}

/** Gives a name's NSEC or NSEC3 another owner and signs it there. */
export function moveDenial(owner: string, newOwner: string): Mutation {
  return (zone) => {
    const target = nameRelativeTo(newOwner, zone.apex);
    const isMoved = (record: ResourceRecord) => isDenialOf(record, zone, owner);
    const moved = zone.records.filter(isMoved).map((record) => ({ ...record, owner: target }));
    const without = mutate(zone, dropDenialOf(owner), dropRecords(newOwner, "NSEC"));
    const complete = { ...without, records: [...without.records, ...moved] };
    return mutate(complete, resign(newOwner, "NSEC"), resign(newOwner, "NSEC3"));
  };
}

/** The fields of NSEC3 RDATA. */
export function readNsec3(rdata: Uint8Array): Nsec3Fields {
  const reader = new Reader(rdata);
  return {
    hashAlgorithm: reader.uint8(),
    flags: reader.uint8(),
    iterations: reader.uint16(),
    salt: reader.take(reader.uint8()),
    next: reader.take(reader.uint8()),
    types: bitmapTypes(reader.rest()),
  };
}

function isDenialOf(record: ResourceRecord, zone: SignedZone, owner: string): boolean {
  return isOf(record, zone, owner, "NSEC") || isOf(record, zone, owner, "NSEC3");
}

function nsec3FieldsRdata({ hashAlgorithm, flags, iterations, salt, next, types }: Nsec3Fields): Uint8Array {
  return concatBytes(
    Uint8Array.of(hashAlgorithm, flags),
    uint16(iterations),
    Uint8Array.of(salt.length),
    salt,
    Uint8Array.of(next.length),
    next,
    typeBitmap(types),
  );
}

function editNsec(rdata: Uint8Array, edit: (fields: Nsec3Fields) => Partial<Nsec3Fields>): Uint8Array {
  const reader = new Reader(rdata);
  const nextName = readName(reader);
  const types = bitmapTypes(reader.rest());
  const noNsec3 = { hashAlgorithm: 0, flags: 0, iterations: 0, salt: new Uint8Array(0) };
  const edited = { next: nextName.wire, types, ...edit({ ...noNsec3, next: nextName.wire, types }) };
  return nsecRdata(readName(new Reader(edited.next)), edited.types);
}
