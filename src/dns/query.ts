import { CHECKING_DISABLED, DNSSEC_OK, encode, RECURSION_DESIRED } from "dns-packet";
import { concatBytes, uint16 } from "../util/bytes.ts";
import type { Question } from "./message.ts";
import { CLASS_IN } from "./registry.ts";

/** What a query says besides its question. */
export interface QueryOptions {
  readonly id: number;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** The UDP payload size to announce by EDNS, with DO set (RFC 6891, RFC 3225); null leaves EDNS out. */
  readonly bufferSize: number | null;
}

const HEADER_SIZE = 12;
/** The root as name, a type and a class. */
const PLACEHOLDER_SIZE = 5;

/** A query in wire form, its question name octet for octet as given. */
export function buildQuery(question: Question, options: QueryOptions): Uint8Array {
  const { id, recursionDesired, checkingDisabled, bufferSize } = options;
  const template = encode({
    type: "query",
    id,
    flags: (recursionDesired ? RECURSION_DESIRED : 0) | (checkingDisabled ? CHECKING_DISABLED : 0),
    questions: [{ name: ".", type: "A", class: "IN" }],
    additionals:
      bufferSize === null
        ? []
        : [
            {
              type: "OPT",
              name: ".",
              udpPayloadSize: bufferSize,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: DNSSEC_OK,
              flag_do: true,
              options: [],
            },
          ],
  });
  // The question is spliced in: dns-packet can't carry labels that hold dots or octets over 127, nor unknown types.
  return concatBytes(
    template.subarray(0, HEADER_SIZE),
    question.name.wire,
    uint16(question.type),
    uint16(CLASS_IN),
    template.subarray(HEADER_SIZE + PLACEHOLDER_SIZE),
  );
}
