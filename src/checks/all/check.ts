import type { Finding } from "../../dnssec/finding.ts";
import type { Metric } from "../../monitoring/perfdata.ts";
import type { CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { asGraveAsConsequences, withCauses } from "../shared/causes.ts";
import { NO_SERVER_IN_REACH } from "../shared/stand-in.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import { CAUSES_ACROSS, explainsAcross } from "./causes.ts";
import { unite } from "./unite.ts";

/** One check as part of the whole, with its own options and thresholds. */
export interface Part {
  /** Such as `signatures`. */
  readonly name: string;
  readonly run: (context: CheckContext<unknown>) => Promise<CheckOutcome>;
}

/** What check_dnssec takes besides the common options. */
export interface AllOptions {
  readonly parts: readonly Part[];
}

interface PartOutcome {
  readonly name: string;
  readonly outcome: CheckOutcome;
}

/** Runs several checks on one gathering, as they share a lookup, and reports them as one result. */
export async function checkAll(context: CheckContext<AllOptions>): Promise<CheckOutcome> {
  const { zone, options } = context;
  const outcomes = await Promise.all(
    options.parts.map(async ({ name, run }) => ({ name, outcome: await run(context) })),
  );
  const found = unite(outcomes.map(({ name, outcome: { findings } }) => ({ name, findings })));
  const explained = withCauses(found, CAUSES_ACROSS, explainsAcross);
  const findings = asGraveAsConsequences(explained.map((each) => noGraverThanDs(each, found)));
  const security = outcomes.map(({ outcome }) => outcome.security).find((each) => each !== undefined);
  const unknowns = outcomes.flatMap(({ name, outcome: { unknown } }) =>
    unknown === null || unknown === NO_SERVER_IN_REACH ? [] : [`${name}: ${unknown}`],
  );
  const worst = worstFinding(findings);
  const alert =
    worst === undefined || worst.level === "info" ? null : `${findingText(worst, zone)}${whereText(worst.servers)}`;
  return {
    summary: alert ?? allWell(outcomes),
    unknown: unknowns.length === 0 ? null : [...(alert === null ? [] : [alert]), ...unknowns].join("; "),
    ...(security === undefined ? {} : { security }),
    findings,
    metrics: outcomes.flatMap(({ name, outcome }) => outcome.metrics.map((metric) => prefixed(name, metric))),
    // Most checks tell of the chain of trust; once is enough.
    details: [...new Set(outcomes.flatMap(({ name, outcome }) => [`${name}: ${outcome.summary}`, ...outcome.details]))],
    extra: { checks: Object.fromEntries(outcomes.map(({ name, outcome }) => [name, partResult(outcome)])) },
  };
}

/** What comes of a DS is no emergency while the DS check found one that works at others of the parent's servers. */
function noGraverThanDs(each: Finding, found: readonly Finding[]): Finding {
  if (!found.some(({ id }) => id === "ds-inconsistent-parent-servers")) return each;
  const causes = found.filter(({ id }) => id === each.cause && id.startsWith("ds-"));
  const isMild = causes.length > 0 && causes.every(({ level }) => level === "critical");
  return isMild && each.level === "emergency" ? { ...each, level: "critical" } : each;
}

function allWell(outcomes: readonly PartOutcome[]): string {
  const signatures = outcomes.find(({ name }) => name === "signatures") ?? outcomes[0];
  const names = outcomes.map(({ name }) => name).join(", ");
  return signatures === undefined ? "nothing was checked" : `${signatures.outcome.summary}; well: ${names}`;
}

function prefixed(part: string, metric: Metric): Metric {
  return { ...metric, name: `${part}_${metric.name}` };
}

function partResult({ summary, unknown, findings, extra = {} }: CheckOutcome): Record<string, unknown> {
  return { summary: unknown ?? summary, findings: findings.map(({ id }) => id), ...extra };
}
