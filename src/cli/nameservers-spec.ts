import type { NameserversOptions } from "../checks/nameservers/check.ts";
import { queryDeclaration } from "./chain-spec.ts";
import { allValues, oneValue } from "./given.ts";
import type { PluginSpec } from "./plugin-spec.ts";

/** check_dnssec_nameservers but for the check itself. */
export const NAMESERVERS_SPEC: PluginSpec<NameserversOptions> = {
  plugin: "check_dnssec_nameservers",
  purpose: "do all nameservers, on every address, serve the same signed zone?",
  metric: {
    description: "time for which a nameserver's copy has been behind the newest one",
    syntax: { countsDown: false, isTime: true, takesPercent: false },
    warning: "3h",
    critical: "1d",
  },
  options: [
    queryDeclaration("look whether the servers contradict themselves about this name, which must exist"),
    {
      name: "serial-tolerance",
      value: "N",
      help: "let a copy be this many serial numbers behind the newest",
      default: "0",
    },
  ],
  examples: [
    { command: "-z example.com", meaning: "ask every address of every nameserver that parent and zone name" },
    {
      command: "-z example.com -w 30m -c 2h -q www.example.com",
      meaning: "alert when a copy is half an hour behind; look at one more name",
    },
  ],
  async parse(given, common) {
    const [{ parseQuery }, { numberFrom }] = await Promise.all([
      import("./domain-option.ts"),
      import("./common-options.ts"),
    ]);
    return {
      queries: allValues(given, "query", parseQuery),
      serialTolerance: oneValue(given, "serial-tolerance", "0", numberFrom(0, 999_999_999)),
      isPublic: common.rootHintsFile === null && common.resolvers.length === 0 && common.nameservers.length === 0,
    };
  },
};
