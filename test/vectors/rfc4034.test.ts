import { describe, expect, test } from "vitest";
import { compareNames, parseName } from "../../src/dns/name.ts";
import { parseNsec, parseRrsig } from "../../src/dns/rdata.ts";
import { type ResourceRecord, signedRrsets } from "../../src/dns/record.ts";
import { RrType, typeName } from "../../src/dns/registry.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { renderTime } from "../../src/util/clock.ts";
import { toHex } from "../../src/util/bytes.ts";
import { vectorRecords } from "../support/vectors.ts";

const records = vectorRecords("rfc4034.zone");

function record(type: number): ResourceRecord {
  const found = records.find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(`no ${typeName(type)}`);
  return found;
}

describe("RFC 4034", () => {
  test("2.3, 5.4: the keys have the tags that RRSIG and DS name", () => {
    const keys = signedRrsets(records).filter(({ type }) => type === RrType.DNSKEY);
    expect(keys.flatMap(zoneKeys).map(({ tag }) => tag)).toEqual([2642, 60485]);
  });

  test("3.3: the fields of an RRSIG", () => {
    const { signerName, signature, expiration, inception, ...numbers } = parseRrsig(record(RrType.RRSIG).rdata);
    expect(numbers).toEqual({ typeCovered: RrType.A, algorithm: 5, labels: 3, originalTtl: 86400, keyTag: 2642 });
    expect(signerName.toString()).toBe("example.com.");
    expect([inception, expiration].map(renderTime)).toEqual(["2003-02-20T17:31:03Z", "2003-03-22T17:31:03Z"]);
    expect(signature).toHaveLength(128);
  });

  test("4.3: an NSEC with a type of a high window", () => {
    const octets = `04686F7374076578616D706C6503636F6D000006400100000003041B${"00".repeat(26)}20`;
    expect(toHex(record(RrType.NSEC).rdata)).toBe(octets);
    const { nextName, types } = parseNsec(Uint8Array.from(Buffer.from(octets, "hex")));
    expect(nextName.toString()).toBe("host.example.com.");
    expect([...types].map(typeName)).toEqual(["A", "MX", "RRSIG", "NSEC", "TYPE1234"]);
  });

  test("6.1: names in canonical order", () => {
    const ordered = [
      "example",
      "a.example",
      "yljkjljk.a.example",
      "Z.a.example",
      "zABC.a.EXAMPLE",
      "z.example",
      "\\001.z.example",
      "*.z.example",
      "\\200.z.example",
    ].map(parseName);
    expect(ordered.toReversed().toSorted(compareNames)).toEqual(ordered);
    for (const [i, left] of ordered.entries()) {
      for (const [j, right] of ordered.entries()) {
        expect(Math.sign(compareNames(left, right))).toBe(Math.sign(i - j));
      }
    }
  });
});
