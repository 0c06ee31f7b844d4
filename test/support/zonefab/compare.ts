import { parseName } from "../../../src/dns/name.ts";
import { Rcode, typeCode } from "../../../src/dns/registry.ts";
import { exchange } from "../daemons/exchange.ts";
import type { Lab } from "./lab.ts";
import { type Opinion, splitQuery, type Verdict } from "./verdict.ts";

/** What we and another validator say of one query. */
export interface Comparison {
  /** `name/TYPE`, the name absolute. */
  readonly query: string;
  readonly ours: Opinion;
  readonly theirs: Opinion;
  readonly agrees: boolean;
}

/** A disagreement that is understood; it must occur. */
export interface Explanation {
  /** Of the zone's name up to its first dot. */
  readonly zone: RegExp;
  /** Of the queries, `name/TYPE` with the absolute name; left out: any. */
  readonly query?: RegExp;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  readonly why: string;
}

/** Asks the other validator each query that we have an opinion on, and compares. */
export async function compare(
  lab: Lab,
  apex: string,
  opinions: ReadonlyMap<string, Opinion>,
  opinionOf: (lab: Lab, query: string) => Promise<Opinion>,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [query, ours] of opinions) {
    const theirs = await opinionOf(lab, query);
    const agrees =
      ours.verdict === theirs.verdict || (ours.verdict === "indeterminate" && (await isNotAnswered(lab, apex, query)));
    comparisons.push({ query, ours, theirs, agrees });
  }
  return comparisons;
}

/** Tells whether the explanation is of this disagreement. */
function explains({ zone, query, ours, theirs }: Explanation, apex: string, comparison: Comparison): boolean {
  return (
    zone.test(apex.split(".")[0] ?? "") &&
    (query === undefined || query.test(comparison.query)) &&
    comparison.ours.verdict === ours &&
    comparison.theirs.verdict === theirs
  );
}

/** The disagreements without an explanation, as a failing test shows them. */
export function unexplained(
  apex: string,
  comparisons: readonly Comparison[],
  explanations: readonly Explanation[],
): string[] {
  return comparisons
    .filter((each) => !each.agrees && !explanations.some((known) => explains(known, apex, each)))
    .map(
      ({ query, ours, theirs }) =>
        `${query}: we ${ours.verdict}, they ${theirs.verdict}: ${theirs.evidence}; ${ours.evidence.slice(0, 300)}`,
    );
}

/** The explanations that no comparison needs. */
export function unused(
  comparisons: ReadonlyMap<string, readonly Comparison[]>,
  explanations: readonly Explanation[],
): Explanation[] {
  return explanations.filter(
    (known) => ![...comparisons].some(([apex, each]) => each.some((one) => !one.agrees && explains(known, apex, one))),
  );
}

/** The zone's server has no answer with DNSSEC records; what Unbound then gets without them, a check can't use. */
async function isNotAnswered(lab: Lab, apex: string, query: string): Promise<boolean> {
  const { name, type } = splitQuery(query);
  const question = { name: parseName(name), type: typeCode(type) ?? 0 };
  const { rcode, isAuthoritative } = await exchange(lab.serverOf(apex), question, "authoritative");
  return !isAuthoritative || (rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN && rcode !== Rcode.YXDOMAIN);
}
