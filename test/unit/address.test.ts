import { isIP } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addressFamily, addressText } from "../../src/dns/address.ts";
import { RrType } from "../../src/dns/registry.ts";

test.each([
  ["192.0.2.1", 4],
  ["::", 6],
  ["2001:db8::1", 6],
  ["1:2:3:4:5:6:7:8", 6],
  ["::ffff:192.0.2.1", 6],
  ["1:2:3:4:5:6:192.0.2.1", 6],
  ["192.0.2.256", null],
  ["192.0.2", null],
  ["192.0.2.01", null],
  ["1:2:3:4:5:6:7", null],
  ["1:2:3:4:5:6:7:8:9", null],
  ["1:2:3:4:5:6:7:192.0.2.1", null],
  ["1::2::3", null],
  [":::", null],
  [":1::2", null],
  ["192.0.2.1::", null],
  ["12345::", null],
  ["example", null],
  ["", null],
])("%s is of the right family", (text, family) => {
  expect(addressFamily(text)).toBe(family);
});

test.each([
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], "2001:db8:0:1:1:1:1:1"],
  [[0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], "2001:0:0:1::1"],
  [[0x20, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1], "2001::1:1:0:0:1"],
  [Array.from({ length: 16 }, () => 0), "::"],
])("AAAA RDATA reads as in RFC 5952: %j", (octets, text) => {
  expect(addressText(RrType.AAAA, Uint8Array.from(octets))).toBe(text);
});

test("RDATA of another length or type is no address", () => {
  expect(addressText(RrType.A, Uint8Array.of(192, 0, 2, 1))).toBe("192.0.2.1");
  expect(addressText(RrType.A, Uint8Array.of(192, 0, 2))).toBeNull();
  expect(addressText(RrType.AAAA, Uint8Array.of(192, 0, 2, 1))).toBeNull();
  expect(addressText(RrType.TXT, Uint8Array.of(192, 0, 2, 1))).toBeNull();
});

test("families agree with Node's on any text", () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...Array.from("0123456789abf.:")) }));
  fc.assert(fc.property(text, (address) => (addressFamily(address) ?? 0) === isIP(address)));
});
