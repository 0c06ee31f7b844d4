import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkDs } from "../../src/checks/ds/check.ts";
import { DS_SPEC } from "../../src/cli/ds-spec.ts";
import { openNetwork } from "../../src/cli/network.ts";
import { NOW, runCheck } from "../support/check-run.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { rounds } from "../support/server/query-log.ts";

const ROUND_TRIP = 20;

let internet: Internet;
beforeAll(async () => {
  internet = await startInternet({
    at: NOW,
    zones: {
      "test.": { servers: [{}, {}] },
      "zone.test.": { servers: [{}, {}] },
    },
  });
});
beforeEach(() => {
  for (const server of internet.allServers) server.behaviour = {};
});
afterAll(() => internet.stop());

function run(...argv: string[]) {
  return runCheck(DS_SPEC, checkDs, [...argv, ...internet.arguments], { openNetwork });
}

test("walking, every server of parent and zone is asked", async () => {
  expect(await run("zone.test")).toEqual({
    text: expect.stringMatching(
      /^DNSSEC DS OK - zone\.test: DS \d+ at 2 servers of test matches a signing key at 2 servers of the zone \| usable_ds=1;1:;1:;0 ds=1;;;0 parent_servers=2;;;0 servers=2;;;0 findings_[^\n]*\n$/,
    ),
    exitCode: 0,
  });
});

test("through a resolver, the servers themselves are asked all the same", async () => {
  const { text, exitCode } = await run("zone.test", "-r", internet.resolverAddress);
  expect(text).toContain("at 2 servers of test matches a signing key at 2 servers of the zone");
  expect(exitCode).toBe(0);
});

test("given servers are asked instead of the delegated ones, and the parent's for the DS", async () => {
  const [address = ""] = internet.server("zone.test.", 1).addresses;
  const { text, exitCode } = await run("zone.test", "-n", `${address}:${internet.port}`);
  expect(text).toContain("at 2 servers of test matches a signing key at 1 server of the zone");
  expect(exitCode).toBe(0);
});

test("a silent server of the parent is information", async () => {
  internet.server("test.", 1).behaviour = { silent: true };
  const { text, exitCode } = await run("zone.test", "--query-timeout", "0.1", "--tries", "1");
  expect(text).toContain("[INFO] ns-unresponsive-udp");
  expect(text).toContain("at 1 server of test matches a signing key at 2 servers of the zone");
  expect(exitCode).toBe(0);
});

test("silence of all of the parent's servers is their fault, where the zone above them answers", async () => {
  for (const i of [0, 1]) internet.server("test.", i).behaviour = { silent: true };
  const { text, exitCode } = await run("zone.test", "--query-timeout", "0.1", "--tries", "1");
  expect(text).toContain("\n[CRITICAL] ds-query-unanswered DS zone.test: no server of test answers the DS query");
  expect(exitCode).toBe(2);
});

test("silence everywhere is UNKNOWN", async () => {
  for (const server of internet.allServers) server.behaviour = { silent: true };
  const { text, exitCode } = await run("zone.test", "--query-timeout", "0.1", "--tries", "1");
  expect(text).toMatch(/^DNSSEC DS UNKNOWN - zone\.test: no server of the zone can be found/);
  expect(exitCode).toBe(3);
});

test("JSON has what should stand at the registrar", async () => {
  const { text } = await run("zone.test", "-o", "json");
  expect(JSON.parse(text)).toMatchObject({
    plugin: "check_dnssec_ds",
    status: "OK",
    registrar: {
      ds: [expect.stringMatching(/^zone\.test\. IN DS /)],
      dnskey: [expect.stringMatching(/ IN DNSKEY 257 /)],
    },
  });
});

test.each([
  [["--standby", "65536"], "--standby: malformed key tag"],
  [["--standby", "x"], "--standby: malformed key tag"],
  [["--query", "a..b"], "--query: "],
])("%j is bad usage", async (argv, message) => {
  const { text, exitCode } = await run("zone.test", ...argv);
  expect(text).toContain(message);
  expect(exitCode).toBe(3);
});

test("walking to a zone below a TLD takes four rounds", async () => {
  for (const server of internet.allServers) server.behaviour = { delay: ROUND_TRIP };
  const before = internet.queries().length;
  await run("zone.test");
  expect(rounds(internet.queries().slice(before))).toBeLessThanOrEqual(4);
});
