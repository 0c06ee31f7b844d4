import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "guard-"));
const program = join(folder, "check_dnssec_chain.cjs");

beforeAll(async () => {
  const entry = join(import.meta.dirname, "../support/guarded-program.ts");
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: "node", format: "cjs" });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

function start(ending: string): ChildProcess {
  return spawn(process.execPath, [program, ending], { stdio: ["ignore", "pipe", "pipe"] });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const streams = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [[exitCode], stdout = "", stderr = ""] = await Promise.all([once(child, "close"), ...streams]);
  return { stdout, stderr, exitCode: exitCode as number | null };
}

test.each([
  ["throw", /^DNSSEC CHAIN UNKNOWN - internal error: TypeError: x is not a function \(at [^\n|]*\)\n$/],
  ["reject", /^DNSSEC CHAIN UNKNOWN - internal error: RangeError: out of range \(at [^\n|]*\)\n$/],
])("a program that ends with %s is UNKNOWN in one line, and stderr stays empty", async (ending, line) => {
  const { stdout, stderr, exitCode } = await ended(start(ending));
  expect(stdout).toMatch(line);
  expect(stderr).toBe("");
  expect(exitCode).toBe(3);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("a program ended by %s is UNKNOWN and says so", async (signal) => {
  const child = start("hang");
  if (child.stderr !== null) await once(child.stderr, "data");
  child.kill(signal);
  const { stdout, exitCode } = await ended(child);
  expect(stdout).toBe(`DNSSEC CHAIN UNKNOWN - ended by ${signal} before there was a result\n`);
  expect(exitCode).toBe(3);
});

test.each([
  ["finish", "OK\n", 0],
  ["finishAmongHandles", "WARNING\n", 1],
  ["finishTwice", "first\n", 1],
  ["warn", "OK\n", 0],
])("the result of %s is printed once and its code is the exit code", async (ending, stdout, exitCode) => {
  expect(await ended(start(ending))).toEqual({ stdout, stderr: "", exitCode });
});

test.each(["finishLong", "finishLongOnStream"])("a long result reaches a slow reader whole: %s", async (ending) => {
  const child = start(ending);
  await sleep(300);
  const { stdout, stderr, exitCode } = await ended(child);
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
