import type { Message } from "../../../src/dns/message.ts";
import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { concatBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import { WireWriter } from "./wire-writer.ts";

/** What a server answers, before it is made a message. */
export interface Response {
  /** The extended RCODE. */
  readonly rcode: number;
  readonly isAuthoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly extendedError: { readonly code: number; readonly text: string } | null;
  /** Where the OPT record is not to be as the query asks for: left out, sent all the same, or with these fields. */
  readonly opt?: "none" | OptFields;
}

/** Fields of an OPT record besides those that follow from the query. */
interface OptFields {
  readonly version?: number;
  /** The flags besides DO. */
  readonly flags?: number;
  readonly options?: readonly { readonly code: number; readonly data: Uint8Array }[];
}

/** How a response becomes a message. */
export interface WireOptions {
  /** Octets that fit; a longer message is cut to its question, with TC. */
  readonly limit: number;
  /** Null leaves the OPT record out. */
  readonly edns: { readonly dnssecOk: boolean; readonly udpSize: number } | null;
  /** The name to write into the question, where it is not to be the one asked. */
  readonly questionName?: DomainName;
}

/** An answer without records. */
export function emptyResponse(rcode: number, fields: Partial<Response> = {}): Response {
  return {
    rcode,
    isAuthoritative: false,
    recursionAvailable: false,
    authenticData: false,
    answer: [],
    authority: [],
    additional: [],
    extendedError: null,
    ...fields,
  };
}

/** The message that answers a query; over the limit it is sent empty and marked truncated (RFC 2181 9). */
export function writeResponse(query: Message, response: Response, options: WireOptions): Uint8Array {
  const whole = write(query, response, options, false);
  if (whole.length <= options.limit) return whole;
  return write(query, { ...response, answer: [], authority: [], additional: [] }, options, true);
}

function write(query: Message, response: Response, options: WireOptions, isTruncated: boolean): Uint8Array {
  const { rcode, answer, authority, additional } = response;
  const edns = response.opt === "none" ? null : (options.edns ?? (response.opt && UNASKED));
  const flags =
    0x8000 |
    (query.opcode << 11) |
    (response.isAuthoritative ? 0x0400 : 0) |
    (isTruncated ? 0x0200 : 0) |
    (query.recursionDesired ? 0x0100 : 0) |
    (response.recursionAvailable ? 0x0080 : 0) |
    (response.authenticData ? 0x0020 : 0) |
    (query.checkingDisabled ? 0x0010 : 0) |
    (rcode & 15);
  const counts = [query.questions.length, answer.length, authority.length, additional.length + (edns ? 1 : 0)];
  const writer = new WireWriter().bytes(uint16(query.id), uint16(flags), ...counts.map(uint16));
  for (const question of query.questions) {
    writer.name(options.questionName ?? question.name).bytes(uint16(question.type), uint16(question.class));
  }
  for (const record of [...answer, ...authority, ...additional]) writer.record(record);
  if (edns) writer.bytes(...optRecord(response, edns));
  return writer.finish();
}

const UNASKED = { dnssecOk: false, udpSize: 1232 };

function optRecord(
  { rcode, extendedError, opt = {} }: Response,
  { udpSize, dnssecOk }: NonNullable<WireOptions["edns"]>,
): Uint8Array[] {
  const { version = 0, flags = 0, options = [] } = opt === "none" ? {} : opt;
  const ttl = ((rcode >> 4) << 24) | (version << 16) | (dnssecOk ? 0x8000 : 0) | flags;
  const data = concatBytes(
    ...(extendedError === null ? [] : [extendedErrorOption(extendedError)]),
    ...options.map((option) => concatBytes(uint16(option.code), uint16(option.data.length), option.data)),
  );
  return [Uint8Array.of(0), uint16(41), uint16(udpSize), uint32(ttl), uint16(data.length), data];
}

function extendedErrorOption({ code, text }: { readonly code: number; readonly text: string }): Uint8Array {
  const info = new TextEncoder().encode(text);
  return concatBytes(uint16(15), uint16(info.length + 2), uint16(code), info);
}
