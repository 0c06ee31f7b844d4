import { renderTime } from "../util/clock.ts";
import { plainText } from "../util/plain-text.ts";
import { type Metric, renderMetric } from "./perfdata.ts";
import { type Report, type ReportedFinding, severityOf, stateOf, worstFirst } from "./report.ts";

/** How much to print: 0 a line a finding, 1 remedies and details too, 2 and 3 what the run cost. */
export type Verbosity = 0 | 1 | 2 | 3;

/** One line of the long text, and whether it is the one that names a finding. */
interface Line {
  readonly text: string;
  readonly isFinding: boolean;
}

/** Nagios and Naemon read 8192 octets of output, the last for the end of the string. */
const MAX_OUTPUT = 8191;
const MAX_SUMMARY = 1000;
const MAX_LINE = 1500;
const MAX_PERFDATA = 4000;
const SERVERS_SHOWN = 4;
const ROOM_FOR_CLOSING_LINE = 160;

/** Writes a report as plugin output: status line with perfdata, then the findings, under 8192 octets of ASCII. */
export function renderNagios(report: Report, verbosity: Verbosity): string {
  const metrics = fittingMetrics(report.metrics);
  const perfdata = metrics.length === 0 ? "" : ` | ${metrics.join(" ")}`;
  const statusLine = `${cut(statusText(report), MAX_SUMMARY)}${perfdata}`;
  const lines = [
    ...rootCauses(report.findings).flatMap((finding) => findingLines(finding, report.findings, verbosity)),
    ...(verbosity >= 1 ? report.details.map((text) => otherLine(text)) : []),
    ...(verbosity >= 2 ? [otherLine(costLine(report))] : []),
  ];
  return `${[statusLine, ...fittingLines(lines, MAX_OUTPUT - statusLine.length - 1, report.metrics.length - metrics.length)].join("\n")}\n`;
}

function statusText(report: Report): string {
  const opening = severityOf(report.findings) === "emergency" && stateOf(report) === "CRITICAL" ? "EMERGENCY " : "";
  const zone = report.zone === null ? "" : `${withoutFinalDot(report.zone)}: `;
  return `${report.label} ${stateOf(report)} - ${opening}${zone}${report.unknown ?? report.summary}`;
}

/** The findings worst first, without those that follow from another one. */
function rootCauses(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const ids = new Set(findings.map(({ id }) => id));
  return worstFirst(findings.filter(({ cause }) => cause === undefined || !ids.has(cause)));
}

function findingLines(finding: ReportedFinding, all: readonly ReportedFinding[], verbosity: Verbosity): Line[] {
  const shown = finding.servers.length > SERVERS_SHOWN + 1 && verbosity === 0 ? SERVERS_SHOWN : finding.servers.length;
  const more = finding.servers.length > shown ? ` and ${finding.servers.length - shown} more` : "";
  const names = finding.servers
    .slice(0, shown)
    .map(({ name, address }) => (name === null ? address : `${name} ${address}`));
  const servers = shown === 0 ? "" : ` (at ${names.join(", ")}${more})`;
  const { level, id, label, message, remedy, rfc, also = [] } = finding;
  const sources = rfc.length === 0 ? "" : ` (${rfc.join("; ")})`;
  const toDo = verbosity === 0 || remedy === "" ? [] : [otherLine(`  To do: ${remedy}${sources}`)];
  const what = `[${level.toUpperCase()}] ${id} ${label}${others(also, verbosity)}: ${message}${servers}`;
  const head = { text: cut(toDo.length === 0 ? `${what}${sources}` : what, MAX_LINE), isFinding: true };
  if (verbosity === 0) return [head];
  return [
    head,
    ...toDo,
    ...consequencesOf(id, all).map((each) =>
      otherLine(`  Hence ${each.id} ${each.label}${others(each.also ?? [], verbosity)}: ${each.message}`),
    ),
  ];
}

/** What follows from a finding, each with what follows from it in turn. */
function consequencesOf(
  id: string,
  all: readonly ReportedFinding[],
  passed: readonly string[] = [],
): ReportedFinding[] {
  if (passed.includes(id)) return [];
  const direct = all.filter(({ cause }) => cause === id);
  return direct.flatMap((each) => [each, ...consequencesOf(each.id, all, [...passed, id])]);
}

/** The other subjects of a finding, by number or from -v by name. */
function others(also: readonly string[], verbosity: Verbosity): string {
  if (also.length === 0) return "";
  if (verbosity > 0) return `, ${also.join(", ")}`;
  const areKeys = also.every((label) => /\(key \d+\)$/.test(label));
  return ` and ${counted(also.length, areKeys ? "more key" : "more RRset")}`;
}

function costLine(report: Report): string {
  const queries = `${report.queries} ${report.queries === 1 ? "query" : "queries"}`;
  return `${report.plugin} ${report.version}: ${queries} in ${report.durationMs} ms, judged at ${renderTime(report.evaluatedAt)}`;
}

/** The lines that fit into room octets, whole, with a closing line that counts what was left out. */
function fittingLines(lines: readonly Line[], room: number, metricsLeftOut: number): string[] {
  const size = lines.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (size <= room && metricsLeftOut === 0) return lines.map(({ text }) => text);
  const shown: string[] = [];
  let left = room - ROOM_FOR_CLOSING_LINE;
  for (const { text } of lines) {
    if (text.length + 1 > left) break;
    left -= text.length + 1;
    shown.push(text);
  }
  const rest = lines.slice(shown.length);
  const findings = rest.filter(({ isFinding }) => isFinding).length;
  const leftOut = [
    counted(findings, "more finding"),
    counted(rest.length - findings, "more line"),
    counted(metricsLeftOut, "more metric"),
  ].filter((part) => part !== "");
  return [...shown, `(${leftOut.join(", ")} not shown; -o json prints every finding and metric)`];
}

function fittingMetrics(metrics: readonly Metric[]): string[] {
  let left = MAX_PERFDATA;
  const rendered = metrics.map((metric) => renderMetric(metric));
  const firstTooMany = rendered.findIndex((text) => (left -= text.length + 1) < 0);
  return firstTooMany < 0 ? rendered : rendered.slice(0, firstTooMany);
}

function otherLine(text: string): Line {
  return { text: cut(text, MAX_LINE), isFinding: false };
}

/** Text as it may be printed, the bar of perfdata escaped, at most length octets. */
function cut(text: string, length: number): string {
  const safe = plainText(text).replaceAll("|", "\\124");
  return safe.length <= length ? safe : `${safe.slice(0, length - 3)}...`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function withoutFinalDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}
