import { expect, test } from "vitest";
import { parseAddress } from "../../src/cli/address-option.ts";
import { UsageError } from "../../src/util/errors.ts";

test.each([
  ["192.0.2.1", "192.0.2.1", 53],
  ["192.0.2.1:5300", "192.0.2.1", 5300],
  ["192.0.2.1#5300", "192.0.2.1", 5300],
  ["2001:db8::1", "2001:db8::1", 53],
  ["[2001:db8::1]", "2001:db8::1", 53],
  ["[2001:db8::1]:5300", "2001:db8::1", 5300],
  ["[2001:db8::1]#5300", "2001:db8::1", 5300],
  ["2001:db8::1#5300", "2001:db8::1", 5300],
  ["::1", "::1", 53],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1", 53],
  ["192.0.2.1:65535", "192.0.2.1", 65_535],
])("%s is the address %s and port %d", (text, address, port) => {
  expect(parseAddress(text, 53)).toEqual({ name: null, address, port });
});

test.each([
  "",
  "ns1.example.com",
  "192.0.2",
  "192.0.2.256",
  "192.0.2.01",
  "192.0.2.1.",
  "0x7f000001",
  "2001:db8::1::2",
  "[192.0.2.1]",
  "[2001:db8::1",
  "2001:db8::1]",
  "[2001:db8::1]x",
  "12345::",
  "ns1.example.com#5300",
])("%j is no address", (text) => {
  expect(parseAddress(text, 53)).toBeNull();
});

test.each(["192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1#", "192.0.2.1:", "192.0.2.1:5x", "[::1]:-1", "::1#99999"])(
  "%s has no usable port",
  (text) => {
    expect(() => parseAddress(text, 53)).toThrow(UsageError);
  },
);
