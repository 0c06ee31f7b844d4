import { describe, expect, test } from "vitest";
import { dsDigest } from "../../src/crypto/digest.ts";
import { parseDs, parseRrsig } from "../../src/dns/rdata.ts";
import { signedRrsets } from "../../src/dns/record.ts";
import { RrType, algorithmName } from "../../src/dns/registry.ts";
import { matchDs } from "../../src/dnssec/ds.ts";
import { judgeSignatures, newEffort } from "../../src/dnssec/rrsig.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { toHex } from "../../src/util/bytes.ts";
import { vectorRecords } from "../support/vectors.ts";

/** What RFCs print in place of an example zone: keys, their DS, and one signed RRset each. */
const FILES = [
  { rfc: "RFC 5702", file: "rfc5702.zone", tags: [9033, 3740], algorithms: [8, 10] },
  { rfc: "RFC 6605", file: "rfc6605.zone", tags: [55648, 10771], algorithms: [13, 14] },
  { rfc: "RFC 8080", file: "rfc8080.zone", tags: [3613, 35217, 9713, 38353], algorithms: [15, 15, 16, 16] },
];

describe.each(FILES)("$rfc", ({ file, tags, algorithms }) => {
  const sets = signedRrsets(vectorRecords(file));
  const keys = sets.filter(({ type }) => type === RrType.DNSKEY).flatMap(zoneKeys);
  const signed = sets.filter(({ signatures }) => signatures.length > 0);

  test("the keys have the printed tags and algorithms", () => {
    expect(keys.map(({ tag }) => tag)).toEqual(tags);
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(algorithms);
  });

  const signatures = signed.flatMap((set) =>
    set.signatures.map((signature) => {
      const { algorithm, keyTag, inception } = parseRrsig(signature.rdata);
      return { set: { ...set, signatures: [signature] }, name: algorithmName(algorithm), keyTag, now: inception };
    }),
  );

  test("there is a signature of each key", () => {
    expect(signatures.map(({ keyTag }) => keyTag)).toEqual(tags);
  });

  test.each(signatures)("the signature of $name key $keyTag verifies, and over other data does not", ({ set, now }) => {
    const [first = new Uint8Array()] = set.rdatas;
    const context = { zone: keyOwner(), keys, now, effort: newEffort() };
    expect(judgeSignatures(set, context)).toMatchObject([{ isValid: true }]);
    const altered = Uint8Array.from(first, (octet, i) => (i === 3 ? octet ^ 1 : octet));
    expect(judgeSignatures({ ...set, rdatas: [altered] }, context)).toMatchObject([{ isValid: false, fault: "bogus" }]);
  });

  function keyOwner() {
    const set = sets.find(({ type }) => type === RrType.DNSKEY);
    if (set === undefined) throw new Error("no key");
    return set.owner;
  }
});

describe.each(["rfc4034.zone", "rfc6605.zone", "rfc8080.zone"])("the DS records of %s", (file) => {
  const sets = signedRrsets(vectorRecords(file));
  const ds = sets.filter(({ type }) => type === RrType.DS);

  test.each(ds.flatMap(({ owner, rdatas }) => rdatas.map((rdata) => ({ owner, ...parseDs(rdata) }))))(
    "$keyTag with digest type $digestType is its key's",
    ({ owner, ...record }) => {
      const keys = sets.filter((set) => set.type === RrType.DNSKEY && set.owner.equals(owner)).flatMap(zoneKeys);
      const match = matchDs(owner, record, [record], keys);
      expect(match).toMatchObject({ outcome: "matched", key: { tag: record.keyTag, algorithm: record.algorithm } });
      const rdata = "key" in match ? match.key.rdata : new Uint8Array();
      expect(toHex(dsDigest(owner, rdata, record.digestType) ?? new Uint8Array())).toBe(toHex(record.digest));
    },
  );
});
