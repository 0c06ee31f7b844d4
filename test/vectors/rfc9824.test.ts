import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import { type Nsec3, parseNsec } from "../../src/dns/rdata.ts";
import { RrType, typeName } from "../../src/dns/registry.ts";
import { nsecProver } from "../../src/dnssec/denial/nsec.ts";
import { nsec3Prover } from "../../src/dnssec/denial/nsec3.ts";
import { decodeBase32Hex } from "../../src/util/base32hex.ts";
import { nsec3Hash } from "../../src/crypto/digest.ts";
import { parseRecords } from "../support/signer/zone.ts";

const zone = parseName("example.com.");
const name = parseName("a.example.com.");

function nsecs(line: string) {
  return parseRecords(line, zone).map(({ owner, rdata }) => ({ owner, ...parseNsec(rdata) }));
}

describe("RFC 9824 3, NSEC", () => {
  const absent = nsecs("a.example.com. 300 IN NSEC \\000.a.example.com. RRSIG NSEC NXNAME");

  test("NXNAME is type 128", () => {
    expect([...(absent[0]?.types ?? [])].map(typeName)).toEqual(["RRSIG", "NSEC", "NXNAME"]);
    expect(RrType.NXNAME).toBe(128);
  });

  test("3.1: a name with NXNAME has no data of any type", () => {
    for (const type of [RrType.A, RrType.DS, RrType.CNAME]) {
      expect(nsecProver(zone, absent).proveNoData(name, type)).toMatchObject({ result: "proved", matchesName: true });
    }
  });

  test("5.1: a name with NXNAME does not exist, where the RCODE says so", () => {
    expect(nsecProver(zone, absent).proveNameError(name).result).toBe("proved");
  });

  test("3.1: NXNAME at one name says nothing of another", () => {
    const other = parseName("b.example.com.");
    expect(nsecProver(zone, absent).proveNoData(other, RrType.A).result).toBe("failed");
    expect(nsecProver(zone, absent).proveNameError(other).result).toBe("failed");
  });

  test("3.2: an empty non-terminal has no data, but exists", () => {
    const empty = nsecProver(zone, nsecs("a.example.com. 300 IN NSEC \\000.a.example.com. RRSIG NSEC"));
    expect(empty.proveNoData(name, RrType.A).result).toBe("proved");
    expect(empty.proveNameError(name).result).toBe("failed");
  });

  test("3.4: an unsigned referral has no DS, and its record denies nothing below", () => {
    const cut = parseName("sub.example.com.");
    const referral = nsecProver(zone, nsecs("sub.example.com. 300 IN NSEC sub\\000.example.com. NS RRSIG NSEC"));
    expect(referral.proveNoData(cut, RrType.DS)).toMatchObject({ result: "proved", matchesName: true });
    expect(referral.proveNoData(cut, RrType.A).result).toBe("failed");
    expect(referral.proveNameError(parseName("www.sub.example.com.")).result).toBe("failed");
  });
});

describe("RFC 9824 4, NSEC3", () => {
  const OWNER = "H64KFA4P1ACER2EBPS9QSDK6DNP8B3JQ";
  const ownerHash = decodeBase32Hex(OWNER) ?? new Uint8Array();
  const nextHash = decodeBase32Hex("H64KFA4P1ACER2EBPS9QSDK6DNP8B3JR") ?? new Uint8Array();

  function prover(types: readonly number[]) {
    const rdata: Nsec3 = {
      hashAlgorithm: 1,
      flags: 0,
      iterations: 0,
      salt: new Uint8Array(),
      nextHash,
      types: new Set(types),
    };
    return nsec3Prover(zone, [{ ...rdata, owner: parseName(`${OWNER}.example.com.`), ownerHash }]);
  }

  test("the owner is the name's hash without salt and iterations", () => {
    expect(nsec3Hash(name, new Uint8Array(), 0)).toEqual(Buffer.from(ownerHash));
  });

  test("a name with NXNAME has no data of any type, and does not exist where the RCODE says so", () => {
    expect(prover([RrType.NXNAME]).proveNoData(name, RrType.A).result).toBe("proved");
    expect(prover([RrType.NXNAME]).proveNameError(name).result).toBe("proved");
  });

  test("an empty non-terminal has no data, but exists", () => {
    expect(prover([]).proveNoData(name, RrType.A).result).toBe("proved");
    expect(prover([]).proveNameError(name).result).toBe("failed");
  });
});
