import { execFile, spawn } from "node:child_process";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Endpoint } from "./exchange.ts";

/** A running server program; its log ends up in messages of failing tests. */
export interface Daemon {
  readonly endpoint: Endpoint;
  /** What the program has written so far. */
  log(): string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 3000;
const RUN_MS = 60_000;

/** Starts a program in the foreground; it dies with this process whatever happens (PR_SET_PDEATHSIG). */
export function startDaemon(directory: string, endpoint: Endpoint, command: readonly string[]): Daemon {
  const logFile = join(directory, "log");
  const log = openSync(logFile, "w");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], { stdio: ["ignore", log, log] });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    endpoint,
    log: () => readFileSync(logFile, "utf8"),
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs a program to its end and returns its standard output; throws with its messages when it fails. */
export async function run(command: string, args: readonly string[], directory?: string): Promise<string> {
  const options = { maxBuffer: 64 << 20, timeout: RUN_MS, ...(directory === undefined ? {} : { cwd: directory }) };
  const { stdout } = await promisify(execFile)(command, args, options);
  return stdout;
}

/** Maps items with at most width at a time, results in the items' order. */
export async function mapLimited<T, R>(items: readonly T[], width: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

/** Makes a directory for one test run; the caller removes it. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "dnssec-lab-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
