import { expect, test } from "vitest";
import { RrType, typeCode } from "../../src/dns/registry.ts";
import { keyPair, keyTag, revoked, createKey } from "../support/signer/key.ts";
import {
  EVERY,
  type Mutation,
  addRecords,
  addRrsig,
  dropRecords,
  dropRrset,
  dropRrsig,
  editRecords,
  editRrsig,
  expire,
  flipSignature,
  mutate,
  postdate,
  resign,
} from "../support/signer/mutate.ts";
import {
  alterNext,
  dropDenial,
  dropDenialOf,
  editBitmap,
  editDenial,
  moveDenial,
  readNsec3,
} from "../support/signer/mutate-denial.ts";
import { dropDnskey, editDnskey, flipDnskey, withDnskeyResigned } from "../support/signer/mutate-keys.ts";
import { readRrsig } from "../support/signer/rrsig.ts";
import { NSEC3, type Denial, type SignedZone, signZone } from "../support/signer/sign-zone.ts";
import { parseRecords, zone, zoneFile } from "../support/signer/zone.ts";
import { sampleZone } from "../support/sample-zone.ts";

const keys = keyPair();
const [ksk, zsk] = keys;
const INCEPTION = 1_700_000_000;
const EXPIRATION = 1_800_000_000;

function signedZone(denial: Denial = "nsec"): SignedZone {
  const plain = zone("zone.test.", ["ns1 A 192.0.2.1", "www A 192.0.2.2", "www A 192.0.2.3", "cut NS ns.cut"]);
  return signZone(plain, { keys, inception: INCEPTION, expiration: EXPIRATION, denial });
}

function signatures(signed: SignedZone, owner: string, type: string) {
  return signed.records
    .filter((record) => record.type === RrType.RRSIG && record.owner.toString() === owner)
    .map(({ rdata }) => readRrsig(rdata))
    .filter(({ typeCovered }) => typeCovered === typeCode(type));
}

function count(signed: SignedZone, type: string): number {
  return signed.records.filter((record) => record.type === typeCode(type)).length;
}

function lostAndGained(mutation: Mutation, denial: Denial = "nsec"): [number, number] {
  const before = signedZone(denial);
  const after = mutate(before, mutation);
  const lost = before.records.filter((record) => !after.records.includes(record)).length;
  return [lost, after.records.filter((record) => !before.records.includes(record)).length];
}

test.each([
  ["dropRrset", dropRrset("www", "A"), [3, 0]],
  ["dropRecords", dropRecords("www", "A"), [2, 0]],
  ["dropRrsig", dropRrsig("www", "A"), [1, 0]],
  ["dropRrsig by another tag", dropRrsig("www", "A", keyTag(ksk)), [0, 0]],
  ["addRecords", addRecords("www TXT x", "new A 192.0.2.4"), [0, 2]],
  ["editRecords", editRecords("www", "A", (record) => ({ ...record, ttl: 5 })), [2, 2]],
  ["flipSignature", flipSignature("@", "SOA"), [1, 1]],
  ["editRrsig", editRrsig("www", "A", { signature: new Uint8Array(0) }), [1, 1]],
  ["resign", resign("www", "A"), [1, 1]],
  ["addRrsig", addRrsig("www", "A", { key: ksk }), [0, 1]],
  ["dropDnskey", dropDnskey(zsk), [1, 0]],
  ["editDnskey", editDnskey(zsk, { flags: 0 }), [1, 1]],
  ["flipDnskey", flipDnskey(ksk), [1, 1]],
  ["withDnskeyResigned", withDnskeyResigned(dropDnskey(zsk)), [2, 1]],
  ["dropDenial", dropDenial(), [8, 0]],
  ["dropDenialOf", dropDenialOf("www"), [2, 0]],
  ["alterNext", alterNext("@", "www"), [2, 2]],
  ["editBitmap", editBitmap("www", { remove: ["A"] }), [2, 2]],
  ["moveDenial", moveDenial("www", "xxx"), [2, 2]],
] as const)("%s changes so many records and no others", (_, mutation, expected) => {
  expect(lostAndGained(mutation)).toEqual(expected);
});

test("every signature can be meant at once, and glue and delegations stay unsigned", () => {
  const expired = mutate(signedZone(), expire(EVERY, EVERY));
  expect(count(expired, "RRSIG")).toBe(count(signedZone(), "RRSIG"));
  expect(signatures(expired, "zone.test.", "SOA")[0]?.expiration).toBeLessThan(INCEPTION);
  expect(signatures(expired, "cut.zone.test.", "NS")).toEqual([]);
});

test("postdate signs for a time after the zone's own signatures", () => {
  const late = mutate(signedZone(), postdate("www", "A"));
  expect(signatures(late, "www.zone.test.", "A")[0]?.inception).toBeGreaterThan(EXPIRATION);
});

test("a signature can say what it likes", () => {
  const odd = mutate(signedZone(), resign("www", "A", { labels: 2, originalTtl: 7, keyTag: 1, algorithm: 8 }));
  expect(signatures(odd, "www.zone.test.", "A")[0]).toMatchObject({
    labels: 2,
    originalTtl: 7,
    keyTag: 1,
    algorithm: 8,
  });
});

test("an NSEC3 is named by the name it was hashed from", () => {
  const changed = mutate(
    signedZone(NSEC3),
    editDenial("www", () => ({ iterations: 9 })),
  );
  const iterations = changed.records
    .filter(({ type }) => type === RrType.NSEC3)
    .map(({ rdata }) => readNsec3(rdata).iterations);
  expect(iterations.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 9]);
});

test("equal wishes give the equal key and other seeds another", () => {
  expect(createKey({ seed: "a" }).publicKey).toEqual(createKey({ seed: "a" }).publicKey);
  expect(createKey({ seed: "a" }).publicKey).not.toEqual(createKey({ seed: "b" }).publicKey);
  expect(keyTag(revoked(ksk))).toBe((keyTag(ksk) + 128) & 0xffff);
});

test("a zone file read again is the same zone", () => {
  const { apex, records } = sampleZone();
  expect(parseRecords(zoneFile(records), apex)).toEqual(records);
});
