import { describe, expect, test } from "vitest";
import { dsOf, expectFindings, expectHealthy } from "../support/check.ts";
import { announcing, APEX, delegated, KSK, OTHER_KSK } from "../support/ds-case.ts";
import { KEYS } from "../support/fault-case.ts";
import { historyInMemory } from "../support/history.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { createKey } from "../support/signer/key.ts";

const DAY = 86_400;
const GOOD: ZonePlan = { ds: [dsRecord(APEX, KSK)] };
const ASKING: ZonePlan = { ...GOOD, keys: [...KEYS, OTHER_KSK], records: announcing(OTHER_KSK) };
const WITH_KEYLESS_DS: ZonePlan = { ds: [KSK, OTHER_KSK].map((key) => dsRecord(APEX, key)) };

/** Looks at the zone again and again, so many days after the start; the outcome of the last look. */
async function watch(...looks: readonly (readonly [number, ZonePlan])[]) {
  const history = historyInMemory();
  const last = looks.at(-1)?.[0] ?? 0;
  let outcome = await dsOf(delegated({}));
  for (const [day, plan] of looks) {
    const zones = { "test.": { inception: -1000 * DAY }, ".": { inception: -1000 * DAY } };
    const scenario = delegated({ inception: -1000 * DAY, ...plan }, { zones, later: (day - last) * DAY });
    outcome = await dsOf(scenario, [], history);
  }
  return outcome;
}

describe("a change that CDS and CDNSKEY ask for", () => {
  test("is information at first sight and for a week", async () => {
    expectHealthy(await watch([0, ASKING]));
    const outcome = await watch([0, ASKING], [6, ASKING]);
    expectHealthy(outcome);
    expectFindings(outcome, { must: ["cds-differs-from-ds:info"] });
    expect(outcome.details.join("\n")).toMatch(/CDS asks for \d+ 13 2: seen so since 20/);
  });

  test("is a warning when the parent has not picked it up since", async () => {
    expectFindings(await watch([0, ASKING], [3, ASKING], [8, ASKING]), {
      must: ["cds-differs-from-ds:warning", "cdnskey-differs-from-ds:warning"],
    });
  });

  test("counts anew when another change is asked for, or none was in between", async () => {
    const third = createKey({ seed: "third" });
    const other = { ...GOOD, keys: [...KEYS, third], records: announcing(third) };
    for (const between of [other, GOOD]) {
      expectFindings(await watch([0, ASKING], [5, between], [10, ASKING]), {
        must: ["cds-differs-from-ds:info"],
        mustNot: ["ds-missing"],
      });
    }
  });
});

describe("a DS without its key, beside one that works", () => {
  test("is a warning at first sight: nobody knows how old it is", async () => {
    expectFindings(await watch([0, WITH_KEYLESS_DS]), { must: ["ds-keytag-no-dnskey:warning"] });
    expectFindings(await watch([0, WITH_KEYLESS_DS], [1, WITH_KEYLESS_DS]), { must: ["ds-keytag-no-dnskey:warning"] });
  });

  test("is information for a week where it was seen to come", async () => {
    expectFindings(await watch([0, GOOD], [1, WITH_KEYLESS_DS], [7, WITH_KEYLESS_DS]), {
      must: ["ds-keytag-no-dnskey:info"],
    });
  });

  test("is a warning when its key has not come since", async () => {
    expectFindings(await watch([0, GOOD], [1, WITH_KEYLESS_DS], [9, WITH_KEYLESS_DS]), {
      must: ["ds-keytag-no-dnskey:warning"],
    });
  });

  test("is a warning at once where its key was seen to go", async () => {
    const both = { ...WITH_KEYLESS_DS, keys: [...KEYS, OTHER_KSK] };
    expectFindings(await watch([0, both], [1, WITH_KEYLESS_DS]), { must: ["ds-keytag-no-dnskey:warning"] });
  });
});
