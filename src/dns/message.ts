import { WireFormatError } from "../util/errors.ts";
import { Reader } from "../util/reader.ts";
import { type DomainName, readName } from "./name.ts";
import { expandRdata } from "./rdata-layout.ts";
import type { ResourceRecord } from "./record.ts";
import { RrType } from "./registry.ts";

/** What a query asks; the class is IN. */
export interface Question {
  readonly name: DomainName;
  readonly type: number;
}

/** The fixed part of a message (RFC 1035 4.1.1). */
export interface Header {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  /** The four bits of the header; Message.rcode has the extended value. */
  readonly rcode: number;
}

/** An extended DNS error (RFC 8914); text is unescaped UTF-8 from the wire. */
export interface ExtendedError {
  readonly code: number;
  readonly text: string;
}

/** The OPT pseudo-record (RFC 6891). */
interface Edns {
  readonly version: number;
  readonly udpSize: number;
  readonly dnssecOk: boolean;
  /** The flags besides DO, in the lower 15 bits. */
  readonly flags: number;
  readonly options: readonly { readonly code: number; readonly data: Uint8Array }[];
  readonly extendedErrors: readonly ExtendedError[];
}

/** A received message; no octet of its records is lost. */
export interface Message extends Header {
  readonly questions: readonly (Question & { readonly class: number })[];
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  /** Without the OPT record. */
  readonly additional: readonly ResourceRecord[];
  /** Null where the message has no OPT record. */
  readonly edns: Edns | null;
  /** Octets on the wire. */
  readonly size: number;
}

const EDE_OPTION = 15;

/** Reads the header alone: enough to match an answer and see TC; WireFormatError below 12 octets. */
export function parseHeader(bytes: Uint8Array): Header {
  const reader = new Reader(bytes);
  const id = reader.uint16();
  const flags = reader.uint16();
  reader.take(8);
  return {
    id,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    authenticData: (flags & 0x0020) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    rcode: flags & 15,
  };
}

/** Reads a whole message; WireFormatError on anything malformed, cut short or with octets left over. */
export function parseMessage(bytes: Uint8Array): Message {
  const header = parseHeader(bytes);
  const reader = new Reader(bytes, 4);
  const counts = [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()] as const;
  const questions = repeat(counts[0], () => ({
    name: readName(reader),
    type: reader.uint16(),
    class: reader.uint16(),
  }));
  const answer = repeat(counts[1], () => readRecord(reader));
  const authority = repeat(counts[2], () => readRecord(reader));
  const last = repeat(counts[3], () => readRecord(reader));
  if (reader.remaining > 0) throw new WireFormatError("octets after the last record");
  const opts = last.filter((record) => record.type === RrType.OPT);
  if (opts.length > 1) throw new WireFormatError("more than one OPT record");
  const opt = opts[0];
  return {
    ...header,
    rcode: header.rcode | (opt === undefined ? 0 : (opt.ttl >>> 24) << 4),
    questions,
    answer,
    authority,
    additional: last.filter((record) => record.type !== RrType.OPT),
    edns: opt === undefined ? null : readEdns(opt),
    size: bytes.length,
  };
}

function repeat<T>(count: number, read: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}

function readRecord(reader: Reader): ResourceRecord {
  const owner = readName(reader);
  const type = reader.uint16();
  const recordClass = reader.uint16();
  const ttl = reader.uint32();
  const length = reader.uint16();
  const start = reader.offset;
  const field = new Reader(reader.bytes, start, start + length);
  const rdata = type === RrType.OPT ? field.rest() : expandRdata(type, field);
  reader.take(length);
  // A TTL with the top bit set counts as zero (RFC 2181 8); an OPT's TTL field is flags.
  return { owner, type, class: recordClass, ttl: type !== RrType.OPT && ttl > 0x7fffffff ? 0 : ttl, rdata };
}

function readEdns(opt: ResourceRecord): Edns {
  const reader = new Reader(opt.rdata);
  const options: { code: number; data: Uint8Array }[] = [];
  while (reader.remaining > 0) {
    const code = reader.uint16();
    options.push({ code, data: reader.take(reader.uint16()) });
  }
  return {
    version: (opt.ttl >>> 16) & 0xff,
    udpSize: opt.class,
    dnssecOk: (opt.ttl & 0x8000) !== 0,
    flags: opt.ttl & 0x7fff,
    options,
    extendedErrors: options
      .filter(({ code, data }) => code === EDE_OPTION && data.length >= 2)
      .map(({ data }) => readExtendedError(data)),
  };
}

function readExtendedError(data: Uint8Array): ExtendedError {
  const reader = new Reader(data);
  return { code: reader.uint16(), text: new TextDecoder().decode(reader.rest()).replace(/\0+$/, "") };
}
