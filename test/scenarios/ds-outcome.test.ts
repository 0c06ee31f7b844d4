import { describe, expect, test } from "vitest";
import type { RegistrarRecords } from "../../src/checks/ds/registrar.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { Rcode } from "../../src/dns/registry.ts";
import { dsOf, expectFindings } from "../support/check.ts";
import { announcing, APEX, delegated, KSK, OTHER_KSK } from "../support/ds-case.ts";
import { BAD_SERVER, GOOD_SERVER, KEYS } from "../support/fault-case.ts";
import { cdsLine, dsRecord } from "../support/signer/ds.ts";
import { createKey, keyTag } from "../support/signer/key.ts";

const REFUSING = { rcode: Rcode.REFUSED };
const TAG = keyTag(KSK);

function valuesOf(metrics: CheckOutcome["metrics"]): Record<string, number | null> {
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** The lines for the registrar. */
function registrarOf({ extra = {} }: CheckOutcome): RegistrarRecords {
  return extra["registrar"] as RegistrarRecords;
}

/** The key tags in the DS lines for the registrar. */
function registrarTags(outcome: CheckOutcome): string[] {
  return registrarOf(outcome).ds.map((line) => line.split(" ")[3] ?? "");
}

describe("what a run says", () => {
  test("a healthy delegation in one line, with counts", async () => {
    const { summary, metrics } = await dsOf(delegated({ servers: [{}, {}] }));
    expect(summary).toBe(`DS ${TAG} at 1 server of test matches a signing key at 2 servers of the zone`);
    expect(valuesOf(metrics)).toEqual({ usable_ds: 1, ds: 1, parent_servers: 1, servers: 2 });
  });

  test("how many of several DS are of use", async () => {
    const ds = [KSK, OTHER_KSK].map((key) => dsRecord(APEX, key));
    const { summary, metrics } = await dsOf(delegated({ ds }), [keyTag(OTHER_KSK)]);
    expect(summary).toMatch(/^1 of 2 DS \(\d+, \d+\) at 1 server of test match signing keys at 1 server of the zone$/);
    expect(valuesOf(metrics)).toMatchObject({ usable_ds: 1, ds: 2 });
  });

  test("the worst pair of servers decides how many DS are usable", async () => {
    const bad = { addresses: [BAD_SERVER], mutations: [] };
    const scenario = delegated({ keys: null, ds: [dsRecord(APEX, KSK)], servers: [{ addresses: [GOOD_SERVER] }, bad] });
    expect(valuesOf((await dsOf(scenario)).metrics)).toMatchObject({ usable_ds: 0, ds: 1 });
  });

  test("an unsigned zone that may be so has no usable DS and is fine", async () => {
    const { summary, metrics, findings } = await dsOf(delegated({ keys: null }, { expect: "insecure" }));
    expect(summary).toContain("not signed");
    expect(valuesOf(metrics)).toMatchObject({ usable_ds: 0, ds: 0 });
    expect(findings.map(({ id, level }) => `${id}:${level}`)).toEqual(["zone-unsigned:info"]);
  });

  test("a DS that no server of the zone is there to fit is not judged", async () => {
    const { unknown, findings } = await dsOf(delegated({ servers: [{ addresses: [] }] }));
    expect(findings).toEqual([]);
    expect(unknown).toBe("no server of the zone answered");
  });

  test("the fault of the parent's record names the parent's servers, that of a key the zone's", async () => {
    const scenario = delegated({ ds: [dsRecord(APEX, OTHER_KSK)], servers: [{ addresses: [GOOD_SERVER] }] });
    const parent = { servers: [{ addresses: [BAD_SERVER] }] };
    const { findings } = await dsOf({ ...scenario, zones: { ...scenario.zones, "test.": parent } });
    const servers = new Map(findings.map((found) => [found.id, found.servers.map(({ address }) => address)]));
    expect(servers.get("ds-keytag-no-dnskey")).toEqual([BAD_SERVER]);
    expect(servers.get("chain-no-secure-entry-point")).toEqual([GOOD_SERVER]);
  });
});

describe("what should stand at the registrar", () => {
  test("DS and DNSKEY of the key that signs, ready to paste", async () => {
    const outcome = await dsOf(delegated({ ds: [] }, { expect: "any" }));
    const { ds, dnskey } = registrarOf(outcome);
    expect(ds).toEqual([expect.stringMatching(new RegExp(`^zone\\.test\\. IN DS ${TAG} 13 2 [0-9A-F]{64}$`))]);
    expect(dnskey).toEqual([expect.stringMatching(/^zone\.test\. IN DNSKEY 257 3 13 [A-Za-z0-9+/]{86}==$/)]);
    expect(outcome.details).toEqual(expect.arrayContaining([...ds, ...dnskey]));
  });

  test("its digest is the one a signer would give", async () => {
    const { ds } = registrarOf(await dsOf(delegated({})));
    expect(ds[0]?.split(" ").slice(3).join(" ")).toBe(cdsLine(APEX, KSK).slice("@ CDS ".length).toUpperCase());
  });

  test("the key without SEP that signs everything", async () => {
    const key = createKey({ seed: "csk", flags: 256, signs: "all" });
    expect(registrarTags(await dsOf(delegated({ keys: [key] })))).toEqual([String(keyTag(key))]);
  });

  test("both keys while both sign", async () => {
    const tags = registrarTags(await dsOf(delegated({ keys: [...KEYS, OTHER_KSK] })));
    expect(tags.toSorted()).toEqual([TAG, keyTag(OTHER_KSK)].map(String).toSorted());
  });

  test("the announced key, where CDS and CDNSKEY name one that signs", async () => {
    const plan = { keys: [...KEYS, OTHER_KSK], ds: [dsRecord(APEX, KSK)], records: announcing(OTHER_KSK) };
    expect(registrarTags(await dsOf(delegated(plan)))).toEqual([String(keyTag(OTHER_KSK))]);
  });

  test("not an announced key that would break the chain", async () => {
    const unpublished = createKey({ seed: "unpublished", published: false });
    expect(registrarTags(await dsOf(delegated({ records: announcing(unpublished) })))).toEqual([String(TAG)]);
  });

  test("nothing for an unsigned zone", async () => {
    expect(registrarTags(await dsOf(delegated({ keys: null })))).toEqual([]);
  });
});

describe("names and servers that can't be checked", () => {
  test("a name that does not exist is critical", async () => {
    const outcome = await dsOf({ zone: "nowhere.test.", zones: { "test.": {} } });
    expectFindings(outcome, { must: ["zone-nonexistent:critical"] });
    expect(outcome.unknown).toBeNull();
  });

  test("a name that is no zone is critical", async () => {
    const outcome = await dsOf({ zone: "www.test.", zones: { "test.": { records: ["www A 192.0.2.1"] } } });
    expectFindings(outcome, { must: ["name-is-no-zone:critical"], mustNot: ["ds-at-wrong-place"] });
  });

  test("the root has no DS: nothing can be learned", async () => {
    expect((await dsOf({ zone: ".", zones: {} })).unknown).toMatch(/no parent/);
  });

  test("a refusing server of the zone is a finding", async () => {
    const servers = [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], behaviour: REFUSING }];
    const { findings } = await dsOf(delegated({ servers }));
    expect(findings.map(({ id, level, servers: at }) => [id, level, at.map(({ address }) => address)])).toEqual([
      ["ns-error-rcode", "critical", [BAD_SERVER]],
    ]);
  });

  test("the DS is looked at although no server of the zone answers", async () => {
    const scenario = delegated({ ds: [dsRecord(APEX, KSK, 1)], servers: [{ behaviour: REFUSING }] });
    expectFindings(await dsOf(scenario), { must: ["ds-digest-sha1:critical", "ns-error-rcode:critical"] });
  });

  test("security where none is expected is a warning", async () => {
    const outcome = await dsOf(delegated({}, { expect: "insecure" }));
    expectFindings(outcome, { must: ["chain-expected-insecure-but-secure:warning"] });
  });
});
