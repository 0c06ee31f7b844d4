import type { ChainOptions } from "../checks/chain/check.ts";
import { allValues } from "./given.ts";
import type { OptionDeclaration, PluginSpec } from "./plugin-spec.ts";

/** `--query` for checks that look at more than the apex. */
export function queryDeclaration(help: string): OptionDeclaration {
  return { name: "query", letters: "q", value: "NAME[/TYPE]", isRepeatable: true, help };
}

/** check_dnssec_chain but for the check itself. */
export const CHAIN_SPEC: PluginSpec<ChainOptions> = {
  plugin: "check_dnssec_chain",
  purpose:
    "does the chain of trust validate from the trust anchor to a name: secure, insecure, bogus or indeterminate?",
  metric: {
    description: "time until the first signature of the chain expires",
    syntax: { countsDown: true, isTime: true, takesPercent: true },
    warning: "0",
    critical: "0",
  },
  options: [queryDeclaration("validate the answer to this, type A if none is given, instead of the zone's SOA")],
  examples: [
    { command: "-z example.com", meaning: "validate the SOA of example.com from the root's trust anchors" },
    {
      command: "-z example.com -q www.example.com/AAAA -w 14d -c 3d",
      meaning: "validate an address; warn when a signature on the way has less than 14 days left",
    },
  ],
  async parse(given) {
    const { parseQuery } = await import("./domain-option.ts");
    return { queries: allValues(given, "query", parseQuery) };
  },
};
