import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mapLimited } from "../support/daemons/process.ts";
import { buildExecutable, endOf, startExecutable } from "../support/executable.ts";
import { areInstalled } from "../support/programs.ts";
import { type Comparison, compare, unexplained, unused } from "../support/zonefab/compare.ts";
import { type Lab, LAB_PROGRAMS, raiseLab } from "../support/zonefab/lab.ts";
import { labArguments, ourOpinions, readOpinions } from "../support/zonefab/ours.ts";
import { delvOpinion, type Opinion, unboundOpinion } from "../support/zonefab/verdict.ts";
import { ALL_CASES } from "./cases/all.ts";
import { DELV_EXPLAINED, UNBOUND_EXPLAINED } from "./cases/explained.ts";
import { HEALTHY } from "./cases/healthy.ts";
import { PUBLISHED } from "./cases/published.ts";
import { absoluteQuery, type VerdictCase } from "./cases/verdict-case.ts";

const ZONES_AT_ONCE = 3;
/** One in so many cases is also validated through a resolver, and fewer by a process of its own. */
const RESOLVER_SAMPLE = 4;
const PROCESS_SAMPLE = 40;
/** What delv, a process a query, is asked of each of its zones. */
const DELV_QUERIES = new Set(["@/A", "www/A", "nx/A"]);
const DELV_CASES = [...PUBLISHED, ...HEALTHY];

describe.skipIf(!areInstalled(...LAB_PROGRAMS, "delv"))("check_dnssec_chain", () => {
  let lab: Lab;
  const opinions = new Map<string, ReadonlyMap<string, Opinion>>();
  const withUnbound = new Map<string, readonly Comparison[]>();
  const withDelv = new Map<string, readonly Comparison[]>();

  beforeAll(async () => {
    lab = await raiseLab(ALL_CASES.map(({ zone }) => zone));
    await mapLimited(ALL_CASES, ZONES_AT_ONCE, async (each) => {
      const { apex } = each.zone;
      const ours = await ourOpinions(labArguments(lab), apex, queriesOf(each));
      opinions.set(apex, ours);
      withUnbound.set(apex, await compare(lab, apex, ours, unboundOpinion));
    });
    await mapLimited(DELV_CASES, ZONES_AT_ONCE, async ({ zone: { apex }, queries }) => {
      const asked = new Set(
        queries.filter((query) => DELV_QUERIES.has(query)).map((query) => absoluteQuery(apex, query)),
      );
      const ours = new Map([...opinionsOn(apex)].filter(([query]) => asked.has(query)));
      withDelv.set(apex, await compare(lab, apex, ours, delvOpinion));
    });
  });

  afterAll(() => lab?.stop());

  test.each(ALL_CASES.map(named))("agrees with Unbound on %s", (_title, apex, expected) => {
    const comparisons = withUnbound.get(apex) ?? [];
    expect(comparisons.length).toBeGreaterThan(0);
    expect(unexplained(apex, comparisons, UNBOUND_EXPLAINED)).toEqual([]);
    const verdicts = new Map(comparisons.map(({ query, theirs }) => [query, theirs.verdict]));
    for (const [query, verdict] of Object.entries(expected)) {
      expect(`${query} ${verdicts.get(absoluteQuery(apex, query))}`).toBe(`${query} ${verdict}`);
    }
  });

  test("disagrees with Unbound wherever an explanation says so", () => {
    expect(unused(withUnbound, UNBOUND_EXPLAINED)).toEqual([]);
  });

  test.each(DELV_CASES.map(named))("agrees with delv on %s", (_title, apex) => {
    const comparisons = withDelv.get(apex) ?? [];
    expect(unexplained(apex, comparisons, DELV_EXPLAINED)).toEqual([]);
  });

  test("disagrees with delv wherever an explanation says so", () => {
    expect(unused(withDelv, DELV_EXPLAINED)).toEqual([]);
  });

  test.each(sample(RESOLVER_SAMPLE))("says the same through a resolver on %s", async (_title, apex) => {
    const walking = opinionsOn(apex);
    const resolver = `${lab.plainResolver.address}:${lab.plainResolver.port}`;
    const args = ["--resolver", resolver, "--trust-anchor", lab.trustAnchor, "-t", "60"];
    const through = await ourOpinions(args, apex, [...walking.keys()]);
    // Where a server fails, the resolver asks it once more without DNSSEC, and passes that on.
    const comparable = [...walking].filter(([, { verdict }]) => verdict !== "indeterminate").map(([query]) => query);
    const verdicts = (of: ReadonlyMap<string, Opinion>): string[] =>
      comparable.filter((query) => !isCircle(query)).map((query) => `${query} ${of.get(query)?.verdict}`);
    expect(verdicts(through)).toEqual(verdicts(walking));
  });

  test("says the same as an executable", async () => {
    const program = await buildExecutable("plugins/check_dnssec_chain.ts", "check_dnssec_chain");
    for (const [, apex] of sample(PROCESS_SAMPLE)) {
      const queries = [...opinionsOn(apex).keys()];
      const asked = queries.flatMap((query) => ["--query", query]);
      const args = [apex, ...labArguments(lab), ...asked, "--format", "json"];
      const { stdout, stderr } = await endOf(startExecutable(program, args));
      expect(stderr).toBe("");
      expect(verdictsIn(readOpinions(stdout, queries))).toEqual(verdictsIn(opinionsOn(apex)));
    }
  });

  test("is tried on zones that the servers load, with verdicts of each kind", () => {
    expect(lab.refused).toEqual([]);
    const verdicts = [...withUnbound.values()].flat().map(({ theirs }) => theirs.verdict);
    const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
    expect(count("secure")).toBeGreaterThan(15_000);
    expect(count("bogus")).toBeGreaterThan(7_000);
    expect(count("insecure")).toBeGreaterThan(1_000);
    expect(count("unreachable")).toBeLessThan(200);
  });

  function opinionsOn(apex: string): ReadonlyMap<string, Opinion> {
    const found = opinions.get(apex);
    if (found === undefined) throw new Error(`no opinions on ${apex}`);
    return found;
  }
});

/** The case as its test is called: the zone's name tells fault and profile in the log of a long run. */
function named({ about, zone: { apex }, expected = {} }: VerdictCase) {
  return [`${apex} ${about}`, apex, expected] as const;
}

function sample(every: number) {
  return ALL_CASES.filter((_, index) => index % every === 0).map(named);
}

function queriesOf({ zone: { apex }, queries }: VerdictCase): string[] {
  return queries.map((query) => absoluteQuery(apex, query));
}

function verdictsIn(opinions: ReadonlyMap<string, Opinion>): string[] {
  return [...opinions].map(([query, { verdict }]) => `${query} ${verdict}`);
}

/** Aliases in a circle: a resolver gives up on them. */
function isCircle(query: string): boolean {
  return query.startsWith("loop1.");
}
