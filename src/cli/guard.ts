import { writeSync } from "node:fs";
import { calledAs, labelOf } from "./plugin-name.ts";
import { plainText } from "../util/plain-text.ts";

/**
 * Imported first by every executable: whatever goes wrong from there on ends as one UNKNOWN line and exit code 3, where
 * Node would print a stack trace to stderr and exit with 1, which monitoring reads as WARNING.
 */
process.on("uncaughtException", (error) => fail(describeCrash(error)));
process.on("unhandledRejection", (reason) => fail(describeCrash(reason)));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (hasResult) process.exit();
    fail(`ended by ${signal} before there was a result`);
  });
}
// Node prints its warnings to stderr, which some monitoring systems mix into the result.
process.removeAllListeners("warning");

let hasResult = false;

/** Writes the run's whole output, once, and ends the process with exitCode when the last octet is written. */
export function finish(output: string, exitCode: 0 | 1 | 2 | 3): void {
  if (hasResult) return;
  hasResult = true;
  process.exitCode = exitCode;
  const octets = Buffer.from(output);
  let written = 0;
  try {
    while (written < octets.length) written += writeSync(1, octets, written);
    process.exit();
  } catch (error) {
    // A non-blocking pipe is full: the stream waits until it is read. Any other failure means that nobody reads.
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit();
    process.stdout.on("error", () => process.exit());
    process.stdout.write(octets.subarray(written), () => process.exit());
  }
}

function fail(what: string): void {
  finish(`${labelOf(calledAs())} UNKNOWN - ${plainText(what).replaceAll("|", "\\124").slice(0, 1000)}\n`, 3);
}

function describeCrash(reason: unknown): string {
  if (!(reason instanceof Error)) return `internal error: ${String(reason)}`;
  const place = /\n\s*(at [^\n]*)/.exec(reason.stack ?? "")?.[1];
  return `internal error: ${reason.name}: ${reason.message.split("\n")[0]}${place === undefined ? "" : ` (${place})`}`;
}
