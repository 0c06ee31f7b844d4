import { describe, expect, test } from "vitest";
import { DomainName, ROOT, commonAncestor, escapeLabel, parseName, readName } from "../../src/dns/name.ts";
import { toHex } from "../../src/util/bytes.ts";
import { UsageError, WireFormatError } from "../../src/util/errors.ts";
import { Reader } from "../../src/util/reader.ts";

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

describe("presentation form", () => {
  test.each([
    ["example.com", ["example", "com"]],
    ["example.com.", ["example", "com"]],
    ["a\\.b.example.", ["a.b", "example"]],
    ["a\\\\.example.", ["a\\", "example"]],
    ["a\\\\\\.b.", ["a\\.b"]],
    ["\\097\\065.", ["aA"]],
    ["\\000\\255.", ["\0\xff"]],
    ["\\@\\$x.", ["@$x"]],
    ["\\12x.", ["12x"]],
    ["*.x.", ["*", "x"]],
    ["ä.", ["\xc3\xa4"]],
  ])("%s is read", (text, labels) => {
    expect(parseName(text).labels).toEqual(labels.map(bytes));
  });

  test.each([
    ["a.b", "a\\.b"],
    ["a\\b", "a\\\\b"],
    ['"(;@$)"', '\\"\\(\\;\\@\\$\\)\\"'],
    [" \t\x7f\xff\0", "\\032\\009\\127\\255\\000"],
    ["*_-09AZ", "*_-09AZ"],
  ])("the label %j is written as %s", (label, text) => {
    expect(escapeLabel(bytes(label))).toBe(text);
  });

  test.each(["", ".a", "a..b", "..", "a.\\", "\\256.", "\\999.", "\\", `${"x".repeat(64)}.`, "x.".repeat(128)])(
    "%j is no name",
    (text) => {
      expect(() => parseName(text)).toThrow(UsageError);
    },
  );

  test("a label of 63 and a name of 255 octets are the longest", () => {
    const label = "x".repeat(63);
    const longest = `${label}.${label}.${label}.${"x".repeat(61)}.`;
    expect(parseName(longest).wire).toHaveLength(255);
    expect(() => parseName(`x${longest}`)).toThrow(UsageError);
    expect(parseName("x.".repeat(127)).wire).toHaveLength(255);
  });

  test("the root is a dot", () => {
    expect(parseName(".")).toBe(ROOT);
    expect(ROOT.toString()).toBe(".");
    expect([...ROOT.wire]).toEqual([0]);
  });
});

describe("relations", () => {
  test("names are equal whatever their ASCII case, but no other octets are folded", () => {
    expect(parseName("A.Example.").equals(parseName("a.eXAMPLE."))).toBe(true);
    expect(parseName("\\196.").equals(parseName("\\228."))).toBe(false);
    expect(parseName("@.").equals(parseName("`."))).toBe(false);
    expect(parseName("[.").equals(parseName("{."))).toBe(false);
  });

  test("a label with a dot is not two labels", () => {
    expect(parseName("a\\.b.").equals(parseName("a.b."))).toBe(false);
    expect(parseName("a\\.b.").isAtOrBelow(parseName("b."))).toBe(false);
  });

  test("a name is at, but not below itself", () => {
    const name = parseName("www.example.");
    expect(name.isAtOrBelow(parseName("WWW.example."))).toBe(true);
    expect(name.isBelow(parseName("WWW.example."))).toBe(false);
    expect(name.isBelow(ROOT)).toBe(true);
    expect(parseName("xwww.example.").isAtOrBelow(name)).toBe(false);
    expect(commonAncestor(name, parseName("a.WWW.Example.")).equals(name)).toBe(true);
    expect(commonAncestor(name, parseName("test.")).isRoot()).toBe(true);
  });

  test("the root is its own parent", () => {
    expect(ROOT.parent().isRoot()).toBe(true);
    expect(parseName("example.").parent().isRoot()).toBe(true);
  });

  test("only a label that is an asterisk makes a wildcard", () => {
    expect(parseName("*.example.").isWildcard()).toBe(true);
    expect(parseName("**.example.").isWildcard()).toBe(false);
    expect(parseName("a.*.example.").isWildcard()).toBe(false);
    expect(ROOT.isWildcard()).toBe(false);
  });

  test("there is no wildcard where it would be too long", () => {
    expect(parseName("example.").wildcard()?.toString()).toBe("*.example.");
    expect(new DomainName(Array(127).fill(bytes("x"))).wildcard()).toBeNull();
    expect(new DomainName(Array(126).fill(bytes("x"))).wildcard()?.wire).toHaveLength(255);
  });
});

describe("on the wire", () => {
  /** `example.` at 0, `www` with a pointer to it at 9, a pointer to that at 15, one to itself at 17, one forward at 19. */
  const message = Uint8Array.from([...bytes("\x07example\0\x03www"), 0xc0, 0, 0xc0, 9, 0xc0, 17, 0xc0, 21, 0]);

  test.each([
    [0, "example.", 9],
    [9, "www.example.", 15],
    [15, "www.example.", 17],
  ])("the name at %i is %s, and reading goes on at %i", (offset, text, next) => {
    const reader = new Reader(message, offset);
    expect(readName(reader).toString()).toBe(text);
    expect(reader.offset).toBe(next);
  });

  test.each([
    ["a pointer to itself", message, 17],
    ["a pointer forwards", message, 19],
    ["a name cut short", bytes("\x03ww"), 0],
    ["a name without its end", bytes("\x03www"), 0],
    ["half a pointer", Uint8Array.of(0xc0), 0],
    ["a label type of RFC 2673", Uint8Array.of(0x41, 1, 0), 0],
    ["a reserved label type", Uint8Array.of(0x80, 1, 0), 0],
    ["over 255 octets", bytes(`${"\x03aaa".repeat(64)}\0`), 0],
  ])("%s is refused", (_, octets, offset) => {
    expect(() => readName(new Reader(octets, offset))).toThrow(WireFormatError);
  });

  test("letters stay as they came", () => {
    const mixed = bytes("\x03WwW\0");
    expect(toHex(readName(new Reader(mixed)).wire)).toBe(toHex(mixed));
  });

  test("a name must not reach beyond its field, though pointers may", () => {
    const reader = new Reader(message, 9, 12);
    expect(() => readName(reader)).toThrow(WireFormatError);
    expect(readName(new Reader(message, 15, 17)).toString()).toBe("www.example.");
  });
});
