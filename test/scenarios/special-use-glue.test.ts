import { expect, test } from "vitest";
import type { Output } from "../../src/cli/execute.ts";
import { checkWhole } from "../support/whole-check.ts";

/** The glue of Nosyk, Korczyński and Duda, "Extended DNS Errors" (IMC 2023): addresses no resolver should go to. */
const GLUE = [
  ["v6-mapped", "::ffff:1.2.3.4"],
  ["v6-unspecified", "::"],
  ["v4-hex", "c000:201::"],
  ["v6-link-local", "fe80::a:b:c:d"],
  ["v6-localhost", "::1"],
  ["v6-mapped-dep", "::1.2.3.4"],
  ["v6-doc", "2001:db8::1"],
  ["v6-unique-local", "fc05::20:1"],
  ["v6-nat64", "64:ff9b::1.2.3.4"],
  ["v6-multicast", "ff02::16"],
  ["v4-private-10", "10.0.0.1"],
  ["v4-private-172", "172.16.0.1"],
  ["v4-private-192", "192.168.0.1"],
  ["v4-this-host", "0.0.0.0"],
  ["v4-loopback", "127.0.0.1"],
  ["v4-link-local", "169.254.0.1"],
  ["v4-doc", "198.51.100.0"],
  ["v4-reserved", "240.0.0.1"],
] as const;

/** check_dnssec on a zone whose one nameserver has this address and is silent. */
function checkGlue(address: string): Promise<Output> {
  const servers = [{ addresses: [address], behaviour: { silent: true } }];
  return checkWhole({ "test.": {}, "glue.test.": { servers } }, "glue.test", "-v");
}

test.each(GLUE)("glue of the kind %s, %s, is the one alert where nobody answers there", async (_kind, address) => {
  const { text, exitCode } = await checkGlue(address);
  const [first, second, third] = text.split("\n");
  expect(first).toContain(`DNSSEC CRITICAL - glue.test: delegation leads to ${address} (`);
  expect(second).toContain("[CRITICAL] ns-address-special-use glue.test: ");
  expect(third).toMatch(/^ {2}To do: .*\(RFC 6890;/);
  expect(text).toContain("  Hence ns-unresponsive-udp glue.test: ");
  expect(text).toContain("  Hence chain-indeterminate DNSKEY glue.test: ");
  expect(text.match(/^\[/gm)).toHaveLength(1);
  expect(exitCode).toBe(2);
});

test("an address of the Internet where nobody answers is called silent, not out of reach", async () => {
  const { text } = await checkGlue("2606:4700::1");
  expect(text).toMatch(/^DNSSEC CRITICAL - glue\.test: no answer over UDP: timed out at /);
  expect(text).not.toContain("ns-address-special-use");
});
