import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { type ResourceRecord, signedRrsets } from "../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { MAX_SIGNATURES, judgeSignatures, longestValid, newEffort } from "../../src/dnssec/rrsig.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { type SigningKey, createKey, dnskeyRdata, revoked } from "../support/signer/key.ts";
import { type SignatureOptions, readRrsig, rrsigRdata, signRrset } from "../support/signer/rrsig.ts";

const NOW = 1_800_000_000;
const DAY = 86400;
const zone = parseName("example.");
const key = createKey({ signs: "all" });
const record: ResourceRecord = {
  owner: parseName("www.example."),
  type: RrType.A,
  class: CLASS_IN,
  ttl: 60,
  rdata: Uint8Array.of(192, 0, 2, 1),
};
const VALID: SignatureOptions = { inception: NOW - DAY, expiration: NOW + DAY, signerName: zone };

/** What the signatures of a record are worth by the published keys: `valid` or the fault, each. */
function verdicts(signatures: readonly ResourceRecord[], published: readonly SigningKey[] = [key]) {
  const [set] = signedRrsets([record, ...signatures]);
  const rdatas = published.map(dnskeyRdata);
  const keys = zoneKeys({ owner: zone, type: RrType.DNSKEY, class: CLASS_IN, ttl: 60, rdatas });
  if (set === undefined) throw new Error("no RRset");
  return judgeSignatures(set, { zone, keys, now: NOW, effort: newEffort() });
}

function faults(...given: Parameters<typeof verdicts>): string[] {
  return verdicts(...given).map((verdict) => (verdict.isValid ? "valid" : verdict.fault));
}

test.each<[string, Partial<SignatureOptions>, string]>([
  ["in its period", {}, "valid"],
  ["from this second on", { inception: NOW }, "valid"],
  ["up to this second", { expiration: NOW }, "valid"],
  ["over a second ago", { expiration: NOW - 1 }, "expired"],
  ["from the next second on", { inception: NOW + 1 }, "not-yet-valid"],
  ["with its times the wrong way round", { inception: NOW + 1, expiration: NOW - 1 }, "expires-before-inception"],
  ["of the parent zone", { signerName: parseName(".") }, "wrong-signer"],
  ["of a zone below", { signerName: parseName("www.example.") }, "wrong-signer"],
  ["in other letters", { signerName: parseName("EXAMPLE.") }, "valid"],
  ["with more labels than the owner", { labels: 3 }, "labels-exceed-owner"],
  ["with fewer labels, as of a wildcard", { labels: 1 }, "valid"],
  ["of another original TTL", { originalTtl: 7200 }, "valid"],
  ["with an unsupported algorithm", { algorithm: 12 }, "unsupported-algorithm"],
  ["with an algorithm of no key", { algorithm: 8 }, "algorithm-not-published"],
  ["with the tag of no key", { keyTag: 1 }, "key-missing"],
])("a signature %s", (_, fields, expected) => {
  expect(faults([signRrset([record], key, { ...VALID, ...fields })])).toEqual([expected]);
});

describe("keys", () => {
  const signature = (by: SigningKey) => signRrset([record], by, VALID);

  test.each([
    ["without the ZONE bit", { ...key, flags: 1 }, "non-zone-key"],
    ["of another protocol", { ...key, protocol: 2 }, "non-zone-key"],
    ["that is revoked", revoked(key), "revoked-key"],
  ])("a key %s signs no data", (_, by, expected) => {
    expect(faults([signature(by)], [by])).toEqual([expected]);
  });

  test("without keys nothing verifies", () => {
    expect(faults([signature(key)], [])).toEqual(["algorithm-not-published"]);
  });

  test("a malformed key proves nothing", () => {
    const malformed = { ...key, publicKey: key.publicKey.subarray(1) };
    expect(faults([signature(malformed)], [malformed])).toEqual(["bogus"]);
  });
});

describe("the signature field", () => {
  function withSignature(signature: (good: Uint8Array) => Uint8Array): ResourceRecord {
    const good = signRrset([record], key, VALID);
    const fields = readRrsig(good.rdata);
    return { ...good, rdata: rrsigRdata({ ...fields, signature: signature(fields.signature) }) };
  }

  test.each<[string, (good: Uint8Array) => Uint8Array, string]>([
    ["with a bit flipped", (good) => good.with(5, (good[5] ?? 0) ^ 1), "bogus"],
    ["an octet short", (good) => good.subarray(1), "bad-length"],
    ["an octet long", (good) => Uint8Array.of(...good, 0), "bad-length"],
    ["empty", () => new Uint8Array(), "bad-length"],
  ])("%s", (_, change, expected) => {
    expect(faults([withSignature(change)])).toEqual([expected]);
  });

  test("RDATA cut short is malformed", () => {
    const good = signRrset([record], key, VALID);
    expect(faults([{ ...good, rdata: good.rdata.subarray(0, 15) }])).toEqual(["malformed"]);
  });
});

describe("limits", () => {
  test("no more signatures of one RRset are tried than resolvers would try", () => {
    const many = Array.from({ length: MAX_SIGNATURES + 3 }, () => signRrset([record], key, VALID));
    expect(faults(many)).toEqual(many.map((_, i) => (i < MAX_SIGNATURES ? "valid" : "limit")));
  });

  test("many keys of one tag cost a few verifications a signature, and the run only so many", () => {
    const forged = signRrset([{ ...record, rdata: Uint8Array.of(1, 1, 1, 1) }], key, VALID);
    const [own] = zoneKeys({ owner: zone, type: RrType.DNSKEY, class: CLASS_IN, ttl: 60, rdatas: [dnskeyRdata(key)] });
    const keys = Array.from({ length: 50 }, () => own).filter((item) => item !== undefined);
    const effort = { failuresLeft: 10 };
    const [flooded] = signedRrsets([record, ...Array.from({ length: 5 }, () => forged)]);
    if (flooded === undefined) throw new Error("no RRset");
    const judged = judgeSignatures(flooded, { zone, keys, now: NOW, effort });
    expect(effort.failuresLeft).toBe(0);
    expect(judged).toMatchObject(["bogus", "bogus", "limit", "limit", "limit"].map((fault) => ({ fault })));
  });
});

test("of several valid signatures the one that holds longest counts", () => {
  const judged = verdicts(
    [1, 3, 2].map((days) => signRrset([record], key, { ...VALID, expiration: NOW + days * DAY })),
  );
  expect(longestValid(judged)?.rrsig.expiration).toBe(NOW + 3 * DAY);
  expect(longestValid([])).toBeUndefined();
});

test("a signature that another record of the RRset does not have is bogus", () => {
  const second = { ...record, rdata: Uint8Array.of(192, 0, 2, 2) };
  expect(faults([second, signRrset([record], key, VALID)])).toEqual(["bogus"]);
  expect(faults([second, signRrset([second, record], key, VALID)])).toEqual(["valid"]);
});
