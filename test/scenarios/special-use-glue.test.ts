import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkAll } from "../../src/checks/all/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { execute, type Output } from "../../src/cli/execute.ts";
import { anchorText } from "../support/internet.ts";
import { planInternet } from "../support/internet-plan.ts";
import { plannedLookup } from "../support/planned-lookup.ts";

const AT = Date.UTC(2026, 10, 23) / 1000;
const directory = mkdtempSync(join(tmpdir(), "glue-"));
afterAll(() => rmSync(directory, { recursive: true }));

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

/** check_dnssec on a zone whose one nameserver has this address and is silent, walking as from the public root. */
async function checkGlue(address: string): Promise<Output> {
  const internet = planInternet({
    at: AT,
    zones: { "test.": {}, "glue.test.": { servers: [{ addresses: [address], behaviour: { silent: true } }] } },
  });
  const anchors = join(directory, "anchors");
  writeFileSync(anchors, internet.trustAnchors.map(anchorText).join(""));
  return execute(ALL_SPEC, async () => checkAll, ["glue.test", "--trust-anchor", anchors, "--no-state", "-v"], {
    env: {},
    now: AT,
    openNetwork: () => ({ ...plannedLookup(internet), close: () => undefined }),
  });
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
