import { parseDuration } from "../util/duration.ts";
import { UsageError } from "../util/errors.ts";
import { decimal } from "./decimal.ts";

/**
 * A range of the Monitoring Plugins: alerts outside start to end, or inside where isInside; the ends belong to it.
 * Times are in seconds; a percent range judges how much of a period is left.
 */
interface Range {
  readonly kind: "value" | "percent";
  readonly isInside: boolean;
  /** -Infinity where it was `~`. */
  readonly start: number;
  /** Infinity where there was none. */
  readonly end: number;
}

/** What -w or -c asks: an alert when any of the ranges alerts. */
export type Threshold = readonly Range[];

/** How a metric's thresholds are written. */
export interface ThresholdSyntax {
  /** A bare value is a floor, since the metric counts down: `7d` means `7d:`. */
  readonly countsDown: boolean;
  /** Numbers may carry s, m, h, d or w. */
  readonly isTime: boolean;
  /** Numbers may carry %, to judge the percentage that is left instead of the value. */
  readonly takesPercent: boolean;
}

const RANGE = /^(@?)(?:(~|[^:~@]*):)?([^:~@]*)$/;

/** Reads ranges separated by commas, such as `7d,25%`; UsageError on a malformed one. */
export function parseThreshold(text: string, syntax: ThresholdSyntax): Threshold {
  return text.split(",").map((range) => parseRange(range, syntax));
}

/** Tells whether value, or the percentage where the range is in percent, is one to alert on. */
export function alerts(threshold: Threshold, value: number, percent?: number): boolean {
  return threshold.some((range) => {
    const measured = range.kind === "percent" ? percent : value;
    return measured !== undefined && (measured >= range.start && measured <= range.end) === range.isInside;
  });
}

/** Writes the first range of the metric's own unit for perfdata; null where all are in percent. */
export function renderThreshold(threshold: Threshold, uom: string): string | null {
  const range = threshold.find(({ kind }) => (kind === "percent") === (uom === "%"));
  if (range === undefined) return null;
  const scale = uom === "ms" ? 1000 : 1;
  const start =
    range.start === -Infinity
      ? "~:"
      : range.start === 0 && range.end !== Infinity
        ? ""
        : `${decimal(range.start * scale)}:`;
  return `${range.isInside ? "@" : ""}${start}${range.end === Infinity ? "" : decimal(range.end * scale)}`;
}

function parseRange(text: string, syntax: ThresholdSyntax): Range {
  const match = RANGE.exec(text.trim());
  const [, at = "", first, last = ""] = match ?? [];
  if (match === null || ((first ?? "") === "" && last === "")) throw malformed(text);
  const isFloor = first === undefined && at === "" && syntax.countsDown;
  const start = isFloor
    ? parseEnd(last, text, syntax)
    : first === "~"
      ? -Infinity
      : parseEnd(first || "0", text, syntax);
  const end = isFloor || last === "" ? Infinity : parseEnd(last, text, syntax);
  if (start > end) throw new UsageError(`range ${JSON.stringify(text)} ends before it starts`);
  return { kind: kindOf(text), isInside: at === "@", start, end };
}

function parseEnd(text: string, range: string, syntax: ThresholdSyntax): number {
  const [, sign = "", magnitude = "", unit = ""] = /^(-?)(.*?)(%?)$/.exec(text) ?? [];
  if (unit === "%" && !syntax.takesPercent) throw new UsageError(`range ${JSON.stringify(range)} can't be in percent`);
  const isNumber = /^\d+(\.\d+)?$/.test(magnitude);
  if (!isNumber && (unit === "%" || !syntax.isTime)) throw malformed(range);
  if (kindOf(range) === "percent" && unit === "" && Number(magnitude) !== 0) {
    throw new UsageError(`range ${JSON.stringify(range)} mixes percent and other values`);
  }
  try {
    const value = isNumber ? Number(magnitude) : parseDuration(magnitude);
    if (!Number.isFinite(value)) throw malformed(range);
    return sign === "" ? value : -value;
  } catch (cause) {
    throw new UsageError(malformed(range).message, { cause });
  }
}

function kindOf(range: string): "value" | "percent" {
  return range.includes("%") ? "percent" : "value";
}

function malformed(range: string): UsageError {
  return new UsageError(`malformed range ${JSON.stringify(range)}`);
}
