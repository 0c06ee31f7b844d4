import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const quiet = { stdio: ["ignore", "ignore", "ignore"] };

/** Milliseconds of one whole process. */
export function wallTime([file, ...args]) {
  const start = process.hrtime.bigint();
  const { error } = spawnSync(file, args, quiet);
  if (error) throw error;
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Megabytes of memory at the peak of one whole process, as last seen in /proc before it ended. */
export async function peakMemory([file, ...args]) {
  const child = spawn(file, args, quiet);
  let kilobytes = 0;
  while (child.exitCode === null && child.signalCode === null) {
    kilobytes = peakSoFar(child.pid) ?? kilobytes;
    await new Promise(setImmediate);
  }
  return kilobytes / 1000;
}

/** Measures ours and peer in turns, so that what else the machine does meets both; ratio is the median of the pairs'. */
export async function compare({ ours, peer, measure, rounds }) {
  await measure(ours);
  await measure(peer);
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({ ours: await measure(ours), peer: await measure(peer) });
  }
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    peer: median(pairs.map((pair) => pair.peer)),
    ratio: median(pairs.map((pair) => pair.ours / pair.peer)),
  };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function peakSoFar(pid) {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return peak ? Number(peak[1]) : undefined;
  } catch {
    return undefined;
  }
}
