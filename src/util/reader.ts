import { WireFormatError } from "./errors.ts";

/** Reads big-endian fields from bytes; every read beyond the end throws WireFormatError. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    if (offset < 0 || end > bytes.length || offset > end) throw new WireFormatError("field beyond the end of the data");
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  uint8(): number {
    return this.#advance(1)[0] ?? 0;
  }

  uint16(): number {
    const [a = 0, b = 0] = this.#advance(2);
    return (a << 8) | b;
  }

  uint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#advance(4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  /** The next length octets, as a view on the data. */
  take(length: number): Uint8Array {
    return this.#advance(length);
  }

  /** Everything up to the end, as a view on the data. */
  rest(): Uint8Array {
    return this.#advance(this.remaining);
  }

  #advance(length: number): Uint8Array {
    const start = this.offset;
    if (start + length > this.end) throw new WireFormatError("data ends in the middle of a field");
    this.offset = start + length;
    return this.bytes.subarray(start, this.offset);
  }
}
