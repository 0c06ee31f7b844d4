import type { DomainName } from "../../dns/name.ts";
import { describe, type Finding } from "../../dnssec/finding.ts";
import { countMetric, type Metric } from "../../monitoring/perfdata.ts";
import { renderThreshold, type Threshold } from "../../monitoring/range.ts";
import { earliest, expiryOf } from "../shared/expiry.ts";
import { whereText, findingText, worstFinding } from "../shared/worst-finding.ts";
import { kindOf } from "./agreement.ts";
import type { AnswerJudgement } from "./judge-answers.ts";
import { nsec3Params } from "./parameters.ts";
import type { ServerView } from "./view.ts";
import type { ChainCoverage } from "./walk.ts";

/** The line that says how denials stand: the worst finding, or how many hold, by what, and how much of the chain is known. */
export function denialSummary(
  zone: DomainName,
  findings: readonly Finding[],
  views: readonly ServerView[],
  judged: readonly AnswerJudgement[],
  coverage: ChainCoverage | null,
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  const denials = judged.filter(({ isDenial }) => isDenial).length;
  if (denials === 0) return worst === undefined ? "nothing was denied" : describe(worst).message;
  const kinds = [...new Set(views.flatMap((view) => kindOf(view) ?? []))].join(" and ");
  const servers = `${views.length} ${views.length === 1 ? "server" : "servers"}`;
  const known = coverage === null ? "" : `, ${coverageText(coverage)}`;
  return `${denials} negative answers proved by ${kinds} on ${servers}${known}`;
}

/** How much of the chain was followed: `chain of 38 names is whole`. */
export function coverageText({ names, isWhole, isNarrow }: ChainCoverage): string {
  if (isNarrow) return "each made for its own name: no names to list";
  const counted = `${names} ${names === 1 ? "name" : "names"}`;
  return isWhole ? `chain of ${counted} is whole` : `${counted} of the chain seen`;
}

/** NSEC3 iterations, how many denials were judged and how many fail, how long their signatures last, and the chain's names. */
export function denialMetrics(
  { now, warning, critical }: { readonly now: number; readonly warning: Threshold; readonly critical: Threshold },
  views: readonly ServerView[],
  judged: readonly AnswerJudgement[],
  coverage: ChainCoverage | null,
): Metric[] {
  const denials = judged.filter(({ isDenial }) => isDenial);
  const expiries = views.flatMap(({ denials: sets }) =>
    sets.map(({ set, verdicts }) => expiryOf(set.owner, set.type, verdicts, now)),
  );
  const iterations = views.flatMap((view) =>
    [...view.records.nsec3s, ...(nsec3Params(view) ?? [])].map((parameters) => parameters.iterations),
  );
  return [
    {
      ...countMetric("nsec3_iterations", denials.length === 0 ? null : Math.max(0, ...iterations)),
      warn: renderThreshold(warning, ""),
      crit: renderThreshold(critical, ""),
    },
    countMetric("denials", denials.length),
    countMetric("denials_unproved", denials.filter(({ findings }) => findings.length > 0).length),
    { ...countMetric("denial_expiry", earliest(expiries)?.left ?? null), uom: "s", min: null },
    countMetric("chain_names", coverage === null || coverage.isNarrow ? null : coverage.names),
    countMetric("servers", views.length),
  ];
}
