import type { ResolversOptions } from "../checks/resolvers/check.ts";
import type { CheckedResolver, ResolverRole } from "../checks/resolvers/gather.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import { queryDeclaration } from "./chain-spec.ts";
import { allValues, isGiven, optionalValue } from "./given.ts";
import type { PluginSpec } from "./plugin-spec.ts";

/** check_dnssec_resolvers but for the check itself. */
export const RESOLVERS_SPEC: PluginSpec<ResolversOptions> = {
  plugin: "check_dnssec_resolvers",
  purpose: "do validating resolvers resolve the zone, authenticate it, and refuse what is bogus?",
  metric: {
    description: "seconds that the slowest resolver takes",
    syntax: { countsDown: false, isTime: true, takesPercent: false },
    warning: "2",
    critical: "5",
  },
  own: {
    resolver: { help: "look at this resolver", default: "the system's" },
    nameserver: { help: "learn from this server what is right, instead of through the resolvers with CD set" },
  },
  options: [
    {
      name: "bogus-name",
      value: "NAME",
      help: "a name whose signatures are broken on purpose: resolvers must refuse it with SERVFAIL",
      default: "none is asked for",
    },
    {
      name: "validating",
      value: "ADDR",
      isRepeatable: true,
      help: "look at this resolver, too, and take it for critical if it does not validate",
    },
    {
      name: "non-validating",
      value: "ADDR",
      isRepeatable: true,
      help: "look at this resolver, too, which need not validate",
    },
    {
      name: "ask-version",
      value: null,
      help: "ask resolvers for their version, and warn of those before the fixes of attacks on validators; distributions mend old versions without changing the number",
    },
    queryDeclaration("resolve this too, type A if none is given"),
  ],
  examples: [
    {
      command: "-z example.com -r 192.0.2.53 -r 2001:db8::53",
      meaning: "see that both resolvers resolve example.com and authenticate it; without -r, those of the system",
    },
    {
      command: "-z example.com -r 192.0.2.53 --bogus-name dnssec-failed.org",
      meaning: "see as well that it refuses what is bogus",
    },
  ],
  async parse(given, common) {
    const [{ parseDomain, parseQuery }, { resolverReader }] = await Promise.all([
      import("./domain-option.ts"),
      import("./resolver-option.ts"),
    ]);
    const marked = (role: ResolverRole, servers: readonly ServerAddress[]): CheckedResolver[] =>
      servers.map((server) => ({ server, role }));
    const resolvers = [
      ...marked("validating", allValues(given, "validating", resolverReader(given))),
      ...marked("non-validating", allValues(given, "non-validating", resolverReader(given))),
      ...marked("unmarked", common.resolvers),
    ];
    const { systemResolvers } = await import("./system-resolvers.ts");
    const asked = resolvers.length === 0 ? marked("unmarked", systemResolvers(common.families)) : resolvers;
    return {
      resolvers: uniqueResolvers(asked),
      queries: allValues(given, "query", parseQuery),
      bogusName: optionalValue(given, "bogus-name", parseDomain),
      asksVersion: isGiven(given, "ask-version"),
      isReferenceRecursive: common.nameservers.length === 0,
    };
  },
};

/** Each address once, with the first mark it has. */
function uniqueResolvers(resolvers: readonly CheckedResolver[]): CheckedResolver[] {
  return resolvers.filter(
    ({ server }, i) =>
      resolvers.findIndex((other) => other.server.address === server.address && other.server.port === server.port) ===
      i,
  );
}
