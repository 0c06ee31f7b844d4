import { describe, expect, test } from "vitest";
import { chainOf } from "../support/check.ts";
import { KEYS, zoneTest } from "../support/fault-case.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { editRecords, EVERY } from "../support/signer/mutate.ts";
import { editDenial } from "../support/signer/mutate-denial.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";

const ZONE: ZonePlan = { keys: KEYS, records: ["www A 192.0.2.1"] };
const NOWHERE = "nowhere.zone.test./A";

describe("NSEC3 records that a validator may not use", () => {
  async function verdict(denial: Denial, edit: Parameters<typeof editDenial>[1] = () => ({})) {
    const { security, findings } = await chainOf(
      zoneTest({ ...ZONE, denial, mutations: [editDenial(EVERY, edit)] }, { queries: [NOWHERE] }),
    );
    return [security, ...new Set(findings.map(({ id }) => id))];
  }

  test("unknown flags make the answer bogus", async () => {
    expect(await verdict(NSEC3, () => ({ flags: 2 }))).toEqual(["bogus", "nsec3-closest-encloser-missing"]);
  });
  test("an unknown hash makes the answer bogus", async () => {
    expect(await verdict(NSEC3, () => ({ hashAlgorithm: 2 }))).toEqual(["bogus", "nsec3-closest-encloser-missing"]);
  });
  test("150 iterations are secure, 151 insecure", async () => {
    expect(await verdict({ ...NSEC3, iterations: 150 })).toEqual(["secure"]);
    expect(await verdict({ ...NSEC3, iterations: 151 })).toEqual(["insecure"]);
  });
  test("a delegation denied with 151 iterations is insecure", async () => {
    const parent = { denial: { ...NSEC3, iterations: 151 } };
    const { security } = await chainOf(zoneTest({ ...ZONE, ds: [] }, { zones: { "test.": parent } }));
    expect(security).toBe("insecure");
  });
  test("iterations raised by an attacker make the answer bogus", async () => {
    const raised = editRecords(EVERY, "NSEC3", (record) => ({ ...record, rdata: record.rdata.with(2, 1) }));
    const plan = { ...ZONE, denial: NSEC3, mutations: [raised] };
    const { security, findings } = await chainOf(zoneTest(plan, { queries: [NOWHERE] }));
    expect([security, ...new Set(findings.map(({ id }) => id))]).toEqual(["bogus", "nsec-signature-bogus"]);
  });
  test("opt-out set by an attacker makes the answer bogus", async () => {
    const opted = editRecords(EVERY, "NSEC3", (record) => ({ ...record, rdata: record.rdata.with(1, 1) }));
    const plan = { ...ZONE, denial: NSEC3, mutations: [opted] };
    expect((await chainOf(zoneTest(plan, { queries: [NOWHERE] }))).security).toBe("bogus");
  });
});
