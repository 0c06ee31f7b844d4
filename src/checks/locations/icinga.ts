import type { DomainName } from "../../dns/name.ts";
import { nameText } from "../../dnssec/finding.ts";
import { SECURITY_STATUSES, type SecurityStatus } from "../../dnssec/security.ts";
import { type PluginOutput, readPluginOutput } from "../../monitoring/plugin-output.ts";
import { parseState } from "../../monitoring/state.ts";
import { checkName, type Gathered, type LocationResult, type SeenFault, withStateFault } from "./result.ts";

/** What of a service names its location. */
export type LocationAttribute = "check_source" | "host" | "zone";

/** A service as Icinga's API gives it. */
interface Service {
  readonly host_name: string;
  readonly zone: string;
  readonly command_endpoint: string;
  readonly check_command: string;
  /** Seconds. */
  readonly check_interval: number;
  readonly state: number;
  /** 0 while Icinga still retries. */
  readonly state_type: number;
  readonly last_state_change: number;
  readonly last_check_result: {
    readonly output: string;
    readonly check_source: string;
    readonly execution_end: number;
  } | null;
}

const ATTRIBUTES: readonly (keyof Service)[] = [
  "host_name",
  "zone",
  "command_endpoint",
  "check_command",
  "check_interval",
  "state",
  "state_type",
  "last_state_change",
  "last_check_result",
];

/** A service whose variables name the zone, as the CheckCommands do, or name none and whose host is called so. */
const OF_ZONE =
  'match("dnssec*", service.check_command) && (service.vars.dnssec_zone in zones || ' +
  'service.vars[service.check_command + "_zone"] in zones || ' +
  '(!service.vars.dnssec_zone && !service.vars[service.check_command + "_zone"] && host.name in zones))';
const BY_NAME = "match(pattern, service.name)";

/** What only says again what other services say. */
const SECONDHAND: ReadonlySet<string> = new Set(["dnssec_locations", "dnssec_emergency"]);

/**
 * The body of a query for the services that check a zone: those whose name is like pattern (`*` and `?`), or without one
 * those whose variables say so. Names are sent beside the expression, so that none can become a part of it.
 */
export function servicesQuery(zone: DomainName, pattern: string | null): object {
  const name = nameText(zone);
  const zones = [name, `${name}.`, name.toLowerCase(), `${name.toLowerCase()}.`];
  return {
    attrs: ATTRIBUTES,
    ...(pattern === null ? { filter: OF_ZONE, filter_vars: { zones } } : { filter: BY_NAME, filter_vars: { pattern } }),
  };
}

/** What the last results of services say of the zone, of those that have one of their own. */
export function readServices(
  objects: readonly unknown[],
  zone: DomainName,
  locationBy: LocationAttribute,
  maxAge: number | null,
): Gathered {
  if (!objects.every(isService)) return { kind: "failed", reason: "Icinga: services without the attributes asked for" };
  return { kind: "results", results: objects.flatMap((each) => readService(each, zone, locationBy, maxAge) ?? []) };
}

function isService(object: unknown): object is Service {
  const { last_check_result: last, ...service } = (object ?? {}) as Readonly<Record<keyof Service, unknown>>;
  const { output, check_source, execution_end } = (last ?? {}) as Readonly<Record<string, unknown>>;
  const { host_name, zone, command_endpoint, check_command, check_interval, state, state_type } = service;
  const texts = [host_name, zone, command_endpoint, check_command];
  const numbers = [check_interval, state, state_type, service.last_state_change];
  return (
    texts.every((each) => typeof each === "string") &&
    numbers.every((each) => typeof each === "number") &&
    (last === null ||
      (typeof output === "string" && typeof check_source === "string" && typeof execution_end === "number"))
  );
}

function readService(
  service: Service,
  zone: DomainName,
  locationBy: LocationAttribute,
  maxAge: number | null,
): LocationResult | null {
  const { last_check_result: last, check_command: command, check_interval: interval } = service;
  if (last === null || SECONDHAND.has(command)) return null;
  const output = readPluginOutput(last.output);
  // A run that ended before it knew its zone, or that was killed, names none.
  if (output !== null && output.zone !== null && output.zone.toLowerCase() !== nameText(zone).toLowerCase())
    return null;
  const known = { check: checkName(output?.label ?? command), state: parseState(String(service.state)) };
  return {
    ...known,
    location: locationOf(service, last.check_source, locationBy),
    region: service.zone || null,
    summary: output?.summary ?? last.output.split("\n")[0] ?? "",
    security: output === null ? null : securityOf(known.check, output.summary),
    faults: withStateFault(known, output === null ? [] : readFaults(output)),
    isComplete: output?.isComplete ?? true,
    isConfirmed: service.state_type !== 0 || known.state === "OK",
    since: service.last_state_change,
    checkedAt: last.execution_end,
    maxAge: maxAge ?? 2 * interval,
  };
}

/** What check_dnssec_chain begins with. */
function securityOf(check: string, summary: string): SecurityStatus | null {
  const [word] = /^\w+/.exec(summary) ?? [];
  return check === "chain" ? (SECURITY_STATUSES.find((status) => status === word) ?? null) : null;
}

/** Where an endpoint is not connected, another one is the source of the result that says so. */
function locationOf(service: Service, checkSource: string, locationBy: LocationAttribute): string {
  if (locationBy === "host") return service.host_name;
  if (locationBy === "zone" && service.zone !== "") return service.zone;
  return service.command_endpoint || checkSource;
}

/** One fault for each subject that the text names. */
function readFaults({ findings }: PluginOutput): SeenFault[] {
  return findings.flatMap(({ id, label, level, consequences }) => [
    ...labelsOf(label).map((each) => ({ id, label: each, level, isConsequence: false })),
    ...consequences.flatMap((text) => {
      const [, hence = "", labels = ""] = /^(\S+) (.*?): /.exec(text) ?? [];
      return labelsOf(labels).map((each) => ({ id: hence, label: each, level, isConsequence: true }));
    }),
  ]);
}

function labelsOf(text: string): string[] {
  return text.replace(/ and \d+ more (RRset|key)s?$/, "").split(", ");
}
