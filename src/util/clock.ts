import { parseDuration } from "./duration.ts";
import { UsageError } from "./errors.ts";

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const DNS_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const RELATIVE = /^([+-])(.+)$/;
const END_OF_YEAR_9999 = 253_402_300_799;

/** The time now in whole seconds since 1970; read once a run and passed on from there. */
export function readClock(): number {
  return Math.floor(Date.now() / 1000);
}

/** Milliseconds on a clock that never jumps, to take the time of something; `performance` costs 1 ms to load. */
export function readStopwatch(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Reads a point in time as seconds since 1970: RFC 3339, `YYYYMMDDHHMMSS` in UTC (RFC 4034 3.2) or an offset from now
 * such as `+7d` and `-1h`; UsageError on anything else and on times outside the years 1970 to 9999.
 */
export function parseTime(text: string, now: number): number {
  const time = absoluteTime(text) ?? relativeTime(text, now);
  if (time === null) throw new UsageError(`malformed time ${JSON.stringify(text)}`);
  if (time < 0 || time > END_OF_YEAR_9999)
    throw new UsageError(`time ${JSON.stringify(text)} is before 1970 or too late`);
  return time;
}

/** Writes seconds since 1970 as RFC 3339 in UTC, such as `2026-11-23T00:00:00Z`. */
export function renderTime(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

function absoluteTime(text: string): number | null {
  const match = RFC_3339.exec(text) ?? DNS_TIME.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [sign, offsetHours = "0", offsetMinutes = "0"] = match.slice(7);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(utc);
  const isReal =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    Number(offsetHours) < 24 &&
    Number(offsetMinutes) < 60;
  if (!isReal) return null;
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  return utc / 1000 - (sign === "-" ? -offset : offset);
}

function relativeTime(text: string, now: number): number | null {
  const match = RELATIVE.exec(text);
  if (match === null) return null;
  const seconds = Math.floor(parseDuration(match[2] ?? ""));
  return match[1] === "-" ? now - seconds : now + seconds;
}
