import { describe, expect, test } from "vitest";
import { describe as wordsOf } from "../../src/dnssec/finding.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { expectFindings, NOW, threshold } from "../support/check.ts";
import { compared, faultOf, resultAt } from "../support/locations.ts";

const HOUR = 3600;
const EXPIRED = "rrsig-expired";

function messages({ findings }: CheckOutcome): string[] {
  return findings.map((found) => wordsOf(found).message);
}

function metric({ metrics }: CheckOutcome, wanted: string): number | null | undefined {
  return metrics.find(({ name }) => name === wanted)?.value;
}

describe("a fault that one location alone sees", () => {
  test("is a warning that names it", async () => {
    const outcome = await compared([resultAt("ams"), resultAt("fra", [`${EXPIRED}:emergency`]), resultAt("nyc")]);
    expectFindings(outcome, { must: ["location-alone-differs:warning"], mustNot: ["location-fault-everywhere"] });
    expect(outcome.summary).toBe("fra alone sees rrsig-expired MX zone.test (emergency); ams, nyc do not");
    expect(metric(outcome, "locations_differing")).toBe(1);
    expect(metric(outcome, "locations_failing")).toBe(1);
  });

  test("is one finding with its other faults, of other checks, too", async () => {
    const at = (location: string, ...faults: string[]) => [
      resultAt(location, faults),
      resultAt(location, faults.length === 0 ? [] : ["ns-timeout:warning"], { check: "nameservers" }),
    ];
    const outcome = await compared([...at("ams"), ...at("fra", EXPIRED, "ds-missing"), ...at("nyc")]);
    expect(messages(outcome)).toEqual([
      "fra alone sees rrsig-expired MX zone.test (critical) and 2 more faults; ams, nyc do not",
    ]);
  });

  test("is seen by another one, too, where it follows from something else there or is information only", async () => {
    const folded = { ...faultOf(EXPIRED), isConsequence: true };
    const outcome = await compared([
      resultAt("ams", [EXPIRED]),
      resultAt("fra", [`${EXPIRED}:info`]),
      resultAt("nyc", [], { state: "CRITICAL", faults: [faultOf("ds-missing"), folded] }),
    ]);
    expect(messages(outcome)).toEqual([
      "all 3 locations see rrsig-expired MX zone.test (critical)",
      "nyc alone sees ds-missing MX zone.test (critical); ams, fra do not",
    ]);
  });

  test("says nothing about a location whose output had no room for it", async () => {
    const cut = resultAt("nyc", ["ds-missing"], { isComplete: false });
    const outcome = await compared([resultAt("ams", [EXPIRED, "ds-missing"]), resultAt("fra", ["ds-missing"]), cut]);
    expect(messages(outcome)).toContain("ams alone sees rrsig-expired MX zone.test (critical); fra does not");
  });

  test.each([
    ["A x.dnssec-check-tkx3aq.zone.test", "A x.dnssec-check-tkx3b0.zone.test"],
    ["NSEC3 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.zone.test", "NSEC3 2t7b4g4vsa5smi47k61mv5bv1a22bojr.zone.test"],
  ])("is the same at another one where only the time of asking makes the difference: %s", async (here, there) => {
    const faults = [here, there].map((label) => ({ ...faultOf(EXPIRED), label }));
    const results = faults.map((fault, i) => resultAt(`place${i}`, [], { state: "CRITICAL", faults: [fault] }));
    expectFindings(await compared(results), {
      must: ["location-fault-everywhere"],
      mustNot: ["location-alone-differs"],
    });
  });

  test("is another one where the name is", async () => {
    const faults = ["A www.zone.test", "A mail.zone.test"].map((label) => ({ ...faultOf(EXPIRED), label }));
    const results = faults.map((fault, i) => resultAt(`place${i}`, [], { state: "CRITICAL", faults: [fault] }));
    expectFindings(await compared(results), { mustNot: ["location-fault-everywhere"] });
  });

  test("may be a state that no finding explains", async () => {
    const outcome = await compared([resultAt("ams"), resultAt("fra", [], { state: "CRITICAL" })]);
    expectFindings(outcome, { must: ["location-alone-differs:warning"] });
    expect(outcome.summary).toBe("fra alone sees chain CRITICAL without a finding; ams does not");
  });
});

test("a fault that one location alone does not see is a warning about that one", async () => {
  const places = ["ams", "fra", "lax", "nyc", "sin"];
  const outcome = await compared([...places.map((place) => resultAt(place, [EXPIRED])), resultAt("tyo")]);
  expectFindings(outcome, { must: ["location-alone-differs:warning"] });
  expect(outcome.summary).toBe("tyo alone does not see rrsig-expired MX zone.test (critical); 5 others do");
});

describe("a fault in a region", () => {
  const regions = new Map([
    ["ams", "europe"],
    ["fra", "europe"],
    ["lax", "america"],
    ["nyc", "america"],
    ["sin", "asia"],
  ]);
  const others = ["lax", "nyc", "sin"].map((place) => resultAt(place));

  test("is critical and names region and locations", async () => {
    const outcome = await compared([resultAt("ams", [EXPIRED]), resultAt("fra", [EXPIRED]), ...others], { regions });
    expectFindings(outcome, { must: ["location-region-differs:critical"], mustNot: ["location-several-differ"] });
    expect(outcome.summary).toBe(
      "region europe (ams, fra) sees rrsig-expired MX zone.test (critical); lax, nyc, sin do not",
    );
    expect(metric(outcome, "locations_differing")).toBe(2);
  });

  test("is none where a location of the region does not see it, or one of another does", async () => {
    const partly = await compared(
      [resultAt("ams", [EXPIRED]), resultAt("fra", [EXPIRED]), resultAt("lis"), ...others],
      { regions: new Map([...regions, ["lis", "europe"]]) },
    );
    expectFindings(partly, { must: ["location-several-differ:critical"], mustNot: ["location-region-differs"] });
    const across = await compared(
      [resultAt("ams", [EXPIRED]), resultAt("fra"), resultAt("lax", [EXPIRED]), resultAt("nyc"), resultAt("sin")],
      { regions },
    );
    expect(across.summary).toBe("ams, lax see rrsig-expired MX zone.test (critical); fra, nyc, sin do not");
  });

  test("is Icinga's zone where the user names none", async () => {
    const europe = { region: "eu" };
    const outcome = await compared([resultAt("ams", [EXPIRED], europe), resultAt("fra", [EXPIRED], europe), ...others]);
    expect(outcome.summary).toMatch(/^region eu /);
  });
});

describe("a fault that all see", () => {
  test("is information: the check that found it alerts", async () => {
    const outcome = await compared([resultAt("ams", [EXPIRED]), resultAt("fra", [`${EXPIRED}:emergency`])]);
    expectFindings(outcome, { must: ["location-fault-everywhere:info"], mustNot: ["location-alone-differs"] });
    expect(outcome.summary).toBe("all 2 locations see rrsig-expired MX zone.test (emergency)");
    expect(metric(outcome, "locations_differing")).toBe(0);
  });

  test("is none where there is none", async () => {
    const outcome = await compared([resultAt("ams"), resultAt("fra"), resultAt("nyc", [], { check: "ds" })]);
    expect(outcome.findings).toEqual([]);
    expect(outcome.summary).toBe("3 locations agree: no fault (chain, ds)");
  });
});

describe("the level of a difference", () => {
  const three = ["ams", "fra", "lax"].map((place) => resultAt(place, ["rrsig-expiring-soon:warning"]));
  const four = ["nyc", "sin", "syd", "tyo"].map((place) => resultAt(place));

  test("is not above that of the fault", async () => {
    expectFindings(await compared([...three, ...four]), { must: ["location-several-differ:warning"] });
  });

  test("follows -w and -c", async () => {
    const results = [...four, ...["ams", "fra", "lax"].map((place) => resultAt(place, [EXPIRED]))];
    const loose = { warning: threshold("0:2"), critical: threshold("0:3") };
    expectFindings(await compared(results, {}, loose), { must: ["location-several-differ:warning"] });
    const looser = { warning: threshold("0:3"), critical: threshold("0:3") };
    expectFindings(await compared(results, {}, looser), { must: ["location-several-differ:info"] });
  });
});

describe("results of different times", () => {
  test("do not differ where one location has not looked since the fault came", async () => {
    const before = resultAt("ams", [], { since: NOW - 40 * HOUR, checkedAt: NOW - 4 * HOUR });
    const after = resultAt("fra", [EXPIRED], { since: NOW - HOUR, checkedAt: NOW - HOUR });
    const outcome = await compared([before, after]);
    expectFindings(outcome, { must: ["location-fault-unconfirmed:info"], mustNot: ["location-alone-differs"] });
    expect(outcome.summary).toBe("fra sees rrsig-expired MX zone.test (critical); ams looked at another time");
  });

  test("do not differ where one location has not looked since the fault was mended", async () => {
    const broken = resultAt("ams", [EXPIRED], { since: NOW - 40 * HOUR, checkedAt: NOW - 4 * HOUR });
    const mended = resultAt("fra", [], { since: NOW - HOUR, checkedAt: NOW - HOUR });
    expectFindings(await compared([broken, mended]), { must: ["location-fault-unconfirmed:info"] });
  });

  test("differ where the states lasted side by side", async () => {
    const well = resultAt("ams", [], { since: NOW - 40 * HOUR, checkedAt: NOW - 60 });
    const broken = resultAt("fra", [EXPIRED], { since: NOW - 4 * HOUR, checkedAt: NOW - 4 * HOUR });
    expectFindings(await compared([well, broken]), {
      must: ["location-alone-differs"],
      mustNot: ["location-fault-unconfirmed"],
    });
  });

  test("are minutes apart in one round", async () => {
    const late = resultAt("fra", [EXPIRED], { checkedAt: NOW });
    const outcome = await compared([resultAt("ams", [], { checkedAt: NOW - 300 }), late]);
    expectFindings(outcome, { must: ["location-alone-differs"] });
    const earlier = await compared([resultAt("ams", [], { checkedAt: NOW - 301 }), late]);
    expectFindings(earlier, { mustNot: ["location-alone-differs"] });
  });
});

test("a fault that is still retried is no difference yet", async () => {
  const outcome = await compared([resultAt("ams"), resultAt("fra", [EXPIRED], { isConfirmed: false })]);
  expectFindings(outcome, { must: ["location-fault-unconfirmed:info"], mustNot: ["location-alone-differs"] });
  expect(outcome.summary).toContain("fra sees rrsig-expired MX zone.test (critical); it is still retried there");
});

describe("a location without a result to compare", () => {
  const well = [resultAt("ams"), resultAt("fra")];

  test("is told, and left out, where the result is stale", async () => {
    const stale = resultAt("nyc", [EXPIRED], { checkedAt: NOW - 2 * HOUR, maxAge: HOUR });
    const outcome = await compared([...well, stale]);
    expectFindings(outcome, { must: ["location-result-stale:warning"], mustNot: ["location-alone-differs"] });
    expect(outcome.summary).toBe("the result of nyc (chain) is 2h old; the limit is 1h");
    expect(metric(outcome, "locations_silent")).toBe(1);
    const young = await compared([...well, resultAt("nyc", [], { checkedAt: NOW - HOUR, maxAge: HOUR })]);
    expectFindings(young, { mustNot: ["location-result-stale"] });
  });

  test("is told where its check ended as UNKNOWN", async () => {
    const outcome = await compared([...well, resultAt("nyc", [], { state: "UNKNOWN", summary: "no answer" })]);
    expectFindings(outcome, { must: ["location-result-unknown:warning"] });
    expect(outcome.summary).toBe("nyc (chain) can't tell: no answer");
  });

  test("is told where it is expected", async () => {
    const outcome = await compared(well, { expected: ["ams", "nyc"] });
    expect(messages(outcome)).toEqual(["no result from nyc"]);
    expect(outcome.unknown).toBeNull();
  });
});

describe("nothing can be compared", () => {
  test.each([
    ["no location has a result of this zone", []],
    ["only ams has a result to compare", [resultAt("ams", [EXPIRED]), resultAt("ams", [], { check: "ds" })]],
    ["no location has a result to compare", ["ams", "fra"].map((place) => resultAt(place, [], { state: "UNKNOWN" }))],
  ])("where %s", async (unknown, results) => {
    expect(await compared(results)).toMatchObject({ unknown });
  });

  test("where they can't be had", async () => {
    const outcome = await compared([], { gather: () => Promise.resolve({ kind: "failed", reason: "down" }) });
    expect(outcome).toMatchObject({ unknown: "down", findings: [] });
  });

  test("where a check runs at one location only", async () => {
    const outcome = await compared([resultAt("ams", [EXPIRED]), resultAt("fra", [], { check: "ds" })]);
    expect(outcome.findings).toEqual([]);
  });
});

describe("a chain that is secure at one location and not at another", () => {
  const secure = { security: "secure" } as const;
  const insecure = { security: "insecure" } as const;

  test("is a fault though no finding says why", async () => {
    const outcome = await compared([resultAt("ams", [], secure), resultAt("fra", [], insecure)]);
    expectFindings(outcome, { must: ["location-alone-differs:warning"] });
    expect(outcome.summary).toBe("fra alone sees the zone insecure; ams does not");
    expect(metric(outcome, "locations_differing")).toBe(1);
  });

  test("is none besides the finding that does", async () => {
    const outcome = await compared([resultAt("ams", [], secure), resultAt("fra", [EXPIRED], insecure)]);
    expect(messages(outcome)).toEqual(["fra alone sees rrsig-expired MX zone.test (critical); ams does not"]);
  });

  test("is none where it is insecure everywhere", async () => {
    const outcome = await compared([resultAt("ams", [], insecure), resultAt("fra", [], insecure)]);
    expect(outcome.findings).toEqual([]);
  });
});

test("several services of one check at a location are one view", async () => {
  const outcome = await compared([resultAt("ams"), resultAt("ams", [EXPIRED]), resultAt("fra", [EXPIRED])]);
  expectFindings(outcome, { must: ["location-fault-everywhere"], mustNot: ["location-alone-differs"] });
});
