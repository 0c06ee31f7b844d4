import type { MainMetric, OptionDeclaration, PluginSpec } from "./plugin-spec.ts";

/** Read before all others and not by yargs, since its value may be left out. */
export const EXTRA_OPTS: OptionDeclaration = {
  name: "extra-opts",
  value: "[SECTION][@FILE]",
  isRepeatable: true,
  help: "read options from an ini file first, as all Monitoring Plugins do",
};

/** The options that every check on a zone takes, as a check explains them. */
export function commonDeclarations({
  metric,
  own = {},
}: Pick<PluginSpec<unknown>, "metric" | "own">): OptionDeclaration[] {
  return usualDeclarations(metric).map((declaration) => ({ ...declaration, ...own[declaration.name] }));
}

function usualDeclarations({ description, warning, critical }: MainMetric): OptionDeclaration[] {
  return [
    { name: "zone", aliases: ["hostname"], letters: "Hz", value: "NAME", help: "the zone; also as the one argument" },
    { name: "warning", letters: "w", value: "RANGE", help: `${description}: when to warn`, default: warning },
    { name: "critical", letters: "c", value: "RANGE", help: `${description}: when it is critical`, default: critical },
    {
      name: "resolver",
      letters: "r",
      value: "ADDR",
      isRepeatable: true,
      help: "ask this recursive resolver instead of walking from the root",
    },
    {
      name: "tls-ca",
      value: "FILE",
      help: "certificates to trust for resolvers given as tls:// or https://, in PEM",
      default: "the system's",
    },
    {
      name: "tls-name",
      value: "NAME",
      help: "the name that the certificate of such a resolver must be for",
      default: "the one in its address",
    },
    {
      name: "nameserver",
      letters: "n",
      value: "NAME-or-ADDR",
      isRepeatable: true,
      help: "ask this authoritative server instead of the delegated ones",
    },
    { name: "root-hints", value: "FILE", help: "root servers, in named.root format", default: "built in" },
    {
      name: "trust-anchor",
      value: "FILE",
      help: "trust anchors: DS or DNSKEY records in zone-file format, or IANA's root-anchors.xml",
      default: "the root's, built in",
    },
    { name: "port", value: "N", help: "port of authoritative servers", default: "53" },
    {
      name: "at",
      value: "TIME",
      help: "judge as of TIME: 2026-11-23T00:00:00Z, 20261123000000 (UTC), +7d or -1h",
      default: "now",
    },
    {
      name: "expect",
      value: "secure|insecure|any",
      help: "what the zone's chain of trust should be",
      default: "secure",
    },
    { name: "use-ipv4", letters: "4", value: null, help: "IPv4 only" },
    { name: "use-ipv6", letters: "6", value: null, help: "IPv6 only" },
    {
      name: "timeout",
      letters: "t",
      value: "SECONDS[:STATE]",
      help: "the whole run's limit and the state to end in when it is hit",
      default: "10:UNKNOWN",
    },
    { name: "query-timeout", value: "SECONDS", help: "how long to wait for one answer", default: "2" },
    { name: "tries", value: "N", help: "how often to ask a server that stays silent", default: "3" },
    { name: "bufsize", value: "N", help: "largest UDP answer to ask for, in octets", default: "1232" },
    { name: "tcp", value: null, help: "ask over TCP only" },
    { name: "ignore", value: "ID", isRepeatable: true, help: "drop this finding" },
    {
      name: "severity",
      value: "ID=LEVEL",
      isRepeatable: true,
      help: "give this finding another level: info, warning, critical or emergency",
    },
    { name: "format", letters: "o", value: "nagios|json", help: "what to print", default: "nagios" },
    { name: "verbose", letters: "v", value: null, help: "more detail; up to -vvv" },
    { name: "version", letters: "V", value: null, help: "print the version" },
    { name: "help", letters: "h", value: null, help: "print this help" },
  ];
}
