import type { DenialOptions } from "../checks/denial/check.ts";
import { UsageError } from "../util/errors.ts";
import { queryDeclaration } from "./chain-spec.ts";
import { allValues, oneValue } from "./given.ts";
import type { PluginSpec } from "./plugin-spec.ts";

const DEFAULT_MAX_NAMES = "1000";
/** Milliseconds of a second of the run's limit to spend on the chain: a silent server may cost six of the ten seconds. */
const CHAIN_SHARE = 200;

/** check_dnssec_denial but for the check itself. */
export const DENIAL_SPEC: PluginSpec<DenialOptions> = {
  plugin: "check_dnssec_denial",
  purpose: "are negative answers proved, the NSEC or NSEC3 chain whole, and its parameters sane?",
  metric: {
    description: "additional NSEC3 iterations",
    syntax: { countsDown: false, isTime: false, takesPercent: false },
    warning: "0",
    critical: "50",
  },
  options: [
    queryDeclaration("ask for this as well, type A if none is given: an absent name, a wildcard's, a delegation's DS"),
    {
      name: "max-names",
      value: "N",
      help: "follow the chain at one server up to N names, or for a fifth of the time limit; 0 not at all",
      default: DEFAULT_MAX_NAMES,
    },
  ],
  examples: [
    { command: "-z example.com", meaning: "ask every server for what does not exist, and follow the chain" },
    {
      command: "-z example.com -q nothing.sub.example.com/MX -q child.example.com/DS --max-names 0",
      meaning: "look at two more answers, and leave the chain",
    },
  ],
  async parse(given, { zone, timeout }) {
    const { parseQueryIn } = await import("./domain-option.ts");
    return {
      queries: allValues(given, "query", (text) => parseQueryIn(zone, text)),
      maxNames: oneValue(given, "max-names", DEFAULT_MAX_NAMES, parseCount),
      maxWait: timeout.seconds * CHAIN_SHARE,
    };
  },
};

function parseCount(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new UsageError(`${JSON.stringify(text)} is no number from 0 to 9999999`);
  return Number(text);
}
