import type { Check } from "../checks/context.ts";
import { isFindingId } from "../dnssec/finding.ts";
import { parseTrustAnchors, ROOT_ANCHORS, type TrustAnchor } from "../dnssec/trust-anchor.ts";
import { renderJson } from "../monitoring/json.ts";
import { renderNagios } from "../monitoring/nagios.ts";
import { findingMetrics, type Report, severityOf, stateOf } from "../monitoring/report.ts";
import { EXIT_CODES } from "../monitoring/state.ts";
import type { Network } from "../net/network.ts";
import { readStopwatch } from "../util/clock.ts";
import { renderDuration } from "../util/duration.ts";
import { UsageError } from "../util/errors.ts";
import { parseArguments } from "./arguments.ts";
import { commonDeclarations, EXTRA_OPTS } from "./common-declarations.ts";
import { type CommonOptions, parseCommonOptions } from "./common-options.ts";
import { mergeGiven, readExtraOpts, takeExtraOpts } from "./extra-opts.ts";
import { isGiven, optionalValue } from "./given.ts";
import { renderHelp } from "./help.ts";
import { type Look, lookAtZone } from "./look.ts";
import { maxQueries } from "./max-queries.ts";
import { labelOf } from "./plugin-name.ts";
import type { GivenOptions, PluginSpec } from "./plugin-spec.ts";
import { reportedFindings, summaryOf, underPolicy } from "./report.ts";
import { parseTextFile } from "./text-file.ts";
import { VERSION, versionLine } from "./version.ts";

/** What a run prints and the code it exits with. */
export interface Output {
  readonly text: string;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** What a run takes from outside. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Seconds since 1970. */
  readonly now: number;
  /** The way to the network; it ends with the signal, and is closed after the run. */
  readonly openNetwork: (options: CommonOptions, signal: AbortSignal) => Network;
}

/** Runs a check as its command line asks; nothing the user or the world gets wrong makes it throw. */
export async function execute<Options>(
  spec: PluginSpec<Options>,
  loadCheck: () => Promise<Check<Options>>,
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<Output> {
  const started = readStopwatch();
  let format = asksForJson(argv) ? ("json" as const) : ("nagios" as const);
  let verbosity: CommonOptions["verbosity"] = 0;
  let report: Report;
  try {
    const given = readCommandLine(spec, argv, surroundings.env);
    if (given.values.get("format")?.includes("json") === true) format = "json";
    if (isGiven(given, "version")) return { text: versionLine(spec.plugin), exitCode: 3 };
    if (isGiven(given, "help")) return { text: renderHelp(spec), exitCode: 3 };
    const options = parseCommonOptions(given, spec.metric, surroundings.now, isFindingId, spec.defaultZone);
    format = options.format;
    report = await runCheck(spec, loadCheck, given, options, surroundings);
    verbosity = options.verbosity;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    report = { ...emptyReport(spec, surroundings.now), unknown: error.message };
  }
  const timed = { ...report, durationMs: Math.round(readStopwatch() - started) };
  const text = format === "json" ? renderJson(timed) : renderNagios(timed, verbosity);
  return { text, exitCode: EXIT_CODES[stateOf(report)] };
}

async function runCheck<Options>(
  spec: PluginSpec<Options>,
  loadCheck: () => Promise<Check<Options>>,
  given: GivenOptions,
  common: CommonOptions,
  { now, openNetwork }: Surroundings,
): Promise<Report> {
  const { zone, at, expect, families, warning, critical, timeout } = common;
  const anchors = readAnchors(common.trustAnchorFile, at);
  const options = await spec.parse(given, common);
  const check = await loadCheck();
  const isAtGiven = optionalValue(given, "at", String) !== null;
  const timeAt = (age: number): number => (isAtGiven ? at : at + age);
  const reportOf = (look: Look): Report => ({
    ...emptyReport(spec, now),
    ...outcomeReport(look, common),
    zone: zone.toString(),
    evaluatedAt: timeAt(look.age),
    queries: look.queries,
  });
  const look = await lookAtZone({
    timeLimit: timeout.seconds,
    maxQueries: maxQueries(common),
    openNetwork: (signal) => openNetwork(common, signal),
    check: (lookup, signal, age) =>
      check({ zone, lookup, anchors, now: timeAt(age), expect, families, warning, critical, options, signal }),
    isAlarm: (first) => stateOf(reportOf(first)) !== "OK",
  });
  return reportOf(look);
}

/**
 * What the outcome adds to a report; a run cut short ends in the state that -t names, with what was found by then, and
 * one whose queries ran out is never OK.
 */
function outcomeReport({ result, isCutShort, isUsedUp }: Look, common: CommonOptions): Partial<Report> {
  const { seconds, state } = common.timeout;
  const limit = `no result within the time limit of ${Number.isInteger(seconds) ? renderDuration(seconds) : `${seconds}s`}`;
  if (result === null) return { unknown: limit, endState: state };
  const judged = underPolicy(result.findings, common);
  const findings = reportedFindings(judged);
  const summary = summaryOf(result, judged, common.zone, common);
  const known = { ...result, findings, summary };
  const soFar = `until then: ${result.unknown ?? summary}`;
  if (isCutShort) return { ...known, unknown: `${limit}; ${soFar}`, endState: state };
  if (isUsedUp) return { ...known, unknown: `all ${maxQueries(common)} queries of a run used up; ${soFar}` };
  // Zeros would look as if all had become well.
  if (result.unknown !== null && (severityOf(findings) ?? "info") === "info") return known;
  return { ...known, metrics: [...result.metrics, ...findingMetrics(findings)] };
}

function readCommandLine(spec: PluginSpec<unknown>, argv: readonly string[], env: Surroundings["env"]): GivenOptions {
  const declarations = [...commonDeclarations(spec), ...spec.options];
  const { argv: own, locators } = takeExtraOpts(argv);
  const layers = locators.map((locator) => {
    const { argv: extra, source } = readExtraOpts(locator, spec.plugin, declarations, env);
    try {
      return parseArguments(extra, declarations);
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      throw new UsageError(`--${EXTRA_OPTS.name}: ${cause.message}, in section ${source}`, { cause });
    }
  });
  return [...layers, parseArguments(own, declarations)].reduce((base, over) => mergeGiven(base, over, declarations));
}

function readAnchors(file: string | null, now: number): readonly TrustAnchor[] {
  return file === null ? ROOT_ANCHORS : parseTextFile(file, (text) => parseTrustAnchors(text, now));
}

function emptyReport(spec: PluginSpec<unknown>, now: number): Report {
  return {
    plugin: spec.plugin,
    version: VERSION,
    label: labelOf(spec.plugin),
    zone: null,
    unknown: null,
    summary: "",
    findings: [],
    metrics: [],
    details: [],
    evaluatedAt: now,
    durationMs: 0,
    queries: 0,
  };
}

/** Tells what format an error in the command line itself is to be printed in. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (argument, i) =>
      /^(-[46v]*o|--format=)=?json$/.test(argument) ||
      (/^(-[46v]*o|--format)$/.test(argument) && argv[i + 1] === "json"),
  );
}
