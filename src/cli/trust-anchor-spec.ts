import type { TrustAnchorOptions } from "../checks/trust-anchor/check.ts";
import { allValues, oneValue } from "./given.ts";
import type { PluginSpec } from "./plugin-spec.ts";

/** check_dnssec_trust_anchor but for the check itself. */
export const TRUST_ANCHOR_SPEC: PluginSpec<TrustAnchorOptions> = {
  plugin: "check_dnssec_trust_anchor",
  purpose: "does a resolver, or a trust-anchor file, trust the root keys in use and the ones coming?",
  defaultZone: ".",
  own: {
    zone: { help: "the zone whose keys the anchors are for; also as the one argument", default: "." },
    resolver: { help: "look at this resolver", default: "the system's, unless -f is given" },
  },
  metric: {
    description: "time since the state in an anchor file was last updated",
    syntax: { countsDown: false, isTime: true, takesPercent: false },
    warning: "10d",
    critical: "30d",
  },
  options: [
    {
      name: "anchor-file",
      letters: "f",
      value: "FILE",
      isRepeatable: true,
      help: "look at this file: BIND's trust-anchors or managed-keys.bind, Unbound's root.key, zone-file format, IANA's XML",
    },
    {
      name: "sentinel-zone",
      value: "NAME",
      help: "a signed zone to ask resolvers for sentinel names in (RFC 8509)",
      default: ".",
    },
  ],
  examples: [
    { command: "-f /var/lib/unbound/root.key", meaning: "see that the anchors Unbound keeps are up to date" },
    {
      command: "-r 192.0.2.53",
      meaning: "see that the resolver trusts the root's keys; without -r and -f, the system's",
    },
  ],
  async parse(given, common) {
    const [{ parseDomain }, { parseAnchorFile }, { parseTextFile }] = await Promise.all([
      import("./domain-option.ts"),
      import("../dnssec/anchor-file.ts"),
      import("./text-file.ts"),
    ]);
    const names = allValues(given, "anchor-file", (name) => name);
    const files = names.map((name) => ({
      name,
      ...parseTextFile(name, (text) => parseAnchorFile(text, common.at)),
    }));
    const { systemResolvers } = await import("./system-resolvers.ts");
    const isNothingGiven = files.length === 0 && common.resolvers.length === 0;
    return {
      files,
      resolvers: isNothingGiven ? systemResolvers(common.families) : common.resolvers,
      sentinelZone: oneValue(given, "sentinel-zone", ".", parseDomain),
    };
  },
};
