import { compareBytes, concatBytes, toLatin1 } from "../util/bytes.ts";
import { UsageError, WireFormatError } from "../util/errors.ts";
import type { Reader } from "../util/reader.ts";

/** Octets (RFC 1035 2.3.4). */
export const MAX_LABEL = 63;
const MAX_NAME = 255;
const MAX_POINTERS = 126;

/** A domain name as raw labels, the root's empty label left out (RFC 1035 3.1). */
export class DomainName {
  readonly labels: readonly Uint8Array[];
  #wire: Uint8Array | undefined;
  #key: string | undefined;

  constructor(labels: readonly Uint8Array[]) {
    let length = 1;
    for (const label of labels) {
      if (label.length === 0 || label.length > MAX_LABEL) throw new WireFormatError("label of 0 or over 63 octets");
      length += label.length + 1;
    }
    if (length > MAX_NAME) throw new WireFormatError("name of over 255 octets");
    this.labels = labels;
  }

  /** Uncompressed wire form, letters as they came. */
  get wire(): Uint8Array {
    this.#wire ??= concatBytes(
      ...this.labels.flatMap((label) => [Uint8Array.of(label.length), label]),
      Uint8Array.of(0),
    );
    return this.#wire;
  }

  /** A string equal for names that are equal but for case: for maps and comparison. */
  get key(): string {
    this.#key ??= toLatin1(this.canonicalWire());
    return this.#key;
  }

  /** Uncompressed wire form with ASCII letters in lower case (RFC 4034 6.2). */
  canonicalWire(): Uint8Array {
    return lowerCased(this.wire);
  }

  equals(other: DomainName): boolean {
    return this === other || this.key === other.key;
  }

  isRoot(): boolean {
    return this.labels.length === 0;
  }

  isWildcard(): boolean {
    const first = this.labels[0];
    return first !== undefined && first.length === 1 && first[0] === 0x2a;
  }

  /** Tells whether this name is ancestor or lies below it. */
  isAtOrBelow(ancestor: DomainName): boolean {
    const surplus = this.labels.length - ancestor.labels.length;
    return surplus >= 0 && this.suffix(ancestor.labels.length).equals(ancestor);
  }

  isBelow(ancestor: DomainName): boolean {
    return this.labels.length > ancestor.labels.length && this.isAtOrBelow(ancestor);
  }

  /** The rightmost count labels. */
  suffix(count: number): DomainName {
    return count >= this.labels.length ? this : new DomainName(count <= 0 ? [] : this.labels.slice(-count));
  }

  /** The name one label up; the root is its own parent. */
  parent(): DomainName {
    return this.suffix(this.labels.length - 1);
  }

  /** This name with a label in front; WireFormatError where it grows too long. */
  child(label: Uint8Array): DomainName {
    return new DomainName([label, ...this.labels]);
  }

  /** The source of synthesis below this closest encloser (RFC 4592 3.3.1); null where it would be too long. */
  wildcard(): DomainName | null {
    return this.wire.length + 2 > MAX_NAME ? null : this.child(Uint8Array.of(0x2a));
  }

  /** Presentation form with the final dot, special octets escaped (RFC 1035 5.1). */
  toString(): string {
    return this.isRoot() ? "." : this.labels.map((label) => `${escapeLabel(label)}.`).join("");
  }
}

/** The root zone's name. */
export const ROOT = new DomainName([]);

/** Orders names canonically: by labels from the right, lower-cased octets (RFC 4034 6.1). */
export function compareNames(a: DomainName, b: DomainName): number {
  const shorter = Math.min(a.labels.length, b.labels.length);
  for (let i = 1; i <= shorter; i++) {
    const left = a.labels[a.labels.length - i];
    const right = b.labels[b.labels.length - i];
    if (left === undefined || right === undefined) break;
    const order = compareBytes(lowerCased(left), lowerCased(right));
    if (order !== 0) return order;
  }
  return a.labels.length - b.labels.length;
}

/** The longest name that both names lie at or below. */
export function commonAncestor(a: DomainName, b: DomainName): DomainName {
  let shared = Math.min(a.labels.length, b.labels.length);
  while (shared > 0 && !a.suffix(shared).equals(b.suffix(shared))) shared--;
  return a.suffix(shared);
}

/** Reads a name in presentation form, with or without the final dot, `\.` and `\DDD` escapes; UsageError on others. */
export function parseName(text: string): DomainName {
  if (text === ".") return ROOT;
  if (text === "") throw new UsageError("empty domain name");
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x2e) {
      labels.push(Uint8Array.from(label));
      label = [];
    } else if (byte === 0x5c) {
      const digits = /^\d{3}/.exec(toLatin1(bytes.subarray(i + 1, i + 4)));
      const escaped = digits ? Number(digits[0]) : bytes[i + 1];
      if (escaped === undefined || escaped > 255) throw new UsageError(`bad escape in domain name ${printable(text)}`);
      label.push(escaped);
      i += digits ? 3 : 1;
    } else {
      label.push(byte);
    }
  }
  if (label.length > 0) labels.push(Uint8Array.from(label));
  try {
    return new DomainName(labels);
  } catch (cause) {
    throw new UsageError(`malformed domain name ${printable(text)}: ${(cause as Error).message}`, { cause });
  }
}

/** Reads a name from a message, following compression pointers strictly backwards (RFC 1035 4.1.4). */
export function readName(reader: Reader): DomainName {
  const labels: Uint8Array[] = [];
  const message = reader.bytes;
  let offset = reader.offset;
  let end = reader.end;
  let resume: number | undefined;
  let barrier = offset;
  for (let pointers = 0; ; ) {
    const length = message[offset];
    if (length === undefined || offset >= end) throw new WireFormatError("name beyond the end of the data");
    offset++;
    if (length === 0) break;
    if (length <= MAX_LABEL) {
      if (offset + length > end) throw new WireFormatError("label beyond the end of the data");
      labels.push(message.subarray(offset, offset + length));
      offset += length;
      if (labels.length > MAX_NAME / 2) throw new WireFormatError("name of over 127 labels");
    } else {
      const low = message[offset];
      if (length < 0xc0 || low === undefined || offset >= end) throw new WireFormatError("bad label type or pointer");
      const target = ((length & 0x3f) << 8) | low;
      resume ??= offset + 1;
      if (target >= barrier || ++pointers > MAX_POINTERS)
        throw new WireFormatError("compression pointer that does not go back");
      barrier = target;
      offset = target;
      end = message.length;
    }
  }
  reader.offset = resume ?? offset;
  return new DomainName(labels);
}

/** ASCII letters A to Z as a to z, every other octet as it is. */
export function lowerCased(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
}

/** One label in presentation form: `.`, `\` and zone-file specials as `\x`, unprintable octets as `\DDD`. */
export function escapeLabel(label: Uint8Array): string {
  let text = "";
  for (const byte of label) {
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, "0")}`;
    else if ('.\\"();@$'.includes(String.fromCharCode(byte))) text += `\\${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
  }
  return text;
}

function printable(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
