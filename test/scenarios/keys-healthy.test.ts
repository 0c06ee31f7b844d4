import { expect, test } from "vitest";
import { expectHealthy } from "../support/check.ts";
import { keysOf } from "../support/keys-check.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { combinedKey, createKey, keyPair, revoked, type SigningKey } from "../support/signer/key.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { EVERY, resign } from "../support/signer/mutate.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";
import { parseName } from "../../src/dns/name.ts";

const ZONE = parseName("zone.test.");
const [ksk, zsk] = keyPair(13, "healthy");
const newKsk = createKey({ seed: "new" });
const newZsk = createKey({ seed: "new/zsk", flags: 256 });
const [kskOf14, zskOf14] = keyPair(14, "healthy");

function signedBy(...keys: readonly SigningKey[]): ZonePlan {
  return { keys };
}

function ds(...keys: readonly SigningKey[]) {
  return keys.map((key) => dsRecord(ZONE, key));
}

const HEALTHY: readonly (readonly [string, ZonePlan])[] = [
  ["KSK and ZSK", signedBy(ksk, zsk)],
  ["a CSK", signedBy(combinedKey())],
  ["P-384", signedBy(...keyPair(14))],
  ["Ed25519", signedBy(...keyPair(15))],
  ["Ed448", signedBy(...keyPair(16))],
  ["RSA/SHA-256", signedBy(...keyPair(8))],
  ["NSEC3", { denial: NSEC3 }],
  ["a pre-published ZSK", signedBy(ksk, zsk, { ...newZsk, signs: "nothing" })],
  ["a standby KSK", signedBy(ksk, zsk, { ...newKsk, signs: "nothing" })],
  ["a standby KSK with DS", { keys: [ksk, zsk, { ...newKsk, signs: "nothing" }], ds: ds(ksk, newKsk) }],
  ["DS of a key to come", { keys: [ksk, zsk], ds: ds(ksk, newKsk) }],
  ["double signature", { keys: [ksk, newKsk, zsk], ds: ds(ksk) }],
  ["double DS", { keys: [ksk, newKsk, zsk], ds: ds(ksk, newKsk) }],
  ["two ZSKs that sign", signedBy(ksk, zsk, newZsk)],
  ["an algorithm rollover, both in use", { keys: [ksk, zsk, kskOf14, zskOf14], ds: ds(ksk) }],
  [
    "an algorithm rollover, signatures first",
    { keys: [ksk, zsk, { ...zskOf14, published: false }, { ...kskOf14, published: false }], ds: ds(ksk) },
  ],
  ["a revoked key that signs its revocation", { keys: [ksk, zsk, revoked(newKsk)], ds: ds(ksk) }],
  ["a ZSK that signs DNSKEY too", signedBy(ksk, { ...zsk, signs: "all" })],
];

test.each(HEALTHY)("%s is no fault", async (_, plan) => {
  expectHealthy(await keysOf({ zones: { "test.": {}, "zone.test.": plan } }));
});

test("a name that is delegated is no reason to doubt the server that says so", async () => {
  const zones = { "test.": {}, "zone.test.": { records: ["child NS ns.elsewhere."] } };
  expectHealthy(await keysOf({ zones, queries: ["child.zone.test."] }));
});

test("several signers that share their ZSKs are no fault", async () => {
  const silent = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });
  const plan: ZonePlan = {
    keys: [ksk, zsk, silent(newKsk), silent(newZsk)],
    ds: ds(ksk, newKsk),
    servers: [{}, { mutations: [resign(EVERY, EVERY, { key: newZsk }), resign("@", "DNSKEY", { key: newKsk })] }],
  };
  const outcome = await keysOf({ zones: { "test.": {}, "zone.test.": plan } });
  expectHealthy(outcome);
  expect(outcome.details.at(-1)).toMatch(/^rollover: multi-signer, double DS/);
});
