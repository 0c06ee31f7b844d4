import { type Command, inTurns, peakMemory, ratio, wallTime } from "./measure.ts";
import type { Row } from "./row.ts";

const ROUNDS = 60;
const MEMORY_ROUNDS = 10;

/** An empty script on the Node that the checks are packed with, which is the one the bench itself runs on. */
const EMPTY_SCRIPT: Command = { line: [process.execPath, "-e", "0"], says: /^$/ };

/** What a packaged check costs before it asks anything, beside an empty script. */
export function startupRows(check: string): Row[] {
  const row = { unit: "ms", limit: null, missing: null } as const;
  const beside = (ours: Command) => () =>
    inTurns(
      ROUNDS,
      () => wallTime(ours),
      () => wallTime(EMPTY_SCRIPT),
      ratio,
    );
  const version = { line: [check, "--version"], says: /^check_dnssec_chain \d/ } as const;
  const help = { line: [check, "--help"], says: /Usage: / } as const;
  const badUsage = { line: [check, "--no-such-option"], says: /unknown option/ } as const;
  return [
    { ...row, name: "start: --version / node -e 0", limit: 1.25, compare: beside(version) },
    { ...row, name: "start: --help / node -e 0", compare: beside(help) },
    { ...row, name: "start: bad usage / node -e 0", compare: beside(badUsage) },
  ];
}

/** The memory of a whole run, beside an empty script's. */
export function memoryRow(name: string, ours: Command, missing: string | null): Row {
  return {
    name: `peak memory: ${name} / node -e 0`,
    unit: "MB",
    limit: 1.35,
    missing,
    compare: () =>
      inTurns(
        MEMORY_ROUNDS,
        () => peakMemory(ours),
        () => peakMemory(EMPTY_SCRIPT),
        ratio,
      ),
  };
}
