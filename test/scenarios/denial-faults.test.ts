import { describe, expect, test } from "vitest";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import type { Level } from "../../src/util/level.ts";
import { expectFindings } from "../support/check.ts";
import { denialOf } from "../support/denial.ts";
import { DENIAL_FAULTS, type DenialFaultCase, FAULT_RECORDS, ZONE_KEYS } from "./faults/denial.ts";
import { listedFaults } from "../support/fault-list.ts";
import { editBitmap } from "../support/signer/mutate-denial.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import type { ZonePlan } from "../support/internet-plan.ts";

const LISTED = listedFaults().filter(({ check }) => check === "denial");
const SOUND = "127.0.9.1";
const FAULTY = "127.0.9.2";

/** The case's zone: on a sound server, and on one that has the fault or, without it, is like the first. */
function run(
  { denial = "nsec", keys, good = {}, ...fault }: DenialFaultCase,
  hasFault: boolean,
): Promise<CheckOutcome> {
  const { mutations = [], alter, queries = [] } = fault;
  const behaviourOf = (change: typeof alter) => ({ behaviour: change === undefined ? {} : { alter: change } });
  const sound = { addresses: [SOUND], ...behaviourOf(hasFault ? undefined : good.alter) };
  const other = hasFault ? { mutations, ...behaviourOf(alter) } : behaviourOf(good.alter);
  const plan: ZonePlan = {
    records: FAULT_RECORDS,
    denial: (hasFault ? undefined : good.denial) ?? denial,
    keys: (hasFault ? undefined : good.keys) ?? keys ?? ZONE_KEYS,
    servers: [sound, { addresses: [FAULTY], ...other }],
  };
  return denialOf({ zones: { "test.": {}, "zone.test.": plan }, queries, expect: "any" });
}

test("every listed fault of denial has a case", () => {
  expect(DENIAL_FAULTS.map(({ id }) => id)).toEqual(LISTED.map(({ id }) => id));
});

describe.each(DENIAL_FAULTS)("$id", (fault) => {
  test("is named at its level, at the server that shows it", async () => {
    const level = LISTED.find(({ id }) => id === fault.id)?.severity as Level;
    const outcome = await run(fault, true);
    expectFindings(outcome, { must: [`${fault.id}:${level}`] });
    const servers = outcome.findings.filter(({ id }) => id === fault.id).flatMap((found) => found.servers);
    const isLocal = (fault.mutations ?? fault.alter) !== undefined && !fault.isDisagreement;
    expect([...new Set(servers.map(({ address }) => address))]).toEqual(isLocal ? [FAULTY] : [SOUND, FAULTY]);
  });

  test("is not seen where all is well", async () => {
    expectFindings(await run(fault, false), { mustNot: [fault.id] });
  });
});

test.each<Denial>(["nsec", NSEC3])(
  "an apex whose bitmap lacks SOA is one alert, whatever it no longer proves",
  async (denial) => {
    const mutations = [editBitmap("@", { remove: ["SOA"] })];
    const { findings } = await run({ id: "nsec-apex-bitmap-wrong", denial, mutations }, true);
    const alerts = findings.filter(({ level, cause }) => level !== "info" && cause === undefined);
    expect(alerts.map(({ id }) => id)).toEqual(["nsec-apex-bitmap-wrong"]);
  },
);
