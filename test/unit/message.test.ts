import { describe, expect, test } from "vitest";
import { parseHeader, parseMessage } from "../../src/dns/message.ts";
import { parseName } from "../../src/dns/name.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { concatBytes, toHex, uint16, uint32 } from "../../src/util/bytes.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { WireWriter } from "../support/server/wire-writer.ts";

const name = parseName("Www.Example.");

/** A message of header, one question and what follows, with its counts. */
function message(flags: number, counts: readonly number[], ...rest: readonly Uint8Array[]): Uint8Array {
  const head = concatBytes(uint16(4711), uint16(flags), uint16(1), ...counts.map(uint16));
  return concatBytes(head, name.wire, uint16(RrType.A), uint16(CLASS_IN), ...rest);
}

/** A record owned by the question's name, by a pointer to it. */
function record(type: number, rdata: Uint8Array, ttl = 60): Uint8Array {
  return concatBytes(uint16(0xc00c), uint16(type), uint16(CLASS_IN), uint32(ttl), uint16(rdata.length), rdata);
}

/** An OPT record; ttl is extended RCODE, version and flags. */
function opt(ttl: number, options: Uint8Array = new Uint8Array(), size = 1232): Uint8Array {
  return concatBytes(Uint8Array.of(0), uint16(41), uint16(size), uint32(ttl), uint16(options.length), options);
}

function option(code: number, data: Uint8Array): Uint8Array {
  return concatBytes(uint16(code), uint16(data.length), data);
}

describe("the header", () => {
  const NONE = {
    isResponse: false,
    isAuthoritative: false,
    isTruncated: false,
    recursionDesired: false,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    opcode: 0,
    rcode: 0,
  };

  test.each([
    [0x8000, { isResponse: true }],
    [0x7800, { opcode: 15 }],
    [0x0400, { isAuthoritative: true }],
    [0x0200, { isTruncated: true }],
    [0x0100, { recursionDesired: true }],
    [0x0080, { recursionAvailable: true }],
    [0x0040, {}],
    [0x0020, { authenticData: true }],
    [0x0010, { checkingDisabled: true }],
    [0x000f, { rcode: 15 }],
  ])("flags %i say %o", (flags, set) => {
    expect(parseHeader(message(flags, [0, 0, 0]))).toEqual({ id: 4711, ...NONE, ...set });
  });

  test("is read from a truncated message too", () => {
    expect(parseHeader(message(0x8200, [5, 0, 0]))).toMatchObject({ isTruncated: true });
    expect(() => parseHeader(new Uint8Array(11))).toThrow(WireFormatError);
  });
});

describe("sections", () => {
  test("records keep owner and RDATA octet for octet", () => {
    const rdata = Uint8Array.of(192, 0, 2, 1);
    const { answer, questions, size } = parseMessage(message(0x8400, [1, 0, 0], record(RrType.A, rdata)));
    expect(questions.map((question) => question.name.toString())).toEqual(["Www.Example."]);
    expect(answer[0]?.owner.toString()).toBe("Www.Example.");
    expect([answer[0]?.type, answer[0]?.class, answer[0]?.ttl]).toEqual([RrType.A, CLASS_IN, 60]);
    expect(answer[0]?.rdata).toEqual(rdata);
    expect(size).toBe(message(0x8400, [1, 0, 0], record(RrType.A, rdata)).length);
  });

  test("each section has its own records, and the OPT record is in none", () => {
    const a = record(RrType.A, Uint8Array.of(192, 0, 2, 1));
    const parsed = parseMessage(message(0x8400, [1, 2, 3], a, a, a, a, opt(0), a));
    expect([parsed.answer, parsed.authority, parsed.additional].map(({ length }) => length)).toEqual([1, 2, 2]);
    expect(parsed.edns).not.toBeNull();
  });

  // The question's `Www.Example.` stands at 12, its `Example.` at 16.
  test.each([
    ["NS", RrType.NS, "C00C", "Www.Example."],
    ["MX", RrType.MX, "000A 0161 C010", "000A a.Example."],
    ["SOA", RrType.SOA, `C010 C00C ${"00".repeat(20)}`, `Example. Www.Example. ${"00".repeat(20)}`],
    ["SRV", RrType.SRV, "000100020003 C010", "000100020003 Example."],
    ["NAPTR", 35, "00010002 0155 00 00 C010", "000100020155 0000 Example."],
    ["RRSIG", RrType.RRSIG, `${"01".repeat(18)} C010 4142`, `${"01".repeat(18)} Example. 4142`],
  ])("compressed names in %s RDATA are written out", (_, type, compressed, expanded) => {
    const octets = (text: string) =>
      concatBytes(
        ...text.split(" ").map((part) => (part.endsWith(".") ? parseName(part).wire : Buffer.from(part, "hex"))),
      );
    const { answer } = parseMessage(message(0x8400, [1, 0, 0], record(type, octets(compressed))));
    expect(toHex(answer[0]?.rdata ?? new Uint8Array())).toBe(toHex(octets(expanded)));
  });

  test("what looks like a pointer in RDATA without names stays as it is", () => {
    const rdata = Uint8Array.of(2, 0xc0, 0x0c);
    const { answer } = parseMessage(message(0x8400, [1, 0, 0], record(RrType.TXT, rdata)));
    expect(answer[0]?.rdata).toEqual(rdata);
  });

  test("a TTL with the top bit set counts as zero", () => {
    const { answer } = parseMessage(message(0x8400, [1, 0, 0], record(RrType.A, new Uint8Array(4), 0x80000001)));
    expect(answer[0]?.ttl).toBe(0);
    const { answer: longest } = parseMessage(
      message(0x8400, [1, 0, 0], record(RrType.A, new Uint8Array(4), 0x7fffffff)),
    );
    expect(longest[0]?.ttl).toBe(0x7fffffff);
  });

  test.each([
    ["a count over the records there are", message(0x8400, [1, 0, 0])],
    ["octets after the last record", message(0x8400, [0, 0, 0], Uint8Array.of(0))],
    ["RDATA cut short", message(0x8400, [1, 0, 0], record(RrType.A, new Uint8Array(4)).subarray(0, -1))],
    [
      "a name that overruns its RDATA",
      message(0x8400, [1, 0, 0], record(RrType.NS, Uint8Array.of(3, 97)), new Uint8Array(9)),
    ],
    ["MX without a name", message(0x8400, [1, 0, 0], record(RrType.MX, Uint8Array.of(0, 10)))],
    ["two OPT records", message(0x8400, [0, 0, 2], opt(0), opt(0))],
  ])("%s is malformed", (_, bytes) => {
    expect(() => parseMessage(bytes)).toThrow(WireFormatError);
  });
});

describe("EDNS", () => {
  test("without an OPT record there is none", () => {
    expect(parseMessage(message(0x8400, [0, 0, 0])).edns).toBeNull();
  });

  test("version, size and DO are read", () => {
    expect(parseMessage(message(0x8400, [0, 0, 1], opt(0x0005_8000, new Uint8Array(), 4096))).edns).toMatchObject({
      version: 5,
      udpSize: 4096,
      dnssecOk: true,
    });
    expect(parseMessage(message(0x8400, [0, 0, 1], opt(0x0000_7fff))).edns?.dnssecOk).toBe(false);
  });

  test("the extended RCODE has the OPT's eight bits above the header's four", () => {
    expect(parseMessage(message(0x8400, [0, 0, 1], opt(0x0100_0000))).rcode).toBe(16);
    expect(parseMessage(message(0x8407, [0, 0, 1], opt(0x0100_0000))).rcode).toBe(23);
    expect(parseMessage(message(0x840f, [0, 0, 1], opt(0xff00_0000))).rcode).toBe(4095);
    expect(parseMessage(message(0x8403, [0, 0, 0])).rcode).toBe(3);
  });

  test("options are kept, extended errors read", () => {
    const text = new TextEncoder().encode("signature expired ✗");
    const options = concatBytes(
      option(10, Uint8Array.of(1, 2, 3)),
      option(15, concatBytes(uint16(7), text)),
      option(15, uint16(22)),
      option(15, concatBytes(uint16(6), Uint8Array.of(0x78, 0))),
      option(15, Uint8Array.of(1)),
    );
    const { edns } = parseMessage(message(0x8402, [0, 0, 1], opt(0, options)));
    expect(edns?.options.map(({ code }) => code)).toEqual([10, 15, 15, 15, 15]);
    expect(edns?.extendedErrors).toEqual([
      { code: 7, text: "signature expired ✗" },
      { code: 22, text: "" },
      { code: 6, text: "x" },
    ]);
  });

  test("text that is no UTF-8 is read without an error", () => {
    const options = option(15, Uint8Array.of(0, 6, 0xff, 0xfe));
    expect(parseMessage(message(0x8402, [0, 0, 1], opt(0, options))).edns?.extendedErrors).toEqual([
      { code: 6, text: "\ufffd\ufffd" },
    ]);
  });

  test("an option cut short is malformed", () => {
    expect(() => parseMessage(message(0x8400, [0, 0, 1], opt(0, Uint8Array.of(0, 15, 0, 9, 0))))).toThrow(
      WireFormatError,
    );
  });
});

test("a message of the test writer is read as it was written", () => {
  const writer = new WireWriter().bytes(uint16(1), uint16(0x8400), uint16(0), uint16(1), uint16(0), uint16(0));
  const written = { owner: name, type: RrType.MX, class: CLASS_IN, ttl: 1, rdata: concatBytes(uint16(1), name.wire) };
  const [read] = parseMessage(writer.record(written).finish()).answer;
  expect(toHex(read?.rdata ?? new Uint8Array())).toBe(toHex(written.rdata));
});
