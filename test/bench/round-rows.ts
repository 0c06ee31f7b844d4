import type { Lab } from "./lab.ts";
import { type Command, inTurns, queriesOf, wallTime } from "./measure.ts";
import { NO_RESOLVER, type Row } from "./row.ts";

const ROUNDS = 30;
const ROUND_TRIP = 20;

/**
 * How many round trips validating www.zone.tld waits for, from whole processes whose every answer is 20 ms late. What
 * counts is what the delay adds, hence the run without delay is the start-up: it does all the same work. The rows beyond
 * --version add the work itself, which no limit is set for.
 */
export function roundRows(lab: Lab, check: string, walk: Command, throughRelay: Command, whole: Command): Row[] {
  const version: Command = { line: [check, "--version"], says: /^check_dnssec_chain \d/ };
  const afterDelay = (delay: number, command: Command) => async () => {
    await lab.setDelay(delay);
    return wallTime(command);
  };
  const row = (name: string, limit: number | null, ours: Command, start: Command): Row => ({
    name,
    unit: "ms",
    limit,
    missing: ours === throughRelay && !lab.hasResolver ? NO_RESOLVER : null,
    compare: async () => {
      const rounds = (late: number, prompt: number): number => (late - prompt) / ROUND_TRIP;
      const result = await inTurns(ROUNDS, afterDelay(ROUND_TRIP, ours), afterDelay(0, start), rounds);
      await lab.setDelay(0);
      return result;
    },
    async countQueries() {
      const count = async () => (await lab.queryCounts())[ours === throughRelay ? "atRelay" : "atServers"];
      return { ours: await queriesOf(ours, count), peer: null };
    },
  });
  return [
    row("rounds: walking, 20 ms a reply - 0 ms", 3.3, walk, walk),
    row("rounds: resolver, 20 ms a reply - 0 ms", 1.3, throughRelay, throughRelay),
    row("rounds: check_dnssec, walking, 20 ms a reply - 0 ms", 6, whole, whole),
    row("rounds and work: walking, 20 ms a reply - --version", null, walk, version),
    row("rounds and work: resolver, 20 ms a reply - --version", null, throughRelay, version),
  ];
}
