import { LEVELS, type Level, worseLevel } from "../util/level.ts";
import type { Metric } from "./perfdata.ts";
import { STATES, type State } from "./state.ts";

/** A finding as the plugin output tells it. */
export interface OutputFinding {
  readonly id: string;
  readonly level: Level;
  /** For people, such as `MX example.com and 2 more RRsets`. */
  readonly label: string;
  readonly message: string;
  /** Such as `ns2.example.com 192.0.2.2`, the last perhaps with ` and 3 more`; empty where the fault is no server's own. */
  readonly servers: readonly string[];
  /** What to do, with the rules broken; empty unless the check ran with -v. */
  readonly remedy: string;
  /** What follows from it, `id label: message` each; empty unless the check ran with -v. */
  readonly consequences: readonly string[];
}

/** What a check of the suite said, read from its text. */
export interface PluginOutput {
  /** How the text begins, such as `DNSSEC CHAIN`. */
  readonly label: string;
  readonly state: State;
  /** Of the worst finding; of the state where no finding is told; null where that is OK or UNKNOWN. */
  readonly level: Level | null;
  /** Without the final dot; null where the run ended before it knew one. */
  readonly zone: string | null;
  readonly summary: string;
  /** Root causes, worst first. */
  readonly findings: readonly OutputFinding[];
  /** False where the check left out findings or metrics that did not fit. */
  readonly isComplete: boolean;
  readonly metrics: readonly Metric[];
}

const STATUS_LINE = /^(DNSSEC[A-Z ]*?) (OK|WARNING|CRITICAL|UNKNOWN) - (EMERGENCY )?(?:((?!--|\/)\S+): )?(.*)$/s;
const FINDING_LINE = /^\[([A-Z]+)\] ([a-z0-9-]+) (.*?): (.*?)(?: \(at ([^()]*)\))?(?: \(RFC [^()]*\))?$/s;
const METRIC =
  /(?:'((?:[^']|'')*)'|([^\s'=]+))=(?:U|(-?[\d.]+)(s|ms|%|B|c|))(?:;([^;\s]*))?(?:;([^;\s]*))?(?:;(-?[\d.]*))?(?:;(-?[\d.]*))?(?=\s|$)/g;
const TO_DO = "  To do: ";
const HENCE = "  Hence ";

/**
 * Reads what renderNagios wrote, with or without perfdata and the lines after the first; null where the text is not from a
 * check of this suite, such as a monitoring system's own words about a check that it killed.
 */
export function readPluginOutput(text: string): PluginOutput | null {
  const [first = "", ...lines] = text.split(/\r?\n/);
  const bar = first.indexOf("|");
  const status = STATUS_LINE.exec((bar < 0 ? first : first.slice(0, bar)).trimEnd());
  if (status === null) return null;
  const [, label = "", word, emergency, zone = null, summary = ""] = status;
  const state = STATES.find((known) => known === word) ?? "UNKNOWN";
  const findings = readFindings(lines);
  return {
    label,
    state,
    level: emergency === undefined ? levelOf(state, findings) : "emergency",
    zone,
    summary,
    findings,
    isComplete: !lines.some((line) => line.endsWith(" not shown; -o json prints every finding and metric)")),
    metrics: bar < 0 ? [] : readMetrics(first.slice(bar + 1)),
  };
}

/** The lines after the first as Nagios hands them to commands: on one line, `\n` for each break and `\\` for `\`. */
export function unescapeLongOutput(text: string): string {
  return text.includes("\n") ? text : text.replace(/\\([n\\])/g, (_, escaped) => (escaped === "n" ? "\n" : "\\"));
}

function readFindings(lines: readonly string[]): OutputFinding[] {
  const findings: OutputFinding[] = [];
  for (const line of lines) {
    const last = findings.at(-1);
    const finding = readFinding(line);
    if (finding !== null) findings.push(finding);
    else if (last === undefined) continue;
    else if (line.startsWith(TO_DO)) findings[findings.length - 1] = { ...last, remedy: line.slice(TO_DO.length) };
    else if (line.startsWith(HENCE)) {
      findings[findings.length - 1] = { ...last, consequences: [...last.consequences, line.slice(HENCE.length)] };
    }
  }
  return findings;
}

function readFinding(line: string): OutputFinding | null {
  const [, word, id = "", label = "", message = "", servers] = FINDING_LINE.exec(line) ?? [];
  const level = LEVELS.find((known) => known.toUpperCase() === word);
  if (level === undefined) return null;
  return { id, level, label, message, servers: servers?.split(", ") ?? [], remedy: "", consequences: [] };
}

function levelOf(state: State, findings: readonly OutputFinding[]): Level | null {
  const own = state === "WARNING" || state === "CRITICAL" ? (state.toLowerCase() as Level) : null;
  return findings.map(({ level }) => level).reduce<Level | null>((worst, level) => worseOf(worst, level), own);
}

function worseOf(a: Level | null, b: Level): Level {
  return a === null ? b : worseLevel(a, b);
}

function readMetrics(perfdata: string): Metric[] {
  return Array.from(perfdata.matchAll(METRIC), ([, quoted, bare = "", value, uom = "", warn, crit, min, max]) => ({
    name: quoted?.replaceAll("''", "'") ?? bare,
    value: numberOf(value),
    uom: uom as Metric["uom"],
    warn: warn || null,
    crit: crit || null,
    min: numberOf(min),
    max: numberOf(max),
  }));
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}
