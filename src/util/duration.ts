import { UsageError } from "./errors.ts";

const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
type Unit = keyof typeof SECONDS_PER_UNIT;

const DURATION = /^(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?[smhdw])+)$/i;

/** Reads `3600`, `90m`, `7d` or `1d12h` as seconds; UsageError on anything else, signs included. */
export function parseDuration(text: string): number {
  if (!DURATION.test(text)) throw new UsageError(`malformed duration ${JSON.stringify(text)}`);
  let seconds = 0;
  for (const [, number = "", unit = "s"] of text.matchAll(/([\d.]+)([smhdw])?/gi)) {
    seconds += Number(number) * SECONDS_PER_UNIT[unit.toLowerCase() as Unit];
  }
  return seconds;
}

/** Writes seconds, not negative, with their two largest units, such as `3d 4h`, `12m 30s` or `0s`; rest cut off. */
export function renderDuration(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts: { unit: Unit; count: number }[] = [];
  for (const unit of ["d", "h", "m", "s"] as const) {
    parts.push({ unit, count: Math.floor(rest / SECONDS_PER_UNIT[unit]) });
    rest %= SECONDS_PER_UNIT[unit];
  }
  const largest = parts.findIndex(({ count }) => count > 0);
  if (largest < 0) return "0s";
  return parts
    .slice(largest, largest + 2)
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => `${count}${unit}`)
    .join(" ");
}
