import { concatBytes } from "../../../src/util/bytes.ts";

/** The type bit maps field for a set of types, in any order (RFC 4034 4.1.2). */
export function typeBitmap(types: Iterable<number>): Uint8Array {
  const windows = new Map<number, Uint8Array>();
  for (const type of types) {
    const bits = windows.get(type >> 8) ?? new Uint8Array(32);
    const octet = (type & 0xff) >> 3;
    bits[octet] = (bits[octet] ?? 0) | (0x80 >> (type & 7));
    windows.set(type >> 8, bits);
  }
  return concatBytes(
    ...[...windows]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([window, bits]) => {
        const used = bits.findLastIndex((octet) => octet !== 0) + 1;
        return [Uint8Array.of(window, used), bits.subarray(0, used)];
      }),
  );
}

/** The types a type bit maps field lists, in ascending order. */
export function bitmapTypes(bitmap: Uint8Array): number[] {
  const types: number[] = [];
  for (let offset = 0; offset + 2 <= bitmap.length; ) {
    const [window = 0, length = 0] = bitmap.subarray(offset, offset + 2);
    for (let bit = 0; bit < length * 8; bit++) {
      if (((bitmap[offset + 2 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) types.push(window * 256 + bit);
    }
    offset += 2 + length;
  }
  return types;
}
