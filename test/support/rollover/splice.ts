import { parseRrsig } from "../../../src/dns/rdata.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { RrType, typeCode } from "../../../src/dns/registry.ts";
import { nameRelativeTo } from "../signer/rdata-text.ts";
import type { Zone } from "../signer/zone.ts";

/** The zone with RRsets of one owner, given relative to the apex, and their signatures as another version of it has them. */
export function withRrsetsOf(zone: Zone, other: Zone, owner: string, types: readonly string[]): Zone {
  const tests = types.map((type) => isOfRrset(zone, owner, type));
  const isMeant = (record: ResourceRecord): boolean => tests.some((test) => test(record));
  return { ...zone, records: [...zone.records.filter((record) => !isMeant(record)), ...other.records.filter(isMeant)] };
}

/** The zone without the signatures of some keys over one RRset. */
export function withoutSignaturesOf(zone: Zone, tags: readonly number[], owner: string, type: string): Zone {
  const isMeant = isOfRrset(zone, owner, type);
  const isKept = (record: ResourceRecord): boolean =>
    record.type !== RrType.RRSIG || !isMeant(record) || !tags.includes(parseRrsig(record.rdata).keyTag);
  return { ...zone, records: zone.records.filter(isKept) };
}

/** Tells the records of an RRset and its signatures. */
function isOfRrset({ apex }: Zone, owner: string, type: string): (record: ResourceRecord) => boolean {
  const name = nameRelativeTo(owner, apex);
  const code = typeCode(type);
  return (record) =>
    record.owner.equals(name) &&
    (record.type === RrType.RRSIG ? parseRrsig(record.rdata).typeCovered : record.type) === code;
}
