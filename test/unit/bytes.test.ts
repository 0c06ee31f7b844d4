import { describe, expect, test } from "vitest";
import { decodeBase32Hex, encodeBase32Hex } from "../../src/util/base32hex.ts";
import { compareBytes, concatBytes, equalBytes, toHex, toLatin1, uint16, uint32 } from "../../src/util/bytes.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { Reader } from "../../src/util/reader.ts";

/** RFC 4648 10, in lower case and without padding. */
test.each([
  ["", ""],
  ["f", "co"],
  ["fo", "cpng"],
  ["foo", "cpnmu"],
  ["foob", "cpnmuog"],
  ["fooba", "cpnmuoj1"],
  ["foobar", "cpnmuoj1e8"],
])("%j is %j in Base32 hex", (plain, encoded) => {
  const bytes = new TextEncoder().encode(plain);
  expect(encodeBase32Hex(bytes)).toBe(encoded);
  expect(toHex(decodeBase32Hex(encoded.toUpperCase()) ?? Uint8Array.of(0))).toBe(toHex(bytes));
});

test.each(["c", "cpn", "cpnmuo", "cp", "cw", "co======", "c-", "ı", " co"])("%j is no Base32 hex", (text) => {
  expect(decodeBase32Hex(text)).toBeNull();
});

describe("bytes", () => {
  test("order is that of unsigned octets, a prefix first", () => {
    const ordered = [[], [0], [0, 0], [0, 255], [1], [127], [128], [255], [255, 0]].map((octets) =>
      Uint8Array.from(octets),
    );
    expect(ordered.toReversed().toSorted(compareBytes)).toEqual(ordered);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  });

  test("numbers are big-endian and unsigned", () => {
    expect(toHex(concatBytes(uint16(0xfffe), uint32(0xfffffffd), uint16(0), uint32(1)))).toBe(
      "FFFEFFFFFFFD000000000001",
    );
  });

  test("text keeps every octet", () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(Buffer.from(toLatin1(all), "latin1")).toEqual(Buffer.from(all));
    expect(Buffer.from(toHex(all), "hex")).toEqual(Buffer.from(all));
  });
});

describe("the reader", () => {
  const bytes = Uint8Array.of(1, 2, 3, 0xff, 0xff, 0xff, 0xff);

  test("reads big-endian numbers and what is left", () => {
    const reader = new Reader(bytes);
    expect([reader.uint8(), reader.uint16(), reader.uint32(), reader.remaining]).toEqual([1, 0x0203, 0xffffffff, 0]);
    expect(reader.rest()).toHaveLength(0);
  });

  test("stops at its end, though the data go on", () => {
    const reader = new Reader(bytes, 1, 3);
    expect(reader.take(2)).toEqual(Uint8Array.of(2, 3));
    expect(() => reader.uint8()).toThrow(WireFormatError);
    expect(reader.remaining).toBe(0);
  });

  test.each([
    [0, 8],
    [-1, 3],
    [5, 4],
    [8, 8],
  ])("a field from %i to %i is beyond the data", (start, end) => {
    expect(() => new Reader(bytes, start, end)).toThrow(WireFormatError);
  });

  test("a read that fails leaves it where it was", () => {
    const reader = new Reader(bytes, 5);
    expect(() => reader.uint32()).toThrow(WireFormatError);
    expect(reader.uint16()).toBe(0xffff);
  });
});
