import { expect, test } from "vitest";
import { type History, NO_HISTORY } from "../../src/checks/shared/zone-history.ts";
import { parseName } from "../../src/dns/name.ts";
import { describe } from "../../src/dnssec/finding.ts";
import { NOW, signaturesOf } from "../support/check.ts";
import { denialOf } from "../support/denial.ts";
import { type Mark, zoneTest } from "../support/fault-case.ts";
import { factsAbout, keysOf } from "../support/keys-check.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { createKey, keyPair, keyTag } from "../support/signer/key.ts";
import { resign } from "../support/signer/mutate.ts";
import { dropDnskey, withDnskeyResigned } from "../support/signer/mutate-keys.ts";

const KEYS = keyPair(13, "outcomes");
const [KSK, ZSK] = KEYS;

function marks({ findings }: CheckOutcome): Mark[] {
  return findings.map(({ id, level }): Mark => `${id}:${level}`);
}

test.each<readonly [string, string, Readonly<Record<string, ZonePlan>>, readonly Mark[]]>([
  ["a zone that does not exist", "none.test.", {}, ["zone-nonexistent:critical"]],
  [
    "a name that is no zone",
    "www.zone.test.",
    { "zone.test.": { records: ["www A 192.0.2.1"] } },
    ["name-is-no-zone:critical"],
  ],
  [
    "an unsigned zone",
    "zone.test.",
    { "zone.test.": { keys: null } },
    ["chain-expected-secure-but-insecure:critical", "zone-unsigned:warning"],
  ],
  [
    "a DS without keys",
    "zone.test.",
    { "zone.test.": { mutations: [dropDnskey(KSK), dropDnskey(ZSK)], keys: KEYS } },
    ["chain-ds-without-dnskey:emergency"],
  ],
  [
    "an island of security",
    "zone.test.",
    { "zone.test.": { ds: [] } },
    ["chain-expected-secure-but-insecure:critical", "chain-island-of-security:info"],
  ],
  [
    "servers that are silent",
    "zone.test.",
    { "zone.test.": { servers: [{ behaviour: { silent: true } }] } },
    ["ns-unresponsive-udp:critical"],
  ],
  [
    "one server that refuses",
    "zone.test.",
    { "zone.test.": { servers: [{}, { behaviour: { rcode: 5 } }] } },
    ["ns-error-rcode:critical"],
  ],
])("%s is said", async (_, zone, zones, expected) => {
  const outcome = await keysOf({ zone, zones: { "test.": {}, ...zones } });
  expect(marks(outcome).toSorted()).toEqual(expected);
  expect(outcome.unknown).toBeNull();
});

test.each([
  ["keys", keysOf],
  ["signatures", signaturesOf],
  ["denials", denialOf],
])("%s of an unsigned zone are not well where no parent says that it may be so", async (_, run) => {
  const zones = { "test.": { servers: [{ behaviour: { silent: true } }] }, "zone.test.": { keys: null } };
  const { unknown } = await run({ zones });
  expect(unknown).toBe("no server gives any keys, and nothing says that there should be none");
  expect(await run({ zones, expect: "any" })).toMatchObject({ unknown: null, findings: [] });
});

test("an unsigned zone that may be so is information, and its summary says it", async () => {
  const outcome = await keysOf(zoneTest({ keys: null }, { expect: "any" }));
  expect(marks(outcome)).toEqual(["zone-unsigned:info"]);
  expect(outcome.summary).toBe("not signed: it has no DNSKEY, and test proves that it has no DS");
});

test("the root's own keys are judged by its anchor", async () => {
  const outcome = await keysOf({ zone: ".", zones: { ".": { keys: KEYS } } });
  expect(marks(outcome)).toEqual([]);
  expect(outcome.summary).toMatch(`KSK ${keyTag(KSK)}, ZSK ${keyTag(ZSK)} (ECDSAP256SHA256)`);
  expect(outcome.metrics.find(({ name }) => name === "ksk_due")?.value).toBe(1095 * 86_400);
});

test("the summary names the worst finding and where it was seen", async () => {
  const plan: ZonePlan = {
    keys: KEYS,
    servers: [{}, { addresses: ["192.0.2.2"], mutations: [withDnskeyResigned(dropDnskey(ZSK))] }],
  };
  const { summary } = await keysOf(zoneTest(plan));
  expect(summary).toBe(
    `DNSKEY (key ${keyTag(ZSK)}): this key signs the zone's data, but is not published; what it signs is bogus at 192.0.2.2`,
  );
});

test("details show each key with its use, and the rollover that is under way", async () => {
  const next = createKey({ seed: "outcomes/next", flags: 256, signs: "nothing" });
  const facts = [factsAbout(keyTag(KSK), { created: NOW - 86_400, note: "active" })];
  const { details } = await keysOf(zoneTest({ keys: [...KEYS, next] }), { facts });
  expect(details.slice(-4)).toEqual([
    `key ${keyTag(KSK)} ECDSAP256SHA256: KSK, in DS, made 2027-01-14T08:00:00Z, due in 1094d, active`,
    `key ${keyTag(ZSK)} ECDSAP256SHA256: ZSK, first seen 2027-01-15T08:00:00Z, due in 365d`,
    `key ${keyTag(next)} ECDSAP256SHA256: no signature of it seen, first seen 2027-01-15T08:00:00Z`,
    "rollover: pre-publish, since this run",
  ]);
});

test("a signer that passes from one ZSK to the next RRset by RRset is pre-publishing", async () => {
  const next = createKey({ seed: "outcomes/next", flags: 256, signs: "nothing" });
  const { details } = await keysOf(zoneTest({ keys: [...KEYS, next], mutations: [resign("@", "SOA", { key: next })] }));
  expect(details.at(-1)).toBe("rollover: pre-publish, since this run");
});

test("two ZSKs that sign the same RRsets are a double signature", async () => {
  const next = createKey({ seed: "outcomes/next", flags: 256 });
  const { details } = await keysOf(zoneTest({ keys: [...KEYS, next] }));
  expect(details.at(-1)).toBe("rollover: double signature, since this run");
});

test("a stale DS and a lost key are told apart in words", async () => {
  const other = createKey({ seed: "outcomes/other" });
  const stale = await keysOf(zoneTest({ keys: [other, ZSK], ds: [dsRecord(parseName("zone.test."), KSK)] }));
  const lost = await keysOf(zoneTest({ keys: KEYS, mutations: [dropDnskey(KSK)] }));
  const text = ({ findings }: CheckOutcome): string =>
    findings
      .filter(({ id }) => id === "dnskey-ksk-missing")
      .map((found) => describe(found).message)
      .join();
  expect(text(stale)).toContain(`key ${keyTag(other)} signs in its place, the DS is stale`);
  expect(text(lost)).toContain("its signature is still there, the zone has lost it");
});

test("a history that can't be had is information and no crash", async () => {
  const history: History = {
    recall: () => Promise.resolve({ history: NO_HISTORY, trouble: null }),
    keep: () => Promise.resolve("can't write /x: permission denied"),
  };
  expect(marks(await keysOf(zoneTest({ keys: KEYS }), { history }))).toEqual(["key-history-unusable:info"]);
});

test("nothing is kept of a zone that gave no keys", async () => {
  const kept: unknown[] = [];
  const history: History = {
    recall: () => Promise.resolve({ history: NO_HISTORY, trouble: null }),
    keep(_, each) {
      kept.push(each);
      return Promise.resolve(null);
    },
  };
  await keysOf(zoneTest({ keys: null }, { expect: "any" }), { history });
  expect(kept).toEqual([]);
});
