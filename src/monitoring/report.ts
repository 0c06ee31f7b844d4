import type { Level } from "../util/level.ts";
import { LEVELS, worseLevel } from "../util/level.ts";
import type { Metric } from "./perfdata.ts";
import { type State, stateOfLevel, worstState } from "./state.ts";

/** A server in words. */
export interface ReportedServer {
  /** With the port, where that is not 53. */
  readonly address: string;
  /** Without the final dot; null where only the address is known. */
  readonly name: string | null;
}

/** A finding in words, ready to print. */
export interface ReportedFinding {
  /** The fault's public name, kebab-case. */
  readonly id: string;
  readonly level: Level;
  /** For programs, such as `example.com./DS/12345`. */
  readonly subject: string;
  /** For people, such as `DS example.com`. */
  readonly label: string;
  /** The servers at fault. */
  readonly servers: readonly ReportedServer[];
  readonly message: string;
  /** What to do now. */
  readonly remedy: string;
  readonly rfc: readonly string[];
  /** Other subjects with the same fault, such as `MX example.com`. */
  readonly also?: readonly string[];
  /** The id of the finding that this one follows from. */
  readonly cause?: string;
}

/** Everything a run has to say, before it is put into a format. */
export interface Report {
  /** The executable's name, such as `check_dnssec_chain`. */
  readonly plugin: string;
  readonly version: string;
  /** How the text begins, such as `DNSSEC CHAIN`. */
  readonly label: string;
  /** With the final dot; null where the run ended before it knew one. */
  readonly zone: string | null;
  /** Why nothing could be learned; null where something was. */
  readonly unknown: string | null;
  /** The state to end in whatever was found: the one asked for where the run hit its time limit. */
  readonly endState?: State;
  readonly summary: string;
  /** RFC 4033 section 5; absent where the check validates no chain. */
  readonly security?: "secure" | "insecure" | "bogus" | "indeterminate";
  readonly findings: readonly ReportedFinding[];
  readonly metrics: readonly Metric[];
  /** More lines for people, shown from -v. */
  readonly details: readonly string[];
  /** More keys of the JSON object. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** The time that signatures were judged at, in seconds since 1970. */
  readonly evaluatedAt: number;
  readonly durationMs: number;
  /** Queries sent. */
  readonly queries: number;
}

/** The state a report stands for: the worst finding's, UNKNOWN where nothing was learned. */
export function stateOf(report: Report): State {
  const states = report.findings.map(({ level }) => stateOfLevel(level));
  return report.endState ?? worstState(report.unknown === null ? states : [...states, "UNKNOWN"]);
}

/** The worst finding's level; null where there is none. */
export function severityOf(findings: readonly ReportedFinding[]): Level | null {
  return findings.reduce<Level | null>((worst, { level }) => (worst === null ? level : worseLevel(worst, level)), null);
}

/** The findings worst first, those of one level in the order they came. */
export function worstFirst(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return findings.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** How many findings there are of each level, as `findings_warning`; those that follow from others count as well. */
export function findingMetrics(findings: readonly ReportedFinding[]): Metric[] {
  return LEVELS.map((level) => ({
    name: `findings_${level}`,
    value: findings.filter((finding) => finding.level === level).length,
    uom: "",
    warn: null,
    crit: null,
    min: 0,
    max: null,
  }));
}
