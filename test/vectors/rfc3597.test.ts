import { describe, expect, test } from "vitest";
import { typeCode, typeName } from "../../src/dns/registry.ts";
import { parseZoneFile } from "../../src/dns/zone-file.ts";
import { UsageError } from "../../src/util/errors.ts";

describe("RFC 3597 5", () => {
  test.each([731, 62347, 65535])("type %i is written and read as TYPE%i", (code) => {
    expect(typeName(code)).toBe(`TYPE${code}`);
    expect(typeCode(`TYPE${code}`)).toBe(code);
  });

  test("a known type may be written as an unknown one, and has its name when written again", () => {
    expect(typeCode("TYPE1")).toBe(1);
    expect(typeName(1)).toBe("A");
  });

  test.each(["TYPE", "TYPE65536", "TYPE-1", "TYPE 1", "TYPE1x", "TYPE999999"])("%s is no type", (text) => {
    expect(typeCode(text)).toBeNull();
  });

  test("known and unknown types with generic RDATA, and class IN by its number", () => {
    const entries = parseZoneFile(
      "e.example.   IN          A           \\# 4 0A000001\ne.example. CLASS1 TYPE1 10.0.0.2\n",
    );
    expect(entries.map(({ type, tokens }) => ({ type, tokens }))).toEqual([
      { type: 1, tokens: ["\\#", "4", "0A000001"] },
      { type: 1, tokens: ["10.0.0.2"] },
    ]);
  });

  test("RDATA goes on over lines in parentheses", () => {
    const [entry] = parseZoneFile("a.example. IN TYPE731 \\# 6 abcd (\n  ef 01 23 45 )\n");
    expect(entry).toMatchObject({ type: 731, tokens: ["\\#", "6", "abcd", "ef", "01", "23", "45"] });
  });

  test.each(["a.example. CLASS32 TYPE731 \\# 6 abcd (\n ef 01 23 45 )", "b.example. HS TYPE62347 \\# 0"])(
    "%s is of another class",
    (text) => {
      expect(() => parseZoneFile(text)).toThrow(UsageError);
      expect(() => parseZoneFile(text)).toThrow(/class (CLASS32|HS)/);
    },
  );
});
