import { afterAll, beforeAll, expect, test } from "vitest";
import { checkAll } from "../../src/checks/all/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { execute, type Output } from "../../src/cli/execute.ts";
import { openNetwork } from "../../src/cli/network.ts";
import type { Message } from "../../src/dns/message.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { emptyResponse } from "../support/server/response.ts";
import { dropRrset, dropRrsig, EVERY, expire } from "../support/signer/mutate.ts";
import { dropDenial } from "../support/signer/mutate-denial.ts";

const AT = Date.UTC(2026, 10, 23) / 1000;

let internet: Internet;
beforeAll(async () => {
  internet = await startInternet({
    at: AT,
    zones: {
      tld: {},
      "zone.tld": { records: ["www A 192.0.2.1", "@ MX 10 mail"], servers: [{}, {}] },
      "keyless.tld": { mutations: [dropRrsig(EVERY, EVERY), dropDenial()], servers: [{}, {}] },
      "unnamed.tld": { servers: [{ name: "ns.nowhere.tld", addresses: ["127.0.9.9"] }] },
      "moved.tld": { records: ["ns1 A 127.0.9.8"] },
      "headless.tld": { mutations: [dropRrset("@", "SOA")] },
      "expired.tld": { mutations: [expire(EVERY, EVERY)], servers: [{}, {}] },
    },
  });
});
afterAll(() => internet.stop());

function check(...argv: readonly string[]): Promise<Output> {
  return execute(ALL_SPEC, async () => checkAll, [...argv, ...internet.arguments], { env: {}, now: AT, openNetwork });
}

test("a healthy zone is OK by all checks, and no server is asked the same question twice", async () => {
  const { text, exitCode } = await check("-z", "zone.tld");
  expect(text).toMatch(/^DNSSEC OK - zone\.tld: \d+ RRsets signed on 2 servers, .*; well: chain, signatures, /);
  expect(exitCode).toBe(0);
  const questions = internet.queries().map(({ address, asked }) => `${address} ${asked}`);
  expect(questions.length).toBeGreaterThan(20);
  expect(new Set(questions).size).toBe(questions.length);
});

test("the root is OK by all checks but the one of the DS, as it has no parent", async () => {
  const { text, exitCode } = await check("-z", ".");
  expect(text).toMatch(/; well: chain, signatures, keys, nameservers, denial \|/);
  expect(exitCode).toBe(0);
});

test.each([
  ["has expired as a whole", "expired.tld", /^\[EMERGENCY\] rrsig-expired-dnskey DNSKEY expired\.tld/],
  ["is signed no more", "keyless.tld", /^\[EMERGENCY\] rrsig-missing-all keyless\.tld/],
])("a zone that %s is one alert", async (_, zone, alert) => {
  const { text, exitCode } = await check("-z", zone);
  const lines = text.split("\n").filter((line) => /^\[(EMERGENCY|CRITICAL|WARNING)\]/.test(line));
  expect(lines).toEqual([expect.stringMatching(alert)]);
  expect(exitCode).toBe(2);
});

test("a zone whose nameservers have no address is one alert that names them", async () => {
  const { text, exitCode } = await check("-z", "unnamed.tld");
  expect(text).toMatch(
    /^DNSSEC CRITICAL - unnamed\.tld: none of its nameservers has an address: ns\.nowhere\.tld does/,
  );
  expect(exitCode).toBe(2);
  expect((await check("-z", "unnamed.tld", "-4", "--checks", "nameservers")).exitCode).toBe(3);
});

test("an address that the zone gives its nameserver and the glue lacks is asked as well", async () => {
  const { text } = await check("-z", "moved.tld", "--checks", "nameservers");
  expect(text).toMatch(/\n\[CRITICAL\] ns-unresponsive-udp moved\.tld: .*\(at ns1\.moved\.tld 127\.0\.9\.8:\d+\)/);
});

test("a delegated zone whose server has no SOA for it is lame, not a name of the zone above", async () => {
  const { text } = await check("-z", "headless.tld", "--checks", "nameservers,ds");
  expect(text).toContain("\n[CRITICAL] ns-not-authoritative headless.tld: ");
  expect(text).not.toContain("name-is-no-zone");
  expect(text).not.toContain("ds-at-wrong-place");
});

test("a query for another zone is for the chain alone, as the zone's servers refuse it", async () => {
  const { text, exitCode } = await check("-z", "zone.tld", "-q", "keyless.tld/NS", "-q", "www.zone.tld");
  expect(text).not.toContain("REFUSED");
  expect(exitCode).toBe(2);
  expect((await check("-z", "zone.tld", "-q", "com/SOA", "-q", "www.zone.tld")).exitCode).toBe(0);
});

test("a server that fails one type alone is told with that type", async () => {
  const isCds = ({ questions: [question] }: Message) => question?.type === RrType.CDS;
  const server = internet.server("zone.tld");
  server.behaviour = { alter: (response, query) => (isCds(query) ? emptyResponse(Rcode.NOTIMP) : response) };
  const { text } = await check("-z", "zone.tld");
  server.behaviour = {};
  expect(text).toMatch(
    /\n\[CRITICAL\] ns-error-rcode zone\.tld: answers NOTIMP to CDS for this zone \(at ns1\.zone\.tld /,
  );
});

test("--checks chooses, and refuses what is no check", async () => {
  const { text } = await check("-z", "zone.tld", "--checks", "chain", "-ojson");
  expect(Object.keys((JSON.parse(text) as { checks: object }).checks)).toEqual(["chain"]);
  const refused = await check("-z", "zone.tld", "--checks", "chain,nonsense");
  expect(refused.text).toMatch(/^DNSSEC UNKNOWN - --checks: "nonsense" is none of chain, /);
  expect(refused.exitCode).toBe(3);
});
