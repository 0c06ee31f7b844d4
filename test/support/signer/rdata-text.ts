import { type DomainName, parseName } from "../../../src/dns/name.ts";
import { algorithmNumber } from "./algorithms.ts";
import { typeCode } from "../../../src/dns/registry.ts";
import { decodeBase32Hex } from "../../../src/util/base32hex.ts";
import { concatBytes, uint16, uint32 } from "../../../src/util/bytes.ts";
import { typeBitmap } from "./bitmap.ts";
import { RDATA_FORMATS, type RdataField } from "./rdata-format.ts";
import { unescapeText } from "./tokens.ts";

/** RDATA from the words of a zone-file line; any type may be `\# LENGTH HEX` (RFC 3597 5). Throws on nonsense. */
export function parseRdata(type: number, words: readonly string[], origin: DomainName): Uint8Array {
  if (words[0] === "\\#") return fromHex(words.slice(2).join(""));
  const format = RDATA_FORMATS.get(type);
  if (format === undefined) throw new Error(`no presentation format for type ${type}; write it as \\# LENGTH HEX`);
  const rest = [...words];
  const parts = format.map((field) => parseField(field, rest, origin));
  if (rest.length > 0) throw new Error(`words left over: ${rest.join(" ")}`);
  return concatBytes(...parts);
}

/** A name relative to origin, unless it ends in a dot; `@` is the origin. */
export function nameRelativeTo(text: string, origin: DomainName): DomainName {
  if (text === "@") return origin;
  const name = parseName(text);
  const isAbsolute = text === "." || /(?:^|[^\\])(?:\\\\)*\.$/.test(text);
  return isAbsolute ? name : name.labels.reduceRight((below, label) => below.child(label), origin);
}

/** Seconds since 1970 from `YYYYMMDDHHMMSS` or a bare number (RFC 4034 3.2). */
export function parseTime(text: string): number {
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (digits === null) return Number(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** Fields that take all words to the end of the line. */
const REST_FIELDS = {
  strings: (words: readonly string[]) => concatBytes(...words.map((word) => lengthPrefixed(unescapeText(word)))),
  text: (words: readonly string[]) => unescapeText(words.join(" ")),
  hex: (words: readonly string[]) => fromHex(words.join("")),
  base64: (words: readonly string[]) => Uint8Array.from(Buffer.from(words.join(""), "base64")),
  bitmap: (words: readonly string[]) => typeBitmap(words.map(requireType)),
  svcparams: (words: readonly string[]) => concatBytes(...words.map(serviceParameter)),
};

/** Fields of one word. */
const WORD_FIELDS = {
  name: (word: string, origin: DomainName) => nameRelativeTo(word, origin).wire,
  u8: (word: string) => Uint8Array.of(algorithmNumber(word) ?? requireNumber(word)),
  u16: (word: string) => uint16(requireNumber(word)),
  u32: (word: string) => uint32(requireNumber(word)),
  ipv4: parseIpv4,
  ipv6: parseIpv6,
  string: (word: string) => lengthPrefixed(unescapeText(word)),
  salt: (word: string) => lengthPrefixed(word === "-" ? new Uint8Array(0) : fromHex(word)),
  hash: (word: string) => lengthPrefixed(decodeBase32Hex(word) ?? new Uint8Array(0)),
  type: (word: string) => uint16(requireType(word)),
  time: (word: string) => uint32(parseTime(word)),
};

function parseField(field: RdataField, words: string[], origin: DomainName): Uint8Array {
  if (field in REST_FIELDS) return REST_FIELDS[field as keyof typeof REST_FIELDS](words.splice(0));
  const word = words.shift();
  if (word === undefined) throw new Error(`${field} is missing`);
  return WORD_FIELDS[field as keyof typeof WORD_FIELDS](word, origin);
}

function parseIpv4(text: string): Uint8Array {
  return Uint8Array.from(text.split(".").map(requireNumber));
}

/** An IPv6 literal as 16 octets, an embedded IPv4 address included. */
function parseIpv6(text: string): Uint8Array {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) {
    const [head = "", ...octets] = dotted.slice(1);
    const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
    return parseIpv6(`${head}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  }
  const [left = "", right] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const front = groups(left);
  const back = groups(right ?? "");
  const middle = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return concatBytes(...[...front, ...middle, ...back].map(uint16));
}

/** One SvcParam; of the keys with a form of their own only those the tests use (RFC 9460 7). */
function serviceParameter(word: string): Uint8Array {
  const [key = "", value = ""] = word.split("=", 2);
  const [code, data] = encodeServiceParameter(key, value.replace(/^"|"$/g, ""));
  return concatBytes(uint16(code), uint16(data.length), data);
}

function encodeServiceParameter(key: string, value: string): [number, Uint8Array] {
  const items = value.split(",");
  if (key === "alpn") return [1, concatBytes(...items.map((item) => lengthPrefixed(unescapeText(item))))];
  if (key === "port") return [3, uint16(requireNumber(value))];
  if (key === "ipv4hint") return [4, concatBytes(...items.map(parseIpv4))];
  if (key === "ipv6hint") return [6, concatBytes(...items.map(parseIpv6))];
  return [requireNumber(key.replace(/^key/, "")), unescapeText(value)];
}

function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 255) throw new Error("over 255 octets");
  return concatBytes(Uint8Array.of(bytes.length), bytes);
}

function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from(Buffer.from(text, "hex"));
}

function requireNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`not a number: ${text}`);
  return Number(text);
}

function requireType(text: string): number {
  const code = typeCode(text);
  if (code === null) throw new Error(`not a type: ${text}`);
  return code;
}
