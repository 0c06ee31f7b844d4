import {
  AUTHENTIC_DATA,
  CHECKING_DISABLED,
  DNSSEC_OK,
  encode,
  type OptAnswer,
  type PacketOpt,
  RECURSION_DESIRED,
} from "dns-packet";
import { concatBytes, uint16 } from "../util/bytes.ts";
import type { EdnsVariation } from "./lookup.ts";
import type { Question } from "./message.ts";
import { CLASS_IN } from "./registry.ts";

/** What a query says besides its question. */
export interface QueryOptions {
  readonly id: number;
  /** IN where left out. */
  readonly class?: number | undefined;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  readonly authenticData: boolean;
  /** Null leaves EDNS out. */
  readonly edns: Required<EdnsVariation> | null;
}

const HEADER_SIZE = 12;
/** The root as name, a type and a class. */
const PLACEHOLDER_SIZE = 5;

/** A query in wire form, its question name octet for octet as given. */
export function buildQuery(question: Question, options: QueryOptions): Uint8Array {
  const { id, recursionDesired, checkingDisabled, authenticData, edns } = options;
  const template = encode({
    type: "query",
    id,
    flags:
      (recursionDesired ? RECURSION_DESIRED : 0) |
      (checkingDisabled ? CHECKING_DISABLED : 0) |
      (authenticData ? AUTHENTIC_DATA : 0),
    questions: [{ name: ".", type: "A", class: "IN" }],
    additionals: edns === null ? [] : [optRecord(edns)],
  });
  // The question is spliced in: dns-packet can't carry labels that hold dots or octets over 127, nor unknown types.
  return concatBytes(
    template.subarray(0, HEADER_SIZE),
    question.name.wire,
    uint16(question.type),
    uint16(options.class ?? CLASS_IN),
    template.subarray(HEADER_SIZE + PLACEHOLDER_SIZE),
  );
}

function optRecord({ version, udpSize, dnssecOk, flags, optionCodes }: Required<EdnsVariation>): OptAnswer {
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: udpSize,
    extendedRcode: 0,
    ednsVersion: version,
    flags: flags | (dnssecOk ? DNSSEC_OK : 0),
    flag_do: dnssecOk,
    // Its types know only the codes it can make the data of; any other goes out as it is.
    options: optionCodes.map((code) => ({ code, data: Buffer.alloc(0) }) as unknown as PacketOpt),
  };
}
