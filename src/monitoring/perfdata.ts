import { plainText } from "../util/plain-text.ts";
import { decimal } from "./decimal.ts";

/** A measured value for graphs. */
export interface Metric {
  /** lower_snake_case, stable. */
  readonly name: string;
  /** Null where it could not be determined. */
  readonly value: number | null;
  readonly uom: "" | "s" | "ms" | "%" | "B" | "c";
  /** Range in the metric's own unit. */
  readonly warn: string | null;
  readonly crit: string | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** A number of things, without unit and thresholds. */
export function countMetric(name: string, value: number | null): Metric {
  return { name, value, uom: "", warn: null, crit: null, min: 0, max: null };
}

/** A label of parts such as `expiry`, a server's name and its address, in the letters that labels take. */
export function metricLabel(...parts: readonly string[]): string {
  return parts
    .join("_")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_");
}

/** Writes one metric as perfdata, `label=value[UOM];warn;crit;min;max`, semicolons at the end left out. */
export function renderMetric(metric: Metric): string {
  const value = isNumber(metric.value) ? `${decimal(metric.value)}${metric.uom}` : "U";
  const bounds = [metric.min, metric.max].map((bound) => (isNumber(bound) ? decimal(bound) : ""));
  return `${renderLabel(metric.name)}=${[value, metric.warn ?? "", metric.crit ?? "", ...bounds].join(";").replace(/;+$/, "")}`;
}

function renderLabel(name: string): string {
  const label = plainText(name).replaceAll("=", "_").replaceAll("|", "_");
  return /^[\w.:/-]+$/.test(label) ? label : `'${label.replaceAll("'", "''")}'`;
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
