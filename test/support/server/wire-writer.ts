import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { Reader } from "../../../src/util/reader.ts";
import { concatBytes, toLatin1, uint16, uint32 } from "../../../src/util/bytes.ts";
import { readName } from "../../../src/dns/name.ts";

/** Types whose RDATA names may be compressed: those of RFC 1035 (RFC 3597 4). */
const COMPRESSIBLE: ReadonlyMap<number, { readonly before: number; readonly names: number }> = new Map([
  [2, { before: 0, names: 1 }],
  [5, { before: 0, names: 1 }],
  [6, { before: 0, names: 2 }],
  [12, { before: 0, names: 1 }],
  [15, { before: 2, names: 1 }],
]);

const MAX_POINTER = 0x3fff;

/** Writes a message octet by octet, names compressed against those already written (RFC 1035 4.1.4). */
export class WireWriter {
  readonly #parts: Uint8Array[] = [];
  readonly #offsets = new Map<string, number>();
  #length = 0;

  bytes(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
    return this;
  }

  /** A name; only suffixes of the same octets are pointed at, so that no letter changes its case. */
  name(name: DomainName): this {
    for (let i = 0; i < name.labels.length; i++) {
      const suffix = toLatin1(name.suffix(name.labels.length - i).wire);
      const known = this.#offsets.get(suffix);
      if (known !== undefined) return this.bytes(uint16(0xc000 | known));
      if (this.#length <= MAX_POINTER) this.#offsets.set(suffix, this.#length);
      const label = name.labels[i] ?? new Uint8Array(0);
      this.bytes(Uint8Array.of(label.length), label);
    }
    return this.bytes(Uint8Array.of(0));
  }

  record({ owner, type, class: recordClass, ttl, rdata }: ResourceRecord): this {
    this.name(owner).bytes(uint16(type), uint16(recordClass), uint32(ttl));
    const lengthAt = this.#parts.length;
    this.bytes(uint16(0));
    const start = this.#length;
    this.#rdata(type, rdata);
    this.#parts[lengthAt] = uint16(this.#length - start);
    return this;
  }

  finish(): Uint8Array {
    return concatBytes(...this.#parts);
  }

  #rdata(type: number, rdata: Uint8Array): void {
    const layout = COMPRESSIBLE.get(type);
    const fields = layout === undefined ? null : splitNames(rdata, layout);
    if (fields === null) {
      this.bytes(rdata);
      return;
    }
    this.bytes(fields.before);
    for (const name of fields.names) this.name(name);
    this.bytes(fields.after);
  }
}

/** The names of RDATA and what stands around them; null where the RDATA is not of its type's form. */
function splitNames(rdata: Uint8Array, layout: { readonly before: number; readonly names: number }) {
  const reader = new Reader(rdata);
  try {
    const before = reader.take(layout.before);
    const names = Array.from({ length: layout.names }, () => readName(reader));
    return { before, names, after: reader.rest() };
  } catch {
    return null;
  }
}
