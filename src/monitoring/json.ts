import { renderTime } from "../util/clock.ts";
import { plainText } from "../util/plain-text.ts";
import { type Report, severityOf, stateOf, worstFirst } from "./report.ts";
import { EXIT_CODES } from "./state.ts";

/** Writes a report as one line of JSON; all its keys but `security` and the check's own are always there. */
export function renderJson(report: Report): string {
  const state = stateOf(report);
  const object = {
    plugin: report.plugin,
    version: report.version,
    zone: report.zone,
    status: state,
    exit_code: EXIT_CODES[state],
    severity: severityOf(report.findings) ?? "none",
    summary: report.unknown ?? report.summary,
    ...(report.security === undefined ? {} : { security: report.security }),
    findings: worstFirst(report.findings).map(({ id, level, subject, servers, message, remedy, rfc, also, cause }) => ({
      id,
      level,
      subject,
      servers: servers.map(({ address }) => address),
      message,
      remedy,
      rfc,
      ...(also === undefined ? {} : { also }),
      ...(cause === undefined ? {} : { cause }),
    })),
    metrics: report.metrics.map(({ name, value, uom, warn, crit, min, max }) => ({
      name,
      value,
      uom,
      warn,
      crit,
      min,
      max,
    })),
    evaluated_at: renderTime(report.evaluatedAt),
    duration_ms: report.durationMs,
    queries: report.queries,
    ...report.extra,
  };
  // A bar would begin the performance data where this line is read as a plugin's output.
  return `${JSON.stringify(object, plainStrings).replaceAll("|", "\\u007c")}\n`;
}

function plainStrings(_key: string, value: unknown): unknown {
  return typeof value === "string" ? plainText(value) : value;
}
