import { readClock } from "../../util/clock.ts";
import { finish } from "../guard.ts";
import { executeNotify } from "./execute.ts";

/** Runs notify_dnssec from its command line to its exit code. */
export async function runNotify(): Promise<void> {
  const { text, exitCode } = await executeNotify(process.argv.slice(2), process.env, readClock());
  finish(text, exitCode);
}
