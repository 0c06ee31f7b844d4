/** The fields of RDATA in the order they stand, in presentation and on the wire. */
export type RdataField =
  | "name"
  | "u8"
  | "u16"
  | "u32"
  | "ipv4"
  | "ipv6"
  /** A character-string with its length octet. */
  | "string"
  /** Character-strings to the end. */
  | "strings"
  /** Octets without a length, to the end (CAA, URI). */
  | "text"
  | "hex"
  | "base64"
  /** Hexadecimal with a length octet, `-` for none (NSEC3 3.3). */
  | "salt"
  /** Base32 hex with a length octet. */
  | "hash"
  | "type"
  | "time"
  | "bitmap"
  | "svcparams";

const NAME: readonly RdataField[] = ["name"];
const PREFERENCE: readonly RdataField[] = ["u16", "name"];
const DS: readonly RdataField[] = ["u16", "u8", "u8", "hex"];
const DNSKEY: readonly RdataField[] = ["u16", "u8", "u8", "base64"];
const TLSA: readonly RdataField[] = ["u8", "u8", "u8", "hex"];
const SVCB: readonly RdataField[] = ["u16", "name", "svcparams"];

/** RDATA by type code, as the test signer reads, writes and canonicalizes it; written apart from src/dns on purpose. */
export const RDATA_FORMATS: ReadonlyMap<number, readonly RdataField[]> = new Map([
  [1, ["ipv4"]],
  [2, NAME],
  [5, NAME],
  [6, ["name", "name", "u32", "u32", "u32", "u32", "u32"]],
  [12, NAME],
  [13, ["string", "string"]],
  [14, ["name", "name"]],
  [15, PREFERENCE],
  [16, ["strings"]],
  [17, ["name", "name"]],
  [18, PREFERENCE],
  [21, PREFERENCE],
  [26, ["u16", "name", "name"]],
  [28, ["ipv6"]],
  [33, ["u16", "u16", "u16", "name"]],
  [35, ["u16", "u16", "string", "string", "string", "name"]],
  [36, PREFERENCE],
  [37, ["u16", "u16", "u8", "base64"]],
  [39, NAME],
  [43, DS],
  [44, ["u8", "u8", "hex"]],
  [46, ["type", "u8", "u8", "u32", "time", "time", "u16", "name", "base64"]],
  [47, ["name", "bitmap"]],
  [48, DNSKEY],
  [50, ["u8", "u8", "u16", "salt", "hash", "bitmap"]],
  [51, ["u8", "u8", "u16", "salt"]],
  [52, TLSA],
  [53, TLSA],
  [59, DS],
  [60, DNSKEY],
  [61, ["base64"]],
  [62, ["u32", "u16", "bitmap"]],
  [63, ["u32", "u8", "u8", "hex"]],
  [64, SVCB],
  [65, SVCB],
  [99, ["strings"]],
  [256, ["u16", "u16", "text"]],
  [257, ["u8", "string", "text"]],
] as const);
