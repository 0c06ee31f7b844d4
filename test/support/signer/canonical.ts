import { type DomainName, readName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { concatBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import { Reader } from "../../../src/util/reader.ts";
import { RDATA_FORMATS, type RdataField } from "./rdata-format.ts";

/** Types whose RDATA names are not lower-cased: those RFC 4034 6.2 leaves out, and NSEC by RFC 6840 5.1. */
const KEEPS_CASE = new Set([47, 64, 65]);

const FIXED_SIZE: Partial<Record<RdataField, number>> = { u8: 1, u16: 2, type: 2, u32: 4, time: 4, ipv4: 4, ipv6: 16 };

/** RDATA in canonical form (RFC 4034 6.2); RDATA that does not fit its type is taken as it is. */
function canonicalForm(type: number, rdata: Uint8Array): Uint8Array {
  const format = RDATA_FORMATS.get(type);
  if (format === undefined || KEEPS_CASE.has(type) || !format.includes("name")) return rdata;
  const reader = new Reader(rdata);
  try {
    return concatBytes(...format.map((field) => canonicalField(field, reader)), reader.rest());
  } catch {
    return rdata;
  }
}

function canonicalField(field: RdataField, reader: Reader): Uint8Array {
  if (field === "name") return readName(reader).canonicalWire();
  const size = FIXED_SIZE[field];
  if (size !== undefined) return reader.take(size);
  if (field !== "string") return reader.rest();
  const length = reader.uint8();
  return concatBytes(Uint8Array.of(length), reader.take(length));
}

/** The records of an RRset as they are signed: canonical, in order, each once (RFC 4034 3.1.8.1, 6.3). */
export function canonicalRrset(owner: DomainName, records: readonly ResourceRecord[], ttl: number): Uint8Array {
  const [first] = records;
  if (first === undefined) throw new Error("an RRset has at least one record");
  const head = concatBytes(owner.canonicalWire(), uint16(first.type), uint16(first.class), uint32(ttl));
  const rdatas = records.map(({ type, rdata }) => canonicalForm(type, rdata)).toSorted((a, b) => Buffer.compare(a, b));
  const distinct = rdatas.filter((rdata, i) => i === 0 || Buffer.compare(rdata, rdatas[i - 1] ?? rdata) !== 0);
  return concatBytes(...distinct.flatMap((rdata) => [head, uint16(rdata.length), rdata]));
}

/** Orders names canonically (RFC 4034 6.1). */
export function canonicalOrder(a: DomainName, b: DomainName): number {
  const left = a.labels.toReversed();
  const right = b.labels.toReversed();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = Buffer.compare(lowerCase(left[i]), lowerCase(right[i]));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function lowerCase(label: Uint8Array | undefined): Buffer {
  return Buffer.from(
    Buffer.from(label ?? [])
      .toString("latin1")
      .replace(/[A-Z]/g, (c) => c.toLowerCase()),
    "latin1",
  );
}
