import { expect, test } from "vitest";
import { specialUse } from "../../src/dns/special-use.ts";

test.each([
  ["0.0.0.0", "this network"],
  ["10.255.255.255", "private use"],
  ["100.64.0.1", "shared address space"],
  ["127.0.0.53", "loopback"],
  ["169.254.1.1", "link-local"],
  ["172.16.0.0", "private use"],
  ["172.31.255.255", "private use"],
  ["192.0.2.1", "documentation"],
  ["192.168.0.1", "private use"],
  ["198.19.255.255", "benchmarking"],
  ["203.0.113.7", "documentation"],
  ["239.1.2.3", "multicast"],
  ["255.255.255.255", "reserved"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::192.0.2.1", "IPv4-compatible"],
  ["::ffff:8.8.8.8", "IPv4-mapped"],
  ["64:ff9b::808:808", "IPv4-IPv6 translation"],
  ["64:ff9b:2::1", "reserved"],
  ["c000:201::", "reserved"],
  ["100::1", "discard-only"],
  ["2001:db8:ffff::1", "documentation"],
  ["3fff:fff::1", "documentation"],
  ["fd00::1", "unique local"],
  ["fe80::1", "link-local"],
  ["ff02::1", "multicast"],
])("%s is set aside: %s", (address, use) => {
  expect(specialUse(address)).toBe(use);
});

test.each([
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.0.9",
  "192.88.99.1",
  "198.20.0.0",
  "223.255.255.255",
  "2001:500:2f::f",
  "2001:7fd::1",
  "2001:db9::1",
  "2a01::1",
  "3ffe::1",
  "no address",
])("%s may be a host's on the Internet", (address) => {
  expect(specialUse(address)).toBeNull();
});
