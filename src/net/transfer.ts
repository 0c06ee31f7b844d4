import type { FailureReason } from "../dns/lookup.ts";
import { parseHeader, type Question } from "../dns/message.ts";
import { readName } from "../dns/name.ts";
import { CLASS_IN, Rcode } from "../dns/registry.ts";
import { WireFormatError } from "../util/errors.ts";
import { Reader } from "../util/reader.ts";
import { connectionTrouble } from "./connection-trouble.ts";

/** A question with its wire form under any message ID. */
export interface Query {
  readonly question: Question;
  /** IN where left out. */
  readonly class?: number | undefined;
  encode(id: number): Uint8Array;
}

/** Why no answer came. */
export interface TransferFailure {
  readonly kind: "failed";
  readonly reason: FailureReason;
  readonly detail: string;
  readonly isOverTcp?: boolean;
}

/** What came back for one query: a message that matches it, as yet unparsed, or why there is none. */
export type Transfer = { readonly kind: "received"; readonly bytes: Uint8Array } | TransferFailure;

/** What every exchange ends with once the run is over. */
export const PAST_DEADLINE: TransferFailure = {
  kind: "failed",
  reason: "deadline",
  detail: "the run's deadline passed",
};

const HEADER_SIZE = 12;

/**
 * Tells whether a message answers the question sent under this ID (RFC 5452 9.1). One with an error code may leave the
 * question out, and one whose question can't be read counts, so that it is reported as malformed.
 */
export function isAnswerTo(bytes: Uint8Array, id: number, question: Question, recordClass = CLASS_IN): boolean {
  if (bytes.length < HEADER_SIZE) return false;
  const header = parseHeader(bytes);
  if (header.id !== id || !header.isResponse || header.opcode !== 0) return false;
  const reader = new Reader(bytes, 4);
  const questionCount = reader.uint16();
  if (questionCount === 0) return header.rcode !== Rcode.NOERROR && header.rcode !== Rcode.NXDOMAIN;
  reader.offset = HEADER_SIZE;
  try {
    const name = readName(reader);
    return name.equals(question.name) && reader.uint16() === question.type && reader.uint16() === recordClass;
  } catch (error) {
    if (error instanceof WireFormatError) return true;
    throw error;
  }
}

/** Codes of Node and OpenSSL for certificates and handshakes that fail. */
const TLS_TROUBLE = /CERT|TLS|SSL|UNABLE_TO|HTTP2/;

/** Says what an error of a socket means; any unforeseen one counts as an unreachable network. */
export function socketFailure(error: Error): TransferFailure {
  const code = "code" in error ? String(error.code) : error.message;
  switch (code) {
    case "ECONNREFUSED":
      return { kind: "failed", reason: "connection-refused", detail: "connection refused" };
    case "ECONNRESET":
    case "EPIPE":
      return { kind: "failed", reason: "connection-refused", detail: "connection reset" };
    case "ETIMEDOUT":
      return { kind: "failed", reason: "timeout", detail: "connecting timed out" };
    default:
      if (TLS_TROUBLE.test(code))
        return { kind: "failed", reason: "connection-refused", detail: `TLS: ${connectionTrouble(error)}` };
      return { kind: "failed", reason: "network-unreachable", detail: `network unreachable (${code})` };
  }
}
