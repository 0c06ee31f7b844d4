import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable, type Ended, endOf, startExecutable } from "../support/executable.ts";
import { type Internet, startInternet } from "../support/internet.ts";

const AT = Date.UTC(2026, 10, 23) / 1000;

let program: string;
let internet: Internet;
beforeAll(async () => {
  program = await buildExecutable("plugins/check_dnssec_chain.ts", "check_dnssec_chain");
  internet = await startInternet({
    at: AT,
    zones: {
      tld: {},
      "zone.tld": { records: ["www A 192.0.2.1"] },
      "silent.tld": { servers: [{ behaviour: { silent: true } }] },
    },
  });
});
afterAll(async () => {
  await internet.stop();
  await rm(dirname(program), { recursive: true });
});

function run(...argv: string[]): Promise<Ended> {
  return endOf(startExecutable(program, argv));
}

test("a healthy zone is OK in one line with perfdata", async () => {
  const { stdout, stderr, exitCode } = await run("-z", "zone.tld", ...internet.arguments);
  expect(stdout).toMatch(/^DNSSEC CHAIN OK - zone\.tld: secure[^\n|]* \| first_expiry=1209600s;[^\n|]*\n$/);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

test("JSON is one line with the state that the exit code has", async () => {
  const { stdout, stderr, exitCode } = await run("zone.tld", "-q", "www.zone.tld/A", "-ojson", ...internet.arguments);
  expect(stdout).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(stdout)).toMatchObject({
    plugin: "check_dnssec_chain",
    zone: "zone.tld.",
    status: "OK",
    exit_code: 0,
    severity: "none",
    security: "secure",
    evaluated_at: "2026-11-23T00:00:00Z",
  });
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

test("help fits a terminal, shows thresholds and exits with 3", async () => {
  const { stdout, stderr, exitCode } = await run("--help");
  expect(stdout.split("\n").filter((line) => line.length > 79)).toEqual([]);
  expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
  expect(stdout.replace(/\n/g, " ")).toContain("alert when less is left");
  expect(stdout).toMatch(/\nExamples:\n {2}check_dnssec_chain -z example\.com/);
  expect(stderr).toBe("");
  expect(exitCode).toBe(3);
});

test.each(["--version", "-V"])("%s is one line and exits with 3", async (option) => {
  expect(await run(option)).toEqual({ stdout: "check_dnssec_chain 1.0.0\n", stderr: "", exitCode: 3 });
});

test("bad usage is one line on stdout and nothing on stderr", async () => {
  expect(await run("--nope")).toEqual({
    stdout: "DNSSEC CHAIN UNKNOWN - unknown option --nope\n",
    stderr: "",
    exitCode: 3,
  });
  expect(await run("zone.tld", "--root-hints", "/nonexistent")).toEqual({
    stdout: "DNSSEC CHAIN UNKNOWN - can't read /nonexistent: no such file\n",
    stderr: "",
    exitCode: 3,
  });
});

test("the time limit is the whole run's, and -t names the state it ends in", async () => {
  const started = performance.now();
  const { stdout, stderr, exitCode } = await run("silent.tld", "-t", "1:WARNING", ...internet.arguments);
  expect(performance.now() - started).toBeLessThan(3000);
  expect(stdout).toMatch(/^DNSSEC CHAIN WARNING - silent\.tld: no result within the time limit of 1s/);
  expect(stderr).toBe("");
  expect(exitCode).toBe(1);
});

test("a signal amid the queries ends the run as UNKNOWN", async () => {
  const { log } = internet.server("silent.tld");
  const before = log.length;
  const child = startExecutable(program, ["silent.tld", ...internet.arguments]);
  while (log.length === before) await sleep(10);
  child.kill("SIGTERM");
  const [exitCode] = (await once(child, "exit")) as [number | null];
  expect(exitCode).toBe(3);
});
