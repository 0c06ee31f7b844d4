import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A command line, and what it must say: a program that fails is quick, but to no avail. */
export interface Command {
  readonly line: readonly [string, ...string[]];
  readonly says: RegExp;
}

/** Medians of what was measured in turns; figure is the median of the pairs' own, so that a busy moment spoils one pair. */
export interface Comparison {
  readonly ours: number;
  readonly peer: number;
  readonly figure: number;
}

/** Milliseconds of one whole process, its output read through a pipe as a monitoring system does. */
export function wallTime({ line: [file, ...args], says }: Command): number {
  const start = process.hrtime.bigint();
  const { error, stdout } = spawnSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (error !== undefined) throw error;
  if (!says.test(stdout)) throw new Error(`${file} ${args.join(" ")} said ${JSON.stringify(stdout.slice(0, 3000))}`);
  return elapsed;
}

/** Megabytes of memory at the peak of one whole process, as last seen in /proc before it ended. */
export async function peakMemory({ line: [file, ...args] }: Command): Promise<number> {
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "ignore"] });
  let kilobytes = 0;
  while (child.exitCode === null && child.signalCode === null) {
    kilobytes = peakSoFar(child.pid) ?? kilobytes;
    await new Promise(setImmediate);
  }
  return kilobytes / 1000;
}

/** Measures ours and peer in turns, after once for nothing, so that what else the machine does meets both. */
export async function inTurns(
  rounds: number,
  ours: () => number | Promise<number>,
  peer: () => number | Promise<number>,
  figureOf: (ours: number, peer: number) => number,
): Promise<Comparison> {
  await ours();
  await peer();
  const pairs: { readonly ours: number; readonly peer: number }[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push({ ours: await ours(), peer: await peer() });
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    peer: median(pairs.map((pair) => pair.peer)),
    figure: median(pairs.map((pair) => figureOf(pair.ours, pair.peer))),
  };
}

/** How many queries a whole process sends, as where they are counted tells. */
export async function queriesOf(command: Command, count: () => Promise<number>): Promise<number> {
  const before = await count();
  wallTime(command);
  return (await count()) - before;
}

/** How much of peer ours is. */
export function ratio(ours: number, peer: number): number {
  return ours / peer;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function peakSoFar(pid: number | undefined): number | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return peak === null ? undefined : Number(peak[1]);
  } catch {
    return undefined;
  }
}
