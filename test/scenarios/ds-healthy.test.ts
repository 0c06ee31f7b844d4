import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { parseDs } from "../../src/dns/rdata.ts";
import { dsOf, expectHealthy, type Scenario } from "../support/check.ts";
import { announcing, APEX, delegated, KSK, OTHER_KSK } from "../support/ds-case.ts";
import { KEYS } from "../support/fault-case.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, keyTag, type SigningKey } from "../support/signer/key.ts";
import { dropRrsig, editRecords, type Mutation, mutate, resign } from "../support/signer/mutate.ts";
import { dropDnskey } from "../support/signer/mutate-keys.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";

const SHARED = [{ addresses: ["192.0.2.1"] }];
const ED25519 = keyPair(15, "new");
const hidden = (key: SigningKey): SigningKey => ({ ...key, published: false });
const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });

/** The KSKs of two providers, each at its own server; the keys of both are in both DS. */
function multiSigner(): Scenario {
  const only =
    (own: SigningKey, other: SigningKey): Mutation =>
    (zone) =>
      mutate(zone, dropRrsig("@", "DNSKEY", keyTag(other)), withDnskeyResignedBy(own, dropDnskey(other)));
  return delegated({
    keys: [...KEYS, OTHER_KSK],
    servers: [{ mutations: [only(KSK, OTHER_KSK)] }, { mutations: [only(OTHER_KSK, KSK)] }],
  });
}

function withDnskeyResignedBy(key: SigningKey, mutation: Mutation): Mutation {
  return (zone) => mutate(zone, mutation, resign("@", "DNSKEY", { key }));
}

/** Two KSKs with one tag: found by trying, as tags are only 16 bits. */
function collidingKeys(): SigningKey[] {
  const known = new Map<number, SigningKey>();
  for (let i = 0; ; i++) {
    const key = createKey({ algorithm: 15, seed: `collision ${i}` });
    const twin = known.get(keyTag(key));
    if (twin !== undefined) return [twin, key];
    known.set(keyTag(key), key);
  }
}

const SCENARIOS: readonly (readonly [string, Scenario])[] = [
  ["a KSK and a ZSK", delegated({})],
  ["one key for everything", delegated({ keys: [combinedKey(13, "csk")] })],
  ["Ed25519", delegated({ keys: keyPair(15, "zone") })],
  ["Ed448", delegated({ keys: keyPair(16, "zone") })],
  ["P-384 with a SHA-384 DS beside", delegated({ keys: keyPair(14, "zone"), ds: sha384Too(keyPair(14, "zone")[0]) })],
  ["an opt-out parent", delegated({}, { zones: { "test.": { denial: { ...NSEC3, optOut: true } } } })],
  ["a compact-denial parent", delegated({}, { zones: { "test.": { denial: "compact" } } })],
  ["multi-signer, each provider with its KSK", multiSigner()],
  ["a pre-published ZSK", delegated({ keys: [...KEYS, createKey({ seed: "next", flags: 256, signs: "nothing" })] })],
  ["a standby KSK without DS", delegated({ keys: [...KEYS, idle(OTHER_KSK)], ds: [dsRecord(APEX, KSK)] })],
  [
    "a standby KSK with DS",
    delegated({ keys: [...KEYS, idle(OTHER_KSK)], ds: [KSK, OTHER_KSK].map((key) => dsRecord(APEX, key)) }),
  ],
  ["double signature, the DS of the old key", delegated({ keys: [...KEYS, OTHER_KSK], ds: [dsRecord(APEX, KSK)] })],
  ["double signature and double DS", delegated({ keys: [...KEYS, OTHER_KSK] })],
  [
    "double DS ahead of a key that is announced",
    delegated({ ds: [KSK, OTHER_KSK].map((key) => dsRecord(APEX, key)), records: announcing(KSK, OTHER_KSK) }),
  ],
  [
    "the new key announced by CDS and CDNSKEY",
    delegated({ keys: [...KEYS, OTHER_KSK], ds: [dsRecord(APEX, KSK)], records: announcing(OTHER_KSK) }),
  ],
  ["algorithm rollover: signatures first", delegated({ keys: [...KEYS, ...ED25519.map(hidden)] })],
  ["algorithm rollover: keys next", delegated({ keys: [...KEYS, ...ED25519], ds: [dsRecord(APEX, KSK)] })],
  ["algorithm rollover: both DS", delegated({ keys: [...KEYS, ...ED25519] })],
  [
    "algorithm rollover: the new DS alone",
    delegated({ keys: [...KEYS, ...ED25519], ds: [dsRecord(APEX, ED25519[0])] }),
  ],
  ["algorithm rollover: signatures last", delegated({ keys: [...KEYS.map(hidden), ...ED25519] })],
  [
    "a revoked key on its way out",
    delegated({ keys: [...KEYS, createKey({ seed: "old", flags: 257 | 128 })], ds: [dsRecord(APEX, KSK)] }),
  ],
  [
    "a key-tag collision",
    delegated({ keys: [...collidingKeys(), createKey({ algorithm: 15, seed: "zsk", flags: 256 })] }),
  ],
  [
    "a large DNSKEY RRset",
    delegated({
      keys: [
        ...keyPair(8, "zone", 4096),
        ...Array.from({ length: 5 }, (_, i) =>
          idle(createKey({ algorithm: 8, bits: 2048, flags: 256, seed: `more ${i}` })),
        ),
      ],
    }),
  ],
  ["parent and child on one server", delegated({ servers: SHARED }, { zones: { "test.": { servers: SHARED } } })],
  [
    "a nameserver outside the zone",
    delegated({ servers: [{ name: "ns1.provider.test." }] }, { zones: { "provider.test.": {} } }),
  ],
  ["a deep cut", { zone: "a.b.c.test.", zones: { "test.": {}, "a.b.c.test.": { keys: KEYS } } }],
  ["mixed case", delegated({}, { zone: "ZONE.Test." })],
  ["a binary label", { zone: "\\200\\.z.test.", zones: { "test.": {}, "\\200\\.z.test.": { keys: KEYS } } }],
  [
    "a mixed-case DS owner",
    delegated(
      {},
      {
        zones: {
          "test.": { mutations: [editRecords("zone", "DS", (ds) => ({ ...ds, owner: parseName("ZoNe.test.") }))] },
        },
      },
    ),
  ],
  [
    "an own trust anchor and no DS",
    delegated({ ds: [] }, { anchors: [{ zone: APEX, kind: "ds", ds: parseDs(dsRecord(APEX, KSK).rdata) }] }),
  ],
  ["unsigned, as expected", delegated({ keys: null }, { expect: "insecure" })],
  [
    "unsigned below an unsigned parent",
    delegated({ keys: null }, { zones: { "test.": { keys: null } }, expect: "any" }),
  ],
  ["a zone at the root", { zone: "test.", zones: { "test.": {} } }],
];

function sha384Too(key: SigningKey) {
  return [2, 4].map((digestType) => dsRecord(APEX, key, digestType));
}

describe("healthy delegations", () => {
  test.each(SCENARIOS)("%s: nothing above information", async (_, scenario) => {
    expectHealthy(await dsOf(scenario));
  });

  test("a standby key without DNSKEY is information where its tag is given", async () => {
    const scenario = delegated({ ds: [KSK, OTHER_KSK].map((key) => dsRecord(APEX, key)) });
    expectHealthy(await dsOf(scenario, [keyTag(OTHER_KSK)]));
  });

  test("the colliding keys have one tag and are two keys", () => {
    const [first, second] = collidingKeys();
    expect(first && keyTag(first)).toBe(second && keyTag(second));
    expect(first?.publicKey).not.toEqual(second?.publicKey);
  });
});
