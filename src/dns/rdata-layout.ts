import { concatBytes } from "../util/bytes.ts";
import { Reader } from "../util/reader.ts";
import { readName } from "./name.ts";

/**
 * Where names stand in RDATA: a number is that many octets, `name` a domain name, `string` a character-string; what
 * follows the last field is opaque. Types not listed hold no compressible name (RFC 3597 4).
 */
type Field = number | "name" | "string";

const ONE_NAME: readonly Field[] = ["name"];
const PREFERENCE_NAME: readonly Field[] = [2, "name"];

const LAYOUTS: Readonly<Record<number, readonly Field[]>> = {
  2: ONE_NAME,
  3: ONE_NAME,
  4: ONE_NAME,
  5: ONE_NAME,
  6: ["name", "name"],
  7: ONE_NAME,
  8: ONE_NAME,
  9: ONE_NAME,
  12: ONE_NAME,
  14: ["name", "name"],
  15: PREFERENCE_NAME,
  17: ["name", "name"],
  18: PREFERENCE_NAME,
  21: PREFERENCE_NAME,
  24: [18, "name"],
  26: [2, "name", "name"],
  30: ONE_NAME,
  33: [6, "name"],
  35: [4, "string", "string", "string", "name"],
  36: PREFERENCE_NAME,
  39: ONE_NAME,
  46: [18, "name"],
  47: ONE_NAME,
};

const A6 = 38;

/** Types whose names are lower-cased in canonical form: RFC 4034 6.2 without HINFO and NSEC, by RFC 6840 5.1. */
const LOWER_CASED = new Set([2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 17, 18, 21, 24, 26, 30, 33, 35, 36, A6, 39, 46]);

/** RDATA of a message with compressed names written out; the reader ends at the RDATA's end. */
export function expandRdata(type: number, reader: Reader): Uint8Array {
  return rewriteNames(type, reader, false);
}

/** RDATA in canonical form: names of the listed types in lower case (RFC 4034 6.2, RFC 6840 5.1). */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  return LOWER_CASED.has(type) ? rewriteNames(type, new Reader(rdata), true) : rdata;
}

function rewriteNames(type: number, reader: Reader, lowerCase: boolean): Uint8Array {
  const layout = type === A6 ? a6Layout(reader.bytes[reader.offset] ?? 0) : LAYOUTS[type];
  if (layout === undefined) return reader.rest();
  const parts: Uint8Array[] = [];
  for (const field of layout) {
    if (field === "name") {
      const name = readName(reader);
      parts.push(lowerCase ? name.canonicalWire() : name.wire);
    } else if (field === "string") {
      const length = reader.uint8();
      parts.push(Uint8Array.of(length), reader.take(length));
    } else {
      parts.push(reader.take(field));
    }
  }
  parts.push(reader.rest());
  return concatBytes(...parts);
}

/** A6 holds as much of an address as the prefix length in its first octet leaves, and a name unless that is 0 (RFC 2874 3.1). */
function a6Layout(prefixLength: number): readonly Field[] {
  const octets = 1 + Math.ceil(Math.max(0, 128 - prefixLength) / 8);
  return prefixLength === 0 ? [octets] : [octets, "name"];
}
