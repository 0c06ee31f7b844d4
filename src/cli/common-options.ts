import type { Expectation } from "../checks/context.ts";
import type { AddressFamily } from "../dns/address.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import type { DomainName } from "../dns/name.ts";
import type { Verbosity } from "../monitoring/nagios.ts";
import { parseThreshold, type Threshold } from "../monitoring/range.ts";
import { parseState, type State } from "../monitoring/state.ts";
import type { GivenNameserver } from "../net/network.ts";
import { parseTime } from "../util/clock.ts";
import { parseDuration } from "../util/duration.ts";
import { UsageError } from "../util/errors.ts";
import { LEVELS, type Level } from "../util/level.ts";
import { parseAddress, parsePort } from "./address-option.ts";
import { resolverReader } from "./resolver-option.ts";
import { parseDomain } from "./domain-option.ts";
import { allValues, isGiven, oneValue, optionalValue } from "./given.ts";
import type { GivenOptions, MainMetric } from "./plugin-spec.ts";

/** The options that every check on a zone takes, read and judged. */
export interface CommonOptions {
  readonly zone: DomainName;
  readonly warning: Threshold;
  readonly critical: Threshold;
  /** Empty: walk from the root. */
  readonly resolvers: readonly ServerAddress[];
  /** Empty: the delegation's. */
  readonly nameservers: readonly GivenNameserver[];
  readonly rootHintsFile: string | null;
  readonly trustAnchorFile: string | null;
  /** Of authoritative servers. */
  readonly port: number;
  /** The time to judge at, in seconds since 1970. */
  readonly at: number;
  readonly expect: Expectation;
  readonly families: readonly AddressFamily[];
  readonly timeout: { readonly seconds: number; readonly state: State };
  /** Seconds. */
  readonly queryTimeout: number;
  readonly tries: number;
  /** Octets. */
  readonly bufsize: number;
  readonly tcp: boolean;
  readonly ignore: ReadonlySet<string>;
  readonly severity: ReadonlyMap<string, Level>;
  readonly format: "nagios" | "json";
  readonly verbosity: Verbosity;
}

const MAX_SECONDS = 86_400;

/**
 * Reads the common options at now, seconds since 1970, with the ids that findings have; UsageError on the first option
 * that is missing or malformed.
 */
export function parseCommonOptions(
  given: GivenOptions,
  metric: MainMetric,
  now: number,
  isFindingId: (id: string) => boolean,
  defaultZone?: string,
): CommonOptions {
  const port = oneValue(given, "port", "53", parsePort);
  const threshold = (text: string): Threshold => parseThreshold(text, metric.syntax);
  const families = ([4, 6] as const).filter((family) => isGiven(given, `use-ipv${family}`));
  return {
    zone: parseZone(given, defaultZone),
    warning: oneValue(given, "warning", metric.warning, threshold),
    critical: oneValue(given, "critical", metric.critical, threshold),
    resolvers: allValues(given, "resolver", resolverReader(given)),
    nameservers: allValues(given, "nameserver", (text) => parseNameserver(text, port)),
    rootHintsFile: optionalValue(given, "root-hints", parseFileName),
    trustAnchorFile: optionalValue(given, "trust-anchor", parseFileName),
    port,
    at: oneValue(given, "at", "+0", (text) => parseTime(text, now)),
    expect: oneValue(given, "expect", "secure", wordOf(["secure", "insecure", "any"])),
    families: families.length === 0 ? [4, 6] : families,
    timeout: oneValue(given, "timeout", "10", parseTimeout),
    queryTimeout: oneValue(given, "query-timeout", "2", parseSeconds),
    tries: oneValue(given, "tries", "3", numberFrom(1, 20)),
    bufsize: oneValue(given, "bufsize", "1232", numberFrom(512, 65_535)),
    tcp: isGiven(given, "tcp"),
    ignore: new Set(allValues(given, "ignore", (id) => knownId(id, isFindingId))),
    severity: new Map(allValues(given, "severity", (text) => parseSeverity(text, isFindingId))),
    format: oneValue(given, "format", "nagios", wordOf(["nagios", "json"])),
    verbosity: Math.min(given.counts.get("verbose") ?? 0, 3) as Verbosity,
  };
}

function parseZone(given: GivenOptions, fallback: string | undefined): DomainName {
  const [name = fallback, second] = [...(given.values.get("zone") ?? []), ...given.operands];
  if (name === undefined) throw new UsageError("no zone given: -z NAME");
  if (second !== undefined)
    throw new UsageError(`two zones given: ${JSON.stringify(name)} and ${JSON.stringify(second)}`);
  return parseDomain(name);
}

function parseNameserver(text: string, port: number): GivenNameserver {
  const server = parseAddress(text, port);
  if (server !== null) return { kind: "address", server };
  // No top-level domain is a number or holds a colon: whoever writes one means an address.
  if (/(^|\.)\d+\.?$|[:#[\]]/.test(text)) throw new UsageError(`malformed address ${JSON.stringify(text)}`);
  return { kind: "name", name: parseDomain(text) };
}

function parseFileName(text: string): string {
  if (text === "") throw new UsageError("no file named");
  return text;
}

function parseTimeout(text: string): CommonOptions["timeout"] {
  const [, seconds = "", state] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  return { seconds: parseSeconds(seconds), state: state === undefined ? "UNKNOWN" : parseState(state) };
}

function parseSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds <= 0 || seconds > MAX_SECONDS) throw new UsageError(`${text} is not over 0 and up to a day`);
  return seconds;
}

function parseSeverity(text: string, isFindingId: (id: string) => boolean): readonly [string, Level] {
  const [id = "", word] = text.split(/=(.*)/s);
  if (word === undefined) throw new UsageError(`${JSON.stringify(text)} is not ID=LEVEL`);
  return [knownId(id, isFindingId), wordOf(LEVELS)(word)];
}

function knownId(id: string, isFindingId: (id: string) => boolean): string {
  if (!isFindingId(id)) throw new UsageError(`there is no finding ${JSON.stringify(id)}`);
  return id;
}

/** Reads a whole number in a range; UsageError on anything else. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new UsageError(`${JSON.stringify(text)} is no number from ${least} to ${most}`);
    return value;
  };
}

/** Reads one of some words; UsageError on anything else. */
export function wordOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((known) => known === text);
    if (word === undefined) throw new UsageError(`${JSON.stringify(text)} is none of ${words.join(", ")}`);
    return word;
  };
}
