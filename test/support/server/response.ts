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
  const { rcode, answer, authority, additional, extendedError } = response;
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
  const counts = [query.questions.length, answer.length, authority.length, additional.length + (options.edns ? 1 : 0)];
  const writer = new WireWriter().bytes(uint16(query.id), uint16(flags), ...counts.map(uint16));
  for (const question of query.questions) {
    writer.name(options.questionName ?? question.name).bytes(uint16(question.type), uint16(question.class));
  }
  for (const record of [...answer, ...authority, ...additional]) writer.record(record);
  if (options.edns !== null) {
    const ede = extendedError === null ? new Uint8Array(0) : extendedErrorOption(extendedError);
    writer.bytes(
      Uint8Array.of(0),
      uint16(41),
      uint16(options.edns.udpSize),
      uint32(((rcode >> 4) << 24) | (options.edns.dnssecOk ? 0x8000 : 0)),
      uint16(ede.length),
      ede,
    );
  }
  return writer.finish();
}

function extendedErrorOption({ code, text }: { readonly code: number; readonly text: string }): Uint8Array {
  const info = new TextEncoder().encode(text);
  return concatBytes(uint16(15), uint16(info.length + 2), uint16(code), info);
}
