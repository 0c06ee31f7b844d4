import { WireFormatError } from "../util/errors.ts";
import type { Reader } from "../util/reader.ts";

/** Reads an NSEC or NSEC3 type bitmap to the end of the data (RFC 4034 4.1.2); blocks must ascend. */
export function parseTypeBitmap(reader: Reader): ReadonlySet<number> {
  const types = new Set<number>();
  let previous = -1;
  while (reader.remaining > 0) {
    const block = reader.uint8();
    const length = reader.uint8();
    if (block <= previous || length === 0 || length > 32) throw new WireFormatError("malformed type bitmap");
    previous = block;
    reader.take(length).forEach((octet, i) => {
      for (let bit = 0; bit < 8; bit++) {
        if ((octet & (0x80 >> bit)) !== 0) types.add(block * 256 + i * 8 + bit);
      }
    });
  }
  return types;
}
