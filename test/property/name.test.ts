import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DomainName, commonAncestor, compareNames, lowerCased, parseName, readName } from "../../src/dns/name.ts";
import { toHex } from "../../src/util/bytes.ts";
import { UsageError, WireFormatError } from "../../src/util/errors.ts";
import { Reader } from "../../src/util/reader.ts";
import { anyName, recased, smallName } from "../support/arbitraries.ts";

const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
const name = fc.oneof(anyName, smallName);

test("a name is read from its text as it was, whatever octets it has, and its text is ASCII", () => {
  fc.assert(
    fc.property(name, (given) => {
      const text = given.toString();
      expect(text).toMatch(/^[\x21-\x7e]+$/);
      expect(toHex(parseName(text).wire)).toBe(toHex(given.wire));
      if (!given.isRoot()) expect(toHex(parseName(text.slice(0, -1)).wire)).toBe(toHex(given.wire));
    }),
  );
});

test("a name is read from the wire as it was, and no octet further", () => {
  fc.assert(
    fc.property(name, fc.uint8Array({ maxLength: 4 }), (given, after) => {
      const reader = new Reader(Uint8Array.from([...given.wire, ...after]));
      expect(toHex(readName(reader).wire)).toBe(toHex(given.wire));
      expect(reader.remaining).toBe(after.length);
    }),
  );
});

test("any text is a name or misuse", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: fc.constantFrom("a", ".", "\\", "0", "2", "9", "-") }),
  );
  fc.assert(
    fc.property(text, (given) => {
      try {
        expect(parseName(given).wire.length).toBeLessThanOrEqual(255);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
    { numRuns: 500 },
  );
});

test("labels make a name exactly where they fit into 255 octets", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 9 }), (labels) => {
      const length = labels.reduce((sum, label) => sum + label.length + 1, 1);
      const isName = length <= 255 && labels.every((label) => label.length > 0 && label.length < 64);
      if (isName) expect(new DomainName(labels).wire).toHaveLength(length);
      else expect(() => new DomainName(labels)).toThrow(WireFormatError);
    }),
  );
});

/** A string that sorts as RFC 4034 6.1 says: labels from the right, a comma below every digit at the end of each. */
function sortKey({ labels }: DomainName): string {
  return labels
    .toReversed()
    .map((label) => `${toHex(lowerCased(label))},`)
    .join("");
}

test("the canonical order is that of RFC 4034 6.1, in whatever case", () => {
  fc.assert(
    fc.property(name, name, flags, (a, b, which) => {
      const [left, right] = [sortKey(a), sortKey(b)];
      const expected = left < right ? -1 : Number(left > right);
      expect(Math.sign(compareNames(a, b))).toBe(expected);
      expect(Math.sign(compareNames(recased(a, which), b))).toBe(expected);
      expect(a.equals(b)).toBe(expected === 0);
    }),
    { numRuns: 1000 },
  );
});

test("a name lies at or below exactly its suffixes", () => {
  fc.assert(
    fc.property(smallName, smallName, flags, (a, b, which) => {
      const isSuffix = sortKey(a).startsWith(sortKey(b));
      expect(recased(a, which).isAtOrBelow(b)).toBe(isSuffix);
      expect(a.isBelow(b)).toBe(isSuffix && !a.equals(b));
      const shared = commonAncestor(a, b);
      expect(a.isAtOrBelow(shared) && b.isAtOrBelow(shared)).toBe(true);
      const longer = a.suffix(shared.labels.length + 1);
      expect(!longer.equals(shared) && b.isAtOrBelow(longer)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
