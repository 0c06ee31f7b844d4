import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Message, parseHeader, parseMessage } from "../../src/dns/message.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { concatBytes, toHex, uint16, uint32 } from "../../src/util/bytes.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { sampleMessages } from "../support/sample-messages.ts";

const samples = sampleMessages();
const sample = fc.constantFrom(...samples);
const octet = fc.nat(255);

/** One change to a message; places are fractions of its length. */
const edit: fc.Arbitrary<(message: Uint8Array) => Uint8Array> = fc.oneof(
  fc.tuple(fc.nat(9999), octet).map(([place, value]) => (message: Uint8Array) => {
    const at = place % message.length;
    return message.with(at, value);
  }),
  // A pointer to anywhere, most of them to the header, forwards or at itself.
  fc.tuple(fc.nat(9999), fc.nat(0x3fff)).map(([place, target]) => (message: Uint8Array) => {
    const at = place % (message.length - 1);
    return message.with(at, 0xc0 | (target >> 8)).with(at + 1, target & 0xff);
  }),
  // A count that lies.
  fc.tuple(fc.constantFrom(4, 6, 8, 10), octet).map(
    ([at, value]) =>
      (message: Uint8Array) =>
        message.with(at + 1, value),
  ),
  fc.nat(9999).map((place) => (message: Uint8Array) => message.slice(0, 2 + (place % (message.length - 1)))),
  fc.tuple(fc.nat(9999), fc.uint8Array({ maxLength: 20 })).map(([place, inserted]) => (message: Uint8Array) => {
    const at = place % message.length;
    return concatBytes(message.subarray(0, at), inserted, message.subarray(at));
  }),
);
const mutated = fc
  .tuple(sample, fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([message, edits]) => edits.reduce((bytes, change) => (bytes.length > 12 ? change(bytes) : bytes), message));
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  // A header with small counts and then noise.
  fc
    .tuple(fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }), fc.uint8Array({ maxLength: 200 }))
    .map(([counts, rest]) => concatBytes(uint32(0x1234_8400), ...counts.map(uint16), rest)),
  mutated,
);

/** The message, or null where it is malformed; any other error fails the test. */
function parsed(bytes: Uint8Array): Message | null {
  try {
    return parseMessage(bytes);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return null;
  }
}

function describe(message: Message | null): unknown {
  const text = (records: readonly ResourceRecord[]) =>
    records.map(
      ({ owner, type, class: own, ttl, rdata }) => `${owner.toString()} ${type} ${own} ${ttl} ${toHex(rdata)}`,
    );
  return message === null
    ? null
    : [text(message.answer), text(message.authority), text(message.additional), message.edns, message.rcode];
}

test("the sample messages are read, and an octet less or more makes them malformed", () => {
  for (const message of samples) {
    expect(parsed(message)?.size).toBe(message.length);
    expect(parsed(message.subarray(0, -1))).toBeNull();
    expect(parsed(concatBytes(message, Uint8Array.of(0)))).toBeNull();
  }
});

test("any octets are a message or malformed, and nothing around them is read", () => {
  fc.assert(
    fc.property(
      anyBytes,
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
      (bytes, before, after) => {
        const surrounded = concatBytes(before, bytes, after).subarray(before.length, before.length + bytes.length);
        expect(describe(parsed(surrounded))).toEqual(describe(parsed(bytes)));
      },
    ),
    { numRuns: 3000 },
  );
});

test("what a message says has no octet that the message has not", () => {
  fc.assert(
    fc.property(mutated, (bytes) => {
      const message = parsed(bytes);
      const counts = [...bytes.subarray(4, 12)];
      if (message === null) return;
      expect(message.questions).toHaveLength(((counts[0] ?? 0) << 8) | (counts[1] ?? 0));
      expect(message.answer).toHaveLength(((counts[2] ?? 0) << 8) | (counts[3] ?? 0));
      expect(message.authority).toHaveLength(((counts[4] ?? 0) << 8) | (counts[5] ?? 0));
      const labels = [...message.answer, ...message.authority, ...message.additional].flatMap(
        ({ owner }) => owner.labels,
      );
      const all = toHex(bytes);
      for (const label of labels) expect(all).toContain(toHex(label));
    }),
    { numRuns: 1000 },
  );
});

test("the header of any octets is read, below 12 they are malformed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      if (bytes.length < 12) expect(() => parseHeader(bytes)).toThrow(WireFormatError);
      else expect(parseHeader(bytes)).toMatchObject({ id: ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0) });
    }),
  );
});

test("names that loop, point forwards or at themselves are refused", () => {
  const header = concatBytes(uint32(0), uint16(1), uint16(0), uint32(0));
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.nat(3), { maxLength: 8 }), (beyond, labels) => {
      const name = concatBytes(
        ...labels.map((length) => Uint8Array.from([length + 1, ...Array(length + 1).fill(0x61)])),
      );
      const pointerAt = 12 + name.length;
      // To the name's own first label: a loop; to the pointer and further: not back.
      for (const target of [12, pointerAt, pointerAt + 1 + beyond]) {
        const bytes = concatBytes(header, name, uint16(0xc000 | target), uint32(0x0001_0001), new Uint8Array(50));
        expect(() => parseMessage(bytes)).toThrow(/compression pointer/);
      }
    }),
  );
});

test("the costliest message there can be is read in a moment", () => {
  const longest = concatBytes(...Array.from({ length: 127 }, () => Uint8Array.of(1, 0x61)), Uint8Array.of(0));
  const record = concatBytes(uint16(0xc00c), uint16(1), uint16(1), uint32(0), uint16(0));
  const count = Math.floor((65535 - 12 - longest.length - 4) / record.length);
  const head = concatBytes(uint32(0), uint16(1), uint16(count), uint32(0));
  const bytes = concatBytes(head, longest, uint32(0x0001_0001), ...Array.from({ length: count }, () => record));
  const start = performance.now();
  expect(parseMessage(bytes).answer).toHaveLength(count);
  expect(performance.now() - start).toBeLessThan(2000);
});
