import type { SignaturesOptions } from "../checks/signatures/check.ts";
import type { Threshold } from "../monitoring/range.ts";
import { queryDeclaration } from "./chain-spec.ts";
import { allValues, optionalValue } from "./given.ts";
import type { MainMetric, PluginSpec } from "./plugin-spec.ts";

const METRIC: MainMetric = {
  description: "time until the first signature expires",
  syntax: { countsDown: true, isTime: true, takesPercent: true },
  warning: "7d",
  critical: "24h",
};

/** check_dnssec_signatures but for the check itself. */
export const SIGNATURES_SPEC: PluginSpec<SignaturesOptions> = {
  plugin: "check_dnssec_signatures",
  purpose: "does every RRset carry a valid signature on every nameserver, and when does the first one run out?",
  metric: METRIC,
  options: [
    queryDeclaration("look at this RRset too, type A if none is given"),
    { name: "dnskey-warning", value: "RANGE", help: "-w for the signatures of DNSKEY", default: "that of -w" },
    { name: "dnskey-critical", value: "RANGE", help: "-c for the signatures of DNSKEY", default: "that of -c" },
  ],
  examples: [
    { command: "-z example.com -w 7d -c 24h", meaning: "warn when a signature has less than 7 days left" },
    {
      command: "-z example.com -w 25% -c 10%,12h --dnskey-warning 14d",
      meaning:
        "warn when less than a quarter of its validity period is left; critical at a tenth or 12 hours; signatures of DNSKEY warn two weeks before",
    },
  ],
  async parse(given, common) {
    const [{ parseQueryIn }, { parseThreshold }] = await Promise.all([
      import("./domain-option.ts"),
      import("../monitoring/range.ts"),
    ]);
    const threshold = (text: string): Threshold => parseThreshold(text, METRIC.syntax);
    return {
      queries: allValues(given, "query", (text) => parseQueryIn(common.zone, text)),
      dnskeyWarning: optionalValue(given, "dnskey-warning", threshold) ?? common.warning,
      dnskeyCritical: optionalValue(given, "dnskey-critical", threshold) ?? common.critical,
    };
  },
};
