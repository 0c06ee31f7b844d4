import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { canonicalRdata } from "../../src/dns/rdata-layout.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { concatBytes, toHex } from "../../src/util/bytes.ts";

const { wire: MIXED } = parseName("Mixed.EXAMPLE.");
const { wire: LOWER } = parseName("mixed.example.");

/** A type, and its RDATA as hexadecimal octets with NAME for a name. */
type Case = readonly [type: string, rdata: string];

/** RFC 4034 6.2's list without HINFO, which holds no name, and without NSEC (RFC 6840 5.1). */
const LOWERED: readonly Case[] = [
  ["NS", "NAME"],
  ["MD", "NAME"],
  ["MF", "NAME"],
  ["CNAME", "NAME"],
  ["SOA", "NAME NAME 000000010000000200000003000000040000000A"],
  ["MB", "NAME"],
  ["MG", "NAME"],
  ["MR", "NAME"],
  ["PTR", "NAME"],
  ["MINFO", "NAME NAME"],
  ["MX", "000A NAME"],
  ["RP", "NAME NAME"],
  ["AFSDB", "0001 NAME"],
  ["RT", "0001 NAME"],
  ["SIG", "000105020000000100000002000000034142 NAME 4142"],
  ["PX", "0001 NAME NAME"],
  ["NXT", "NAME 4142"],
  ["NAPTR", "00010002 0155 0141 00 NAME"],
  ["KX", "0001 NAME"],
  ["SRV", "000100020003 NAME"],
  ["DNAME", "NAME"],
  ["A6", "7F41 NAME"],
  ["A6", "404142434445464748 NAME"],
  ["RRSIG", "000105020000000100000002000000034142 NAME 4142"],
];

const KEPT: readonly Case[] = [
  ["NSEC", "NAME 000140"],
  ["HINFO", "0141 0142"],
  ["TXT", "0D NAME"],
  ["NULL", "NAME"],
  ["A6", "00 41414141414141414141414141414141"],
  ["IPSECKEY", "0A0302 NAME 4142"],
  ["HIP", "000000000000 NAME"],
  ["TALINK", "NAME NAME"],
  ["LP", "000A NAME"],
  ["SVCB", "0001 NAME"],
  ["HTTPS", "0001 NAME"],
  ["DSYNC", "003B010035 NAME"],
  ["TYPE65280", "NAME"],
];

function octets(rdata: string, name: Uint8Array): Uint8Array {
  const parts = rdata.split(" ").map((part) => (part === "NAME" ? name : Buffer.from(part, "hex")));
  return concatBytes(...parts);
}

describe("RFC 6840 5.1", () => {
  test.each(LOWERED)("names in %s are lower-cased, and nothing else is: %s", (type, rdata) => {
    const canonical = canonicalRdata(typeCode(type) ?? 0, octets(rdata, MIXED));
    expect(toHex(canonical)).toBe(toHex(octets(rdata, LOWER)));
  });

  test.each(KEPT)("%s stays as it is: %s", (type, rdata) => {
    const canonical = canonicalRdata(typeCode(type) ?? 0, octets(rdata, MIXED));
    expect(toHex(canonical)).toBe(toHex(octets(rdata, MIXED)));
  });
});
