import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import { expectHealthy, NOW } from "../support/check.ts";
import { denialOf } from "../support/denial.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { dsRecord } from "../support/signer/ds.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { combinedKey, createKey, keyPair } from "../support/signer/key.ts";
import { type Denial, NSEC3 } from "../support/signer/sign-zone.ts";
import { whiteLies } from "../support/white-lies.ts";

const RECORDS = [
  "www A 192.0.2.1",
  "*.wild A 192.0.2.2",
  "exact.wild A 192.0.2.3",
  "alias CNAME www",
  "away CNAME www.elsewhere.",
  "lost CNAME nowhere",
  "*.walias CNAME www",
  "tree DNAME www",
  "a.b.deep A 192.0.2.4",
  "unsigned NS ns.elsewhere.",
  "signed NS ns.elsewhere.",
  "signed DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000",
  "glued NS ns.glued",
  "ns.glued A 192.0.2.7",
  "x.ent NS ns.elsewhere.",
  "a\\.b TXT dot",
  "\\200\\000 TXT binary",
  "UPPER TXT case",
  "odd TYPE65280 \\# 2 ABCD",
  "@ MX 10 Mail.Example.TEST.",
];

const QUERIES = [
  "nowhere.zone.test./A",
  "x.y.nowhere.zone.test./A",
  "www.zone.test./AAAA",
  "www.zone.test./NSEC",
  "y.wild.zone.test./A",
  "y.wild.zone.test./MX",
  "x.y.wild.zone.test./A",
  "x.exact.wild.zone.test./A",
  "*.wild.zone.test./A",
  "alias.zone.test./A",
  "alias.zone.test./MX",
  "away.zone.test./A",
  "lost.zone.test./A",
  "y.walias.zone.test./A",
  "below.tree.zone.test./A",
  "deep.zone.test./A",
  "b.deep.zone.test./A",
  "x.deep.zone.test./A",
  "unsigned.zone.test./A",
  "unsigned.zone.test./DS",
  "x.unsigned.zone.test./A",
  "signed.zone.test./A",
  "signed.zone.test./DS",
  "glued.zone.test./DS",
  "ns.glued.zone.test./A",
  "ent.zone.test./A",
  "x.ent.zone.test./DS",
  "www.zone.test./DS",
  "a.b.zone.test./TXT",
  "a\\.b.zone.test./TXT",
  "\\200\\000.zone.test./TXT",
  "upper.Zone.Test./TXT",
  "odd.zone.test./TYPE65280",
  "zone.test./MX",
];

const DENIALS: readonly (readonly [string, Denial])[] = [
  ["NSEC", "nsec"],
  ["NSEC3", NSEC3],
  ["opt-out", { ...NSEC3, optOut: true }],
  ["compact denial", "compact"],
];

describe.each(DENIALS)("%s", (_, denial) => {
  const ask = (plan: ZonePlan, queries: readonly string[] = QUERIES) =>
    denialOf({ zones: { "test.": { denial }, "zone.test.": { denial, ...plan } }, queries });

  test("of a zone with everything in it is OK", async () => {
    expectHealthy(await ask({ records: RECORDS, servers: [{}, {}] }));
  });

  test("of a zone with nothing in it is OK", async () => {
    expectHealthy(await ask({ servers: [{ name: "ns.elsewhere." }] }, []));
  });

  test("of a zone whose wildcard answers every name is OK", async () => {
    const records = ["* A 192.0.2.1", "* TXT any", "sub.www A 192.0.2.2"];
    expectHealthy(await ask({ records }, ["any.zone.test./MX", "x.www.zone.test./A", "x.sub.www.zone.test./A"]));
  });

  test("of a zone with one combined key, or of Ed25519, Ed448 and P-384, is OK", async () => {
    expectHealthy(await ask({ records: RECORDS, keys: [combinedKey()] }));
    for (const algorithm of [14, 15, 16]) expectHealthy(await ask({ records: RECORDS, keys: keyPair(algorithm) }, []));
  });

  test("of a zone with a key to come is OK", async () => {
    const next = createKey({ seed: "next", flags: 256, signs: "nothing" });
    expectHealthy(await ask({ records: RECORDS, keys: [...keyPair(), next] }));
  });

  test("of a zone on its parent's server, and of the parent, is OK", async () => {
    const servers = [{ name: "ns.test.", addresses: ["127.0.9.1"] }];
    const zones = { "test.": { denial, servers }, "zone.test.": { denial, servers, records: RECORDS } };
    expectHealthy(await denialOf({ zones, queries: QUERIES }));
    expectHealthy(
      await denialOf({ zones, zone: "test.", queries: ["zone.test./DS", "www.zone.test./A", "nothing.test./A"] }),
    );
  });

  test("of an unsigned zone is none, where that is expected", async () => {
    const zones = { "test.": { denial }, "zone.test.": { keys: null, records: RECORDS } };
    expectHealthy(await denialOf({ zones, expect: "insecure", queries: ["nowhere.zone.test./A"] }));
  });
});

test("signers of their own may deny in their own ways", async () => {
  const [kskA, zskA] = keyPair(13, "a");
  const [kskB, zskB] = keyPair(13, "b");
  const silent = { signs: "nothing" } as const;
  const ds = [kskA, kskB].map((key) => dsRecord(parseName("zone.test."), key));
  const foreign = { ...NSEC3, salt: new Uint8Array(0) };
  const zones = (keys: ZonePlan["keys"], denial: Denial): Record<string, ZonePlan> => ({
    "test.": {},
    "zone.test.": { keys: keys ?? [], denial, ds, records: RECORDS },
  });
  expectHealthy(await denialOf({ zones: zones([kskA, zskA, { ...kskB, ...silent }, { ...zskB, ...silent }], "nsec") }));
  expectHealthy(
    await denialOf({ zones: zones([kskB, zskB, { ...kskA, ...silent }, { ...zskA, ...silent }], foreign) }),
  );
});

test.each([
  ["nsec" as const, 300],
  [NSEC3, 60],
])("a chain of names is followed to its end", async (denial, count) => {
  const records = Array.from({ length: count }, (_, i) => `host${i} A 192.0.2.1`);
  const outcome = await denialOf({ zones: { "test.": {}, "zone.test.": { denial, records } } });
  expectHealthy(outcome);
  expect(outcome.summary).toContain(` on 1 server, chain of ${count + 2} names is whole`);
});

test("a server may stop at an alias, whatever type it is asked for", async () => {
  const alter: Behaviour["alter"] = (response) =>
    response.answer.some(({ type }) => type === RrType.CNAME)
      ? { ...response, rcode: Rcode.NOERROR, authority: [] }
      : response;
  const plan = { records: RECORDS, servers: [{ behaviour: { alter } }] };
  const queries = ["alias.zone.test./MX", "alias.zone.test./DS", "below.tree.zone.test./DS"];
  expectHealthy(await denialOf({ zones: { "test.": {}, "zone.test.": plan }, queries }));
});

test("a chain is followed no further than --max-names, and no longer than there is time", async () => {
  const records = Array.from({ length: 300 }, (_, i) => `host${i} A 192.0.2.1`);
  const scenario = { zones: { "test.": {}, "zone.test.": { records } } };
  expect((await denialOf({ ...scenario, maxWait: 0 })).summary).toMatch(/, \d+ names? of the chain seen$/);
  expect((await denialOf({ ...scenario, maxNames: 50 })).summary).toMatch(/5\d names of the chain seen$/);
  expect((await denialOf({ ...scenario, maxNames: 0 })).summary).toMatch(/ on 1 server$/);
});

test("white lies are no chain that could be followed", async () => {
  const keys = keyPair(13, "zone");
  const period = { inception: NOW - 1000, expiration: NOW + 1_000_000 };
  const behaviour = { alter: whiteLies(parseName("zone.test."), keys[1], period) };
  const plan = { keys, denial: NSEC3, records: RECORDS, servers: [{ behaviour }] };
  const outcome = await denialOf({ zones: { "test.": {}, "zone.test.": plan }, queries: QUERIES });
  expectHealthy(outcome);
  expect(outcome.summary).toMatch(/ proved by NSEC3 on 1 server, each made for its own name: no names to list$/);
  expect(outcome.metrics.find(({ name }) => name === "chain_names")?.value).toBeNull();
});
