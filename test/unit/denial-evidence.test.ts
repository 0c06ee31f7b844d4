import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { denialEvidence } from "../../src/dnssec/denial/evidence.ts";
import { newEffort } from "../../src/dnssec/rrsig.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { createKey, dnskeyRdata } from "../support/signer/key.ts";
import { flipSignature, withLastBitFlipped } from "../support/signer/mutate.ts";
import { signRrset } from "../support/signer/rrsig.ts";
import { parseRecords } from "../support/signer/zone.ts";
import { validateIn } from "../support/validate.ts";

const NOW = 1_800_000_000;
const zone = parseName("example.");
const name = parseName("b.example.");
const key = createKey({ signs: "all" });
const server = { name: null, address: "192.0.2.1", port: 53 };
const rdatas = [dnskeyRdata(key)];
const context = {
  zone,
  keys: zoneKeys({ owner: zone, type: RrType.DNSKEY, class: CLASS_IN, ttl: 60, rdatas }),
  now: NOW,
  effort: newEffort(),
};

/** A record with its signature; owner renames both afterwards, as the expansion of a wildcard does. */
function signed(line: string, owner: string | null = null): ResourceRecord[] {
  const records = parseRecords(line, zone);
  const signature = signRrset(records, key, { inception: NOW - 60, expiration: NOW + 60, signerName: zone });
  const all = [...records, signature];
  return owner === null ? all : all.map((record) => ({ ...record, owner: parseName(owner) }));
}

function evidence(...records: readonly ResourceRecord[][]) {
  return denialEvidence(records.flat(), server, context);
}

describe("NSEC", () => {
  test("with a valid signature proves", () => {
    const { prover, findings } = evidence(signed("b NSEC c A RRSIG NSEC"));
    expect(prover?.proveNoData(name, RrType.MX).result).toBe("proved");
    expect(findings).toEqual([]);
  });

  test("of a wildcard, expanded to another name, proves nothing of it", () => {
    expect(evidence(signed("* NSEC c A RRSIG NSEC", "b.example.")).prover).toBeNull();
    expect(evidence(signed("* NSEC c A RRSIG NSEC")).prover).not.toBeNull();
  });

  test("without a signature, or with a broken one, proves nothing and is named", () => {
    const [record, signature] = signed("b NSEC c A RRSIG NSEC");
    if (record === undefined || signature === undefined) throw new Error("not signed");
    expect(evidence([record])).toMatchObject({ prover: null, findings: [{ id: "nsec-signature-missing" }] });
    const broken = { ...signature, rdata: withLastBitFlipped(signature.rdata) };
    expect(evidence([record, broken])).toMatchObject({ prover: null, findings: [{ id: "nsec-signature-bogus" }] });
  });

  test("that leads out of the zone proves nothing", () => {
    const { prover } = evidence(signed("b NSEC c.test. A RRSIG NSEC"));
    expect(prover?.proveNoData(name, RrType.MX)).toMatchObject({ result: "failed", fault: "nsec-next-out-of-zone" });
    expect(prover?.proveNameError(parseName("c.example."))).toMatchObject({ fault: "nsec-next-out-of-zone" });
  });

  test("that goes back covers what follows only where it goes back to the apex", () => {
    const after = parseName("c.example.");
    const back = evidence(signed("b NSEC a A RRSIG NSEC")).prover;
    const last = evidence(signed("b NSEC example. A RRSIG NSEC")).prover;
    expect(back?.proveNameError(after)).toMatchObject({ fault: "nsec-qname-not-covered" });
    expect(last?.proveNameError(after)).toMatchObject({ fault: "nsec-wildcard-not-covered" });
  });

  test("that leads to itself covers only what is below", () => {
    const { prover } = evidence(signed("b NSEC b A RRSIG NSEC"));
    expect(prover?.proveNameError(parseName("x.b.example."))).toMatchObject({ result: "proved" });
    expect(prover?.proveNameError(parseName("c.example."))).toMatchObject({ fault: "nsec-qname-not-covered" });
  });

  test("above the zone does not count", () => {
    expect(evidence(signed(". NSEC example. NS"))).toMatchObject({ prover: null, findings: [] });
  });

  test("with malformed RDATA proves nothing", () => {
    const [record] = parseRecords("b NSEC c A", zone);
    if (record === undefined) throw new Error("no record");
    const malformed = { ...record, rdata: Uint8Array.of(1, 0x63, 0, 0) };
    const signature = signRrset([malformed], key, { inception: NOW - 60, expiration: NOW + 60, signerName: zone });
    expect(evidence([malformed, signature]).prover).toBeNull();
  });
});

describe("NSEC3", () => {
  /** The hash of b.example. without salt and iterations. */
  const HASH = "B39F52K2414AIT0PCPFJOSGB4BS25JPE";
  const NEXT = `${HASH.slice(0, -1)}F`;

  test.each([
    ["directly below the zone's apex proves", `${HASH} NSEC3 1 0 0 - ${NEXT} A RRSIG`, "proved"],
    ["further below does not", `${HASH}.sub NSEC3 1 0 0 - ${NEXT} A RRSIG`, null],
    ["with an owner that is no hash does not", `hash-of-b NSEC3 1 0 0 - ${NEXT} A RRSIG`, null],
    ["with an unknown hash algorithm does not", `${HASH} NSEC3 2 0 0 - ${NEXT} A RRSIG`, "failed"],
    ["with unknown flags does not", `${HASH} NSEC3 1 2 0 - ${NEXT} A RRSIG`, "failed"],
    ["with a next hash of another length does not", `${HASH} NSEC3 1 0 0 - ${NEXT.slice(0, 8)} A RRSIG`, "failed"],
    ["of too many iterations is insecure", `${HASH} NSEC3 1 0 151 - ${NEXT} A RRSIG`, "insecure"],
  ])("%s", (_, line, result) => {
    expect(evidence(signed(line)).prover?.proveNoData(name, RrType.MX).result ?? null).toBe(result);
  });

  test("records of other parameters than the first's are not mixed with it", () => {
    const { prover } = evidence(
      signed(`${HASH} NSEC3 1 0 1 - ${NEXT} A RRSIG`),
      signed(`${NEXT} NSEC3 1 0 0 - ${HASH} A RRSIG`),
    );
    expect(prover?.proveNoData(name, RrType.MX).result).toBe("failed");
  });
});

test("where NSEC and NSEC3 came, either may prove", () => {
  const both = evidence(
    signed("b NSEC c A RRSIG NSEC"),
    signed("0000000000000000000000000000000G NSEC3 1 0 0 - 0000000000000000000000000000000H A"),
  );
  expect(both.prover?.proveNoData(name, RrType.MX).result).toBe("proved");
});

test.each([
  ["nowhere.zone.", "A"],
  ["www.zone.", "MX"],
])("a denial whose SOA is badly signed is bogus: %s %s", async (asked, type) => {
  const plan = { records: ["www A 192.0.2.1"], mutations: [flipSignature("@", "SOA")] };
  const { status, findings } = await validateIn({ "zone.": plan }, asked, type);
  expect({ status, ids: findings.map(({ id }) => id) }).toEqual({ status: "bogus", ids: ["rrsig-bogus"] });
});
