import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkAll } from "../../src/checks/all/check.ts";
import type { Check } from "../../src/checks/context.ts";
import { checkDenial } from "../../src/checks/denial/check.ts";
import { checkDs } from "../../src/checks/ds/check.ts";
import { checkKeys } from "../../src/checks/keys/check.ts";
import { checkNameservers } from "../../src/checks/nameservers/check.ts";
import { checkSignatures } from "../../src/checks/signatures/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { DENIAL_SPEC } from "../../src/cli/denial-spec.ts";
import { DS_SPEC } from "../../src/cli/ds-spec.ts";
import { KEYS_SPEC } from "../../src/cli/keys-spec.ts";
import { NAMESERVERS_SPEC } from "../../src/cli/nameservers-spec.ts";
import { openNetwork } from "../../src/cli/network.ts";
import type { PluginSpec } from "../../src/cli/plugin-spec.ts";
import { SIGNATURES_SPEC } from "../../src/cli/signatures-spec.ts";
import { NOW, runCheck } from "../support/check-run.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

const SERVERS = [{}, {}];

let internet: Internet;
beforeAll(async () => {
  internet = await startInternet({
    at: NOW,
    recursion: { isSecure: () => true },
    zones: {
      "test.": {},
      "zone.test.": { records: ["www A 192.0.2.1", "*.wild A 192.0.2.2"], servers: SERVERS },
      "hashed.test.": { denial: NSEC3, servers: SERVERS },
      "unsigned.test.": { keys: null, servers: SERVERS },
      "expired.test.": { servers: SERVERS, inception: -864_000, expiration: -86_400 },
    },
  });
});
beforeEach(() => {
  for (const server of internet.allServers) server.behaviour = {};
});
afterAll(() => internet.stop());

/** Silences all servers but the resolver, or those of some zones. */
function silence(...apexes: readonly string[]): void {
  const servers =
    apexes.length === 0 ? internet.allServers : apexes.flatMap((apex) => [0, 1].map((i) => internet.server(apex, i)));
  for (const server of servers) server.behaviour = { silent: true };
}

function run<Options>(spec: PluginSpec<Options>, check: Check<Options>, ...argv: string[]) {
  const options = ["-r", internet.resolverAddress, "--query-timeout", "0.8", "--tries", "1", ...internet.arguments];
  return runCheck(spec, check, [...argv, ...options, ...(spec.plugin === "check_dnssec_keys" ? ["--no-state"] : [])], {
    openNetwork,
  });
}

const CHECKS = [
  ["signatures", (...argv: string[]) => run(SIGNATURES_SPEC, checkSignatures, ...argv)],
  ["keys", (...argv: string[]) => run(KEYS_SPEC, checkKeys, ...argv)],
  ["ds", (...argv: string[]) => run(DS_SPEC, checkDs, ...argv)],
  ["denial", (...argv: string[]) => run(DENIAL_SPEC, checkDenial, ...argv)],
] as const;

test.each(CHECKS)("%s judges what the resolver passes on where nothing else can be reached", async (_, check) => {
  silence();
  for (const zone of ["zone.test", "hashed.test"]) {
    const { text, exitCode } = await check(zone);
    expect(text).toMatch(/^DNSSEC \w+ OK - /);
    expect(text).toContain("[INFO] servers-out-of-reach");
    expect(text).not.toMatch(/\[(WARNING|CRITICAL|EMERGENCY)\]/);
    expect(exitCode).toBe(0);
  }
});

test.each(CHECKS)("%s takes an unsigned zone for what it is through the resolver", async (_, check) => {
  silence();
  const { text } = await check("unsigned.test", "--expect", "any");
  expect(text).toMatch(/^DNSSEC \w+ OK - /);
});

test.each(CHECKS)("%s says so where the zone's servers fail and the parent's answer", async (_, check) => {
  silence("zone.test.");
  const { text, exitCode } = await check("zone.test");
  expect(text).toContain("[CRITICAL] ns-unresponsive-udp");
  expect(text).not.toContain("servers-out-of-reach");
  expect(exitCode).toBe(2);
});

test.each(CHECKS)("%s asks the servers themselves where they can be reached", async (_, check) => {
  const { text, exitCode } = await check("zone.test");
  expect(text).not.toContain("servers-out-of-reach");
  expect(exitCode).toBe(0);
});

test("expired signatures are found through the resolver", async () => {
  silence();
  const { text, exitCode } = await run(SIGNATURES_SPEC, checkSignatures, "expired.test");
  expect(text).toContain("rrsig-expired");
  expect(exitCode).toBe(2);
});

test("how servers serve is unknown where none can be reached", async () => {
  silence();
  const { text, exitCode } = await run(NAMESERVERS_SPEC, checkNameservers, "zone.test");
  expect(text).toMatch(/^DNSSEC NAMESERVERS UNKNOWN - zone\.test: none of its servers can be reached from here/);
  expect(text).not.toContain("ns-unresponsive");
  expect(exitCode).toBe(3);
});

test("the whole check is OK all the same, and says it once", async () => {
  silence();
  const { text, exitCode } = await run(ALL_SPEC, checkAll, "zone.test", "--no-state");
  expect(text.match(/^\[INFO\] servers-out-of-reach/gm)).toHaveLength(1);
  expect(text).toMatch(/^DNSSEC OK - /);
  expect(exitCode).toBe(0);
});
