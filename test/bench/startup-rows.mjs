import { join } from "node:path";
import { fetchRuntime, host } from "../../plugins/build/node-runtimes.mjs";
import { peakMemory, wallTime } from "./measure.mjs";

/** What a packaged check costs before it asks anything, beside an empty script on the same Node. */
export function startupRows() {
  const check = join(import.meta.dirname, "../../dist/bin/check_dnssec_chain");
  const peer = [fetchRuntime(host), "-e", "0"];
  const start = { peer, measure: wallTime, unit: "ms", rounds: 60 };
  return [
    { ...start, name: "--version / node -e 0", ours: [check, "--version"], limit: 1.25 },
    { ...start, name: "--help / node -e 0", ours: [check, "--help"] },
    { ...start, name: "bad usage / node -e 0", ours: [check, "--no-such-option"] },
    {
      name: "--help / node -e 0, peak memory",
      ours: [check, "--help"],
      peer,
      measure: peakMemory,
      unit: "MB",
      rounds: 10,
      limit: 1.35,
    },
  ];
}
