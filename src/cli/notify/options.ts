import { join } from "node:path";
import { hmacSha256 } from "../../crypto/hmac.ts";
import { DomainName, MAX_LABEL } from "../../dns/name.ts";
import { readPluginOutput, unescapeLongOutput } from "../../monitoring/plugin-output.ts";
import { parseState, type State } from "../../monitoring/state.ts";
import { DEFAULT_URLS, SECRETS, SERVICES, type Service } from "../../notifications/destination.ts";
import { type Notification, parseNotificationType } from "../../notifications/notification.ts";
import { cleaned, cut } from "../../notifications/text.ts";
import { parseTime } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";
import { LEVELS, type Level } from "../../util/level.ts";
import { parseDomain } from "../domain-option.ts";
import { isGiven, oneValue, optionalValue } from "../given.ts";
import type { GivenOptions } from "../plugin-spec.ts";
import { defaultStateFolder } from "../state-folder.ts";

/** Of what people and plugins wrote. A line holds the perfdata, too. */
const MAX_TEXT = 1000;
const MAX_LINE = 6000;
const MAX_LINK = 500;

/** Where a check of the suite is the check of a host. */
const HOST_STATES: Readonly<Record<string, State>> = { UP: "OK", DOWN: "CRITICAL", UNREACHABLE: "UNKNOWN" };

/** What notify_dnssec is asked to do. */
export interface NotifyOptions {
  readonly destination: Service;
  /** Null where it is the secret. */
  readonly url: string | null;
  readonly secretFile: string | null;
  readonly levels: ReadonlySet<Level>;
  /** Of this destination alone. */
  readonly spoolFolder: string;
  /** Seconds. */
  readonly timeout: number;
  readonly tries: number;
  readonly authoritiesFile: string | null;
  readonly isDryRun: boolean;
  /** Null with --flush. */
  readonly notification: { readonly zone: DomainName; readonly told: Notification } | null;
}

/** Reads the options of notify_dnssec; UsageError on malformed, missing and contradicting ones. */
export function parseNotifyOptions(
  given: GivenOptions,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): NotifyOptions {
  const [stray] = given.operands;
  if (stray !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(stray)}`);
  const destination = needed(given, "to", parseService);
  const url = urlFor(destination, optionalValue(given, "url", parseUrl));
  const secretFile = optionalValue(given, "secret-file", (text) => text);
  const spool = optionalValue(given, "spool-dir", (text) => text) ?? join(defaultStateFolder(env), "notifications");
  return {
    destination,
    url,
    secretFile,
    levels: oneValue(given, "levels", "warning,critical,emergency", parseLevels),
    spoolFolder: join(spool, folderName(destination, url, secretFile)),
    timeout: oneValue(given, "timeout", "20", (text) => parsePositive(text, 3600)),
    tries: oneValue(given, "tries", "4", (text) => Math.ceil(parsePositive(text, 100))),
    authoritiesFile: optionalValue(given, "ca", (text) => text),
    isDryRun: isGiven(given, "dry-run"),
    notification: isGiven(given, "flush") ? null : readNotification(given, now),
  };
}

/** Checks an https URL, without repeating it in an error: it may be a secret. */
export function parseUrl(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== "https:") throw new UsageError("this is no https:// URL");
  return text;
}

function readNotification(given: GivenOptions, now: number): NotifyOptions["notification"] {
  const raw = (name: string): string => optionalValue(given, name, (value) => value) ?? "";
  const text = (name: string): string => cut(cleaned(raw(name)).trim(), MAX_TEXT);
  const zone = needed(given, "zone", parseZone);
  const output = needed(given, "output", (value) => value);
  const lines = `${output}\n${unescapeLongOutput(raw("long-output"))}`
    .split(/\r?\n/)
    .map((line) => cut(cleaned(line), MAX_LINE));
  const told: Notification = {
    type: needed(given, "type", parseNotificationType),
    zone: zone.isRoot() ? "." : zone.toString().toLowerCase().slice(0, -1),
    host: text("host"),
    service: text("service"),
    state: needed(given, "state", (word) => HOST_STATES[word.toUpperCase()] ?? parseState(word)),
    summary: lines[0]?.split("|", 1)[0]?.trim() ?? "",
    author: text("author"),
    comment: text("comment"),
    link: linkOf(raw("link")),
    at: oneValue(given, "time", "+0s", (time) => parseEventTime(time, now)),
    output: readPluginOutput(lines.join("\n")),
  };
  return { zone, told };
}

/** The zone; a name that is none as one label, since its checks are UNKNOWN and somebody is to hear of that. */
function parseZone(text: string): DomainName {
  try {
    return parseDomain(text);
  } catch (error) {
    if (!(error instanceof UsageError) || text === "") throw error;
    return new DomainName([Buffer.from(text).subarray(0, MAX_LABEL)]);
  }
}

/** A link that can be clicked, or none: a notification is not to fail for it. */
function linkOf(text: string): string {
  return text.length <= MAX_LINK && /^https?:\/\/[\x21-\x7e]+$/.test(text) ? text : "";
}

function needed<T>(given: GivenOptions, name: string, read: (text: string) => T): T {
  const value = optionalValue(given, name, read);
  if (value === null) throw new UsageError(`--${name} is missing`);
  return value;
}

function urlFor(destination: Service, url: string | null): string | null {
  if (SECRETS[destination] === "url") {
    if (url !== null)
      throw new UsageError(`--url: for ${destination} the URL is the secret; put it into a --secret-file`);
    return null;
  }
  const known = url ?? DEFAULT_URLS[destination];
  if (known === null) throw new UsageError(`--url is missing, which --to ${destination} needs`);
  return known;
}

function parseService(text: string): Service {
  const service = SERVICES.find((known) => known === text);
  if (service === undefined) throw new UsageError(`${JSON.stringify(text)} is none of ${SERVICES.join(", ")}`);
  return service;
}

function parseLevels(text: string): ReadonlySet<Level> {
  return new Set(
    text.split(",").map((word) => {
      const level = LEVELS.find((known) => known === word.trim());
      if (level === undefined || level === "info") {
        throw new UsageError(`${JSON.stringify(word)} is none of warning, critical, emergency`);
      }
      return level;
    }),
  );
}

function parsePositive(text: string, most: number): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (number <= 0 || number > most) throw new UsageError(`${JSON.stringify(text)} is no number above 0 up to ${most}`);
  return number;
}

/** Monitoring systems give seconds since 1970, Icinga 2 with a fraction. */
function parseEventTime(text: string, now: number): number {
  return /^\d{1,11}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : parseTime(text, now);
}

/** Tells destinations apart by what stands on the command line, so that a new secret finds what the old one left. */
function folderName(destination: Service, url: string | null, secretFile: string | null): string {
  const parts = [
    destination,
    ...(secretFile === null ? [] : [secretFile.replace(/[^a-zA-Z0-9.-]+/g, "_").slice(-100)]),
    ...(url === null || url === DEFAULT_URLS[destination] ? [] : [hmacSha256("", url).slice(0, 8)]),
  ];
  return parts.join("-");
}
