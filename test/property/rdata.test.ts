import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  parseDnskey,
  parseDs,
  parseNsec,
  parseNsec3,
  parseNsec3param,
  parseOrNull,
  parseRrsig,
  parseSoa,
  parseTarget,
} from "../../src/dns/rdata.ts";
import { canonicalRdata, expandRdata } from "../../src/dns/rdata-layout.ts";
import { parseTypeBitmap } from "../../src/dns/type-bitmap.ts";
import { decodeBase32Hex, encodeBase32Hex } from "../../src/util/base32hex.ts";
import { toHex } from "../../src/util/bytes.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { Reader } from "../../src/util/reader.ts";
import { anyName } from "../support/arbitraries.ts";
import { typeBitmap } from "../support/signer/bitmap.ts";
import { nsec3Rdata, nsecRdata } from "../support/signer/denial-chain.ts";

const octets = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ max: 3, maxLength: 80 }));
const types = fc.uniqueArray(fc.oneof(fc.nat(65535), fc.nat(300)), { maxLength: 20 });

/** The value, or null where the octets are malformed; any other error fails the test. */
function tried<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return null;
  }
}

test.each([parseDnskey, parseDs, parseRrsig, parseNsec, parseNsec3, parseNsec3param, parseSoa, parseTarget] as ((
  rdata: Uint8Array,
) => unknown)[])("%o reads any RDATA or finds it malformed", (parse) => {
  fc.assert(
    fc.property(octets, (rdata) => {
      expect(parseOrNull(rdata, parse)).toEqual(tried(() => parse(rdata)));
    }),
  );
});

test("a type bitmap is read as it was written, up to the last octet", () => {
  fc.assert(
    fc.property(types, (given) => {
      const read = parseTypeBitmap(new Reader(typeBitmap(given)));
      expect([...read]).toEqual(given.toSorted((a, b) => a - b));
    }),
  );
});

test("any octets are a type bitmap or malformed", () => {
  fc.assert(
    fc.property(octets, (given) => {
      const read = tried(() => parseTypeBitmap(new Reader(given)));
      for (const type of read ?? []) expect(type).toBeLessThan(65536);
    }),
  );
});

test("NSEC and NSEC3 are read as they were written", () => {
  const parameters = fc.record({
    iterations: fc.nat(65535),
    salt: fc.uint8Array({ maxLength: 255 }),
    optOut: fc.boolean(),
  });
  fc.assert(
    fc.property(
      anyName,
      types,
      parameters,
      fc.uint8Array({ minLength: 20, maxLength: 20 }),
      (next, given, own, hash) => {
        const nsec = parseNsec(nsecRdata(next, given));
        expect([nsec.nextName.toString(), nsec.types]).toEqual([next.toString(), new Set(given)]);
        const { flags, ...nsec3 } = parseNsec3(nsec3Rdata(own, hash, given));
        expect(flags === 1).toBe(own.optOut);
        expect({ ...nsec3, salt: toHex(nsec3.salt), nextHash: toHex(nsec3.nextHash) }).toEqual({
          hashAlgorithm: 1,
          iterations: own.iterations,
          salt: toHex(own.salt),
          nextHash: toHex(hash),
          types: new Set(given),
        });
      },
    ),
  );
});

test("the canonical form of RDATA has its own canonical form, and as many octets", () => {
  fc.assert(
    fc.property(fc.nat(70), octets, anyName, (type, around, name) => {
      for (const rdata of [
        around,
        Uint8Array.from([...name.wire, ...around]),
        Uint8Array.from([...around, ...name.wire]),
      ]) {
        const expanded = tried(() => expandRdata(type, new Reader(rdata)));
        if (expanded === null) continue;
        const canonical = canonicalRdata(type, expanded);
        expect(canonical).toHaveLength(expanded.length);
        expect(toHex(canonicalRdata(type, canonical))).toBe(toHex(canonical));
      }
    }),
    { numRuns: 500 },
  );
});

test("Base32 hex is read as it was written, in either case", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (given) => {
      const text = encodeBase32Hex(given);
      expect(text).toMatch(/^[0-9a-v]*$/);
      for (const written of [text, text.toUpperCase()]) {
        expect(toHex(decodeBase32Hex(written) ?? Uint8Array.of(0xff))).toBe(toHex(given));
      }
    }),
  );
});

test("no two texts in lower case are the same Base32 hex", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("0", "1", "2", "3", "v", "w", "z", "=", "V", " "), maxLength: 9 }),
      (text) => {
        const read = decodeBase32Hex(text);
        if (read !== null) expect(encodeBase32Hex(read)).toBe(text.toLowerCase());
      },
    ),
    { numRuns: 1000 },
  );
});
