import type { Level } from "../util/level.ts";

/** One root cause in one zone that a destination has been told of and that is not over. */
export interface Alert {
  /** The finding's id. */
  readonly cause: string;
  readonly level: Level;
  /** What it is about, such as `MX example.com`. */
  readonly label: string;
  readonly message: string;
  readonly servers: readonly string[];
  readonly remedy: string;
  /** When it was first told, in seconds since 1970. */
  readonly since: number;
  /** The services that report it, `host!service` each, with the level that it has there. */
  readonly services: Readonly<Record<string, Level>>;
  /** Those of them from which the monitoring system has made a notification of it, and not just an event. */
  readonly notifiedBy: readonly string[];
}

/** PagerDuty takes 255 characters. */
const MAX_KEY = 255;

/** The key under which services fold messages about one cause in one zone into one alert. */
export function alertKey(zone: string, cause: string): string {
  // A name too long keeps its end, which says whose it is.
  const room = MAX_KEY - "dnssec//".length - cause.length;
  return `dnssec/${zone.slice(-room)}/${cause}`;
}
