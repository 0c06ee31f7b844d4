import type { LocationsOptions } from "../checks/locations/check.ts";
import type { PluginSpec } from "./plugin-spec.ts";

/** check_dnssec_locations but for the check itself. */
export const LOCATIONS_SPEC: PluginSpec<LocationsOptions> = {
  plugin: "check_dnssec_locations",
  purpose: "do the same check's results from several vantage points agree?",
  unused: [
    "resolver",
    "tls-ca",
    "tls-name",
    "nameserver",
    "root-hints",
    "trust-anchor",
    "port",
    "expect",
    "use-ipv4",
    "use-ipv6",
    "query-timeout",
    "tries",
    "bufsize",
    "tcp",
  ],
  metric: {
    description: "locations that differ from the others",
    syntax: { countsDown: false, isTime: false, takesPercent: false },
    warning: "0",
    critical: "1",
  },
  options: [
    {
      name: "result",
      value: "LOCATION=FILE",
      isRepeatable: true,
      help: "what a check printed there with -o json; - for standard input",
    },
    { name: "api", value: "URL", help: "ask Icinga 2 for results here, such as https://icinga.example.com:5665" },
    { name: "api-user", value: "NAME", help: "its ApiUser, with the permission objects/query/Service" },
    {
      name: "api-secret-file",
      value: "FILE",
      help: "holds the password",
      default: "the environment variable ICINGA_API_PASSWORD",
    },
    { name: "api-ca", value: "FILE", help: "certificates to trust, in PEM", default: "the system's" },
    {
      name: "api-name",
      value: "NAME",
      help: "the name that the certificate must be for",
      default: "the one in the URL",
    },
    {
      name: "service",
      value: "PATTERN",
      help: "services to compare, by name, * and ? in it",
      default: "those whose variables name the zone",
    },
    {
      name: "location-by",
      value: "check_source|host|zone",
      help: "what is a location: the endpoint that ran the check, the service's host, or its Icinga zone",
      default: "check_source",
    },
    {
      name: "region",
      value: "NAME=LOCATION,...",
      isRepeatable: true,
      help: "locations that belong together",
      default: "Icinga's zones",
    },
    { name: "expect-location", value: "LOCATION", isRepeatable: true, help: "warn where it has no result" },
    {
      name: "max-age",
      value: "DURATION",
      help: "older results are not compared but warned of",
      default: "twice the service's check_interval, 1d for files",
    },
  ],
  examples: [
    {
      command: "-z example.com --result fra=fra.json --result nyc=nyc.json",
      meaning: "compare what 'check_dnssec -o json' printed in two places",
    },
    {
      command:
        "-z example.com --api https://localhost:5665 --api-user locations --api-secret-file /etc/icinga2/locations",
      meaning: "compare the endpoints of Icinga; warn where one differs, critical from two on",
    },
  ],
  async parse(given, common) {
    const { readSources } = await import("./locations-sources.ts");
    return readSources(given, common, process.env);
  },
};
