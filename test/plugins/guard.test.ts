import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable, endOf, startExecutable } from "../support/executable.ts";

let program: string;
beforeAll(async () => {
  program = await buildExecutable("test/support/guarded-program.ts", "check_dnssec_chain");
});
afterAll(() => rm(dirname(program), { recursive: true }));

function start(ending: string): ChildProcess {
  return startExecutable(program, [ending]);
}

test.each([
  ["throw", /^DNSSEC CHAIN UNKNOWN - internal error: TypeError: x is not a function \(at [^\n|]*\)\n$/],
  ["reject", /^DNSSEC CHAIN UNKNOWN - internal error: RangeError: out of range \(at [^\n|]*\)\n$/],
])("a program that ends with %s is UNKNOWN in one line, and stderr stays empty", async (ending, line) => {
  const { stdout, stderr, exitCode } = await endOf(start(ending));
  expect(stdout).toMatch(line);
  expect(stderr).toBe("");
  expect(exitCode).toBe(3);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("a program ended by %s is UNKNOWN and says so", async (signal) => {
  const child = start("hang");
  if (child.stderr !== null) await once(child.stderr, "data");
  child.kill(signal);
  const { stdout, exitCode } = await endOf(child);
  expect(stdout).toBe(`DNSSEC CHAIN UNKNOWN - ended by ${signal} before there was a result\n`);
  expect(exitCode).toBe(3);
});

test.each([
  ["finish", "OK\n", 0],
  ["finishAmongHandles", "WARNING\n", 1],
  ["finishTwice", "first\n", 1],
  ["warn", "OK\n", 0],
])("the result of %s is printed once and its code is the exit code", async (ending, stdout, exitCode) => {
  expect(await endOf(start(ending))).toEqual({ stdout, stderr: "", exitCode });
});

test.each(["finishLong", "finishLongOnStream"])("a long result reaches a slow reader whole: %s", async (ending) => {
  const child = start(ending);
  await sleep(300);
  const { stdout, stderr, exitCode } = await endOf(child);
  expect(stdout).toHaveLength(1_000_001);
  expect(stderr).toBe("");
  expect(exitCode).toBe(2);
});

test.each(["finishLong", "finishLongOnStream"])("a reader that is gone changes no exit code: %s", async (ending) => {
  const child = start(ending);
  child.stdout?.destroy();
  const [exitCode] = (await once(child, "exit")) as [number | null];
  expect(exitCode).toBe(2);
});
