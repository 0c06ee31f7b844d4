import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Rcode } from "../../src/dns/registry.ts";
import { buildExecutable, type Ended, endOf, startExecutable } from "../support/executable.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { rounds } from "../support/server/query-log.ts";
import { createKey } from "../support/signer/key.ts";

const AT = Date.UTC(2026, 10, 23) / 1000;
const LARGE_KEYS = [
  createKey({ algorithm: 8, bits: 4096 }),
  createKey({ algorithm: 8, bits: 4096, flags: 256, signs: "data" }),
];

/** Milliseconds, far more than it takes to send out the queries of one round. */
const ROUND_TRIP = 120;

let program: string;
let internet: Internet;
beforeAll(async () => {
  program = await buildExecutable("plugins/check_dnssec_nameservers.ts", "check_dnssec_nameservers");
  const twoServers = (behaviour: Behaviour) => ({ servers: [{}, { behaviour }] });
  internet = await startInternet({
    at: AT,
    zones: {
      tld: {},
      "good.tld": twoServers({}),
      "silent.tld": twoServers({ silent: true }),
      "dropping.tld": twoServers({ edns: "dropped" }),
      "garbled.tld": twoServers({ garbage: "cut", garbageOverUdp: true }),
      "closed.tld": { ...twoServers({ silent: "tcp" }), keys: LARGE_KEYS },
      "lossy.tld": {
        ...twoServers({ alter: (response, query) => ((query.edns?.udpSize ?? 0) > 1232 ? null : response) }),
        keys: LARGE_KEYS,
      },
      "flagged.tld": twoServers({
        alter: (response, query) =>
          query.recursionDesired ? { ...response, rcode: Rcode.REFUSED, answer: [] } : response,
      }),
    },
  });
});
afterAll(async () => {
  await internet.stop();
  await rm(dirname(program), { recursive: true });
});

function run(...argv: string[]): Promise<Ended> {
  return endOf(
    startExecutable(program, [...argv, "-4", "--query-timeout", "0.4", "--tries", "2", ...internet.arguments]),
  );
}

/** The findings above information, as `id:level`. */
async function alarms(zone: string): Promise<string[]> {
  const { stdout } = await run("-z", zone, "-o", "json");
  const { findings } = JSON.parse(stdout) as {
    findings: { id: string; level: string }[];
  };
  return findings.filter(({ level }) => level !== "info").map(({ id, level }) => `${id}:${level}`);
}

test("good servers are OK, with what they serve", async () => {
  const { stdout, stderr, exitCode } = await run("good.tld");
  expect(stdout).toMatch(
    /^DNSSEC NAMESERVERS OK - good\.tld: all 2 addresses serve the signed zone, serial 2026112301 \| copy_lag=0s;10800;86400;0 servers=2;;;0 servers_failing=0;;;0 slowest_answer=\d+ms;;;0 findings_[^\n]*\n\[INFO\] ns-error-reporting-channel good\.tld: [^\n]*\n$/,
  );
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

test("a zone below a TLD takes five rounds: root, TLD, apex, usual and unusual questions", async () => {
  for (const server of internet.allServers) server.log.length = 0;
  const good = internet.allServers.filter(({ behaviour }) => Object.keys(behaviour).length === 0);
  for (const server of good) server.behaviour = { delay: ROUND_TRIP };
  try {
    expect((await run("good.tld")).exitCode).toBe(0);
    expect(rounds(internet.queries())).toBe(5);
  } finally {
    for (const server of good) server.behaviour = {};
  }
});

test.each([
  ["silent.tld", ["ns-unresponsive-udp:critical", "ns-unresponsive-tcp:critical"]],
  ["dropping.tld", ["ns-edns-downgrade:critical", "ns-no-dnssec-support:critical"]],
  ["garbled.tld", ["ns-malformed-response:critical"]],
  ["closed.tld", ["ns-unresponsive-tcp:critical"]],
  ["lossy.tld", ["ns-pmtu-exceeded:critical"]],
  ["flagged.tld", ["ns-request-flag-sensitive:warning"]],
])("over sockets, %s shows %j", async (zone, expected) => {
  expect((await alarms(zone)).toSorted()).toEqual(expected.toSorted());
});

test.each([
  [["good.tld", "--serial-tolerance", "-1"], /serial-tolerance/],
  [["good.tld", "--serial-tolerance", "1", "--serial-tolerance", "2"], /more than once/],
  [["good.tld", "-w", "7%"], /percent/],
])("misuse %j is one line and UNKNOWN", async (argv, reason) => {
  const { stdout, stderr, exitCode } = await run(...argv);
  expect(stdout).toMatch(/^DNSSEC NAMESERVERS UNKNOWN - [^\n]*\n$/);
  expect(stdout).toMatch(reason);
  expect(stderr).toBe("");
  expect(exitCode).toBe(3);
});
