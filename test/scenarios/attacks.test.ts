import { describe, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { Rcode, RrType, typeCode } from "../../src/dns/registry.ts";
import { chainOf, NOW, type Scenario } from "../support/check.ts";
import { expectCase, type FaultCase, KEYS, titled, zoneTest } from "../support/fault-case.ts";
import { planInternet, type ZonePlan } from "../support/internet-plan.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import type { Response } from "../support/server/response.ts";
import { dsRecord } from "../support/signer/ds.ts";
import { resign, withLastBitFlipped } from "../support/signer/mutate.ts";
import { readRrsig } from "../support/signer/rrsig.ts";
import { parseRecords } from "../support/signer/zone.ts";

const APEX = parseName("zone.test.");
const RECORDS = [
  "www A 192.0.2.1",
  "mail A 192.0.2.2",
  "*.wild A 192.0.2.3",
  "exact.wild A 192.0.2.4",
  "tree DNAME other",
];
const ZONE: ZonePlan = { keys: KEYS, records: RECORDS };

/** What an attacker who sits before the zone's servers sends in place of their answer to one question. */
function forged(query: string, forge: (response: Response) => Partial<Response>, plan: ZonePlan = ZONE): Scenario {
  return zoneTest({ ...plan, servers: [{ behaviour: forging(query, forge) }] }, { queries: [query] });
}

function forging(query: string, forge: (response: Response) => Partial<Response>): Behaviour {
  const [name = "", type = ""] = query.split("/");
  return {
    alter(response, { questions: [question] }) {
      const isMeant = question?.type === typeCode(type) && question?.name.equals(parseName(name));
      return isMeant ? { ...response, ...forge(response) } : response;
    },
  };
}

/** Records as the plan's zones hold them, with their signatures: what an attacker has seen and can send again. */
function seen(
  apex: string,
  owner: string,
  type: string,
  plan: ZonePlan = ZONE,
  parent: ZonePlan = {},
): ResourceRecord[] {
  const { zones } = planInternet({ at: NOW, zones: { "test.": parent, "zone.test.": plan } });
  const records = zones.get(parseName(apex).key)?.records ?? [];
  const covers = (record: ResourceRecord) =>
    record.type === RrType.RRSIG ? readRrsig(record.rdata).typeCovered : record.type;
  return records.filter((record) => record.owner.equals(parseName(owner)) && covers(record) === typeCode(type));
}

function renamed(records: readonly ResourceRecord[], owner: string): ResourceRecord[] {
  return records.map((record) => ({ ...record, owner: parseName(owner) }));
}

function unsigned(...lines: readonly string[]): ResourceRecord[] {
  return parseRecords(lines.join("\n"), APEX);
}

function bogus(id: FaultCase["id"], when: string, scenario: Scenario, ...more: FaultCase["reports"]): FaultCase {
  return { id, when, scenario, reports: [`${id}:critical`, ...more], security: "bogus" };
}

const WWW = "www.zone.test./A";
const NOWHERE = "nowhere.zone.test./A";
const EXACT = "exact.wild.zone.test./A";
const SIGNED_AT_ZONE = "chain-parent-ds-signature-invalid:emergency";

const FORGED_DATA: readonly FaultCase[] = [
  bogus(
    "rrsig-missing",
    "an unsigned address",
    forged(WWW, () => ({ answer: unsigned("www A 203.0.113.1") })),
  ),
  bogus(
    "rrsig-missing",
    "an unsigned address for a name that does not exist",
    forged(NOWHERE, () => ({ rcode: 0, answer: unsigned("nowhere A 203.0.113.1"), authority: [] })),
  ),
  bogus(
    "rrsig-missing",
    "an unsigned alias",
    forged(WWW, () => ({ answer: unsigned("www CNAME www.attacker.test.") })),
  ),
  bogus(
    "rrsig-missing",
    "an unsigned alias beside the signed address",
    forged(WWW, ({ answer }) => ({ answer: [...answer, ...unsigned("www CNAME www.attacker.test.")] })),
  ),
  bogus(
    "rrsig-bogus",
    "another address under the old signature",
    forged(WWW, ({ answer }) => ({
      answer: answer.map((r) => (r.type === 1 ? { ...r, rdata: Uint8Array.of(1, 1, 1, 1) } : r)),
    })),
  ),
  bogus(
    "rrsig-bogus",
    "another name's address and signature",
    forged(WWW, () => ({ answer: renamed(seen("zone.test.", "mail.zone.test.", "A"), "www.zone.test.") })),
  ),
  bogus("dname-synthesis-invalid", "another CNAME beside a signed DNAME", forged("x.tree.zone.test./A", leadingAstray)),
  bogus(
    "dname-synthesis-invalid",
    "another CNAME beside a signed DNAME where the alias is asked for",
    forged("x.tree.zone.test./CNAME", leadingAstray),
  ),
];

function leadingAstray({ answer }: Response): Partial<Response> {
  const rdata = parseName("www.attacker.test.").wire;
  return { answer: answer.map((record) => (record.type === RrType.CNAME ? { ...record, rdata } : record)) };
}

const FORGED_SIGNERS: readonly FaultCase[] = [
  bogus(
    "rrsig-signer-name-not-zone",
    "a signature that names an insecure zone elsewhere",
    signedAs("insecure.test.", { "insecure.test.": { keys: null } }),
  ),
  bogus(
    "rrsig-signer-name-not-zone",
    "a signature that names an insecure zone below",
    signedAs("insecure.zone.test.", { "insecure.zone.test.": { keys: null } }),
  ),
  bogus("rrsig-signer-name-not-zone", "a signature that names the parent", signedAs("test.")),
  bogus(
    "chain-delegation-missing-in-parent",
    "a signature that names the owner itself as a zone",
    signedAs("www.zone.test."),
  ),
];

/** The address of www signed again in the name of another zone. */
function signedAs(signer: string, zones: Readonly<Record<string, ZonePlan>> = {}): Scenario {
  const plan = { ...ZONE, mutations: [resign("www", "A", { signerName: parseName(signer) })] };
  return zoneTest(plan, { queries: [WWW], zones: { "zone.test.": plan, ...zones } });
}

const FORGED_DENIAL: readonly FaultCase[] = [
  bogus(
    "nsec-missing-nxdomain",
    "a name denied without proof",
    forged(WWW, () => ({ rcode: Rcode.NXDOMAIN, answer: [], authority: [] })),
  ),
  bogus(
    "nsec-missing-nodata",
    "a type denied without proof",
    forged(WWW, () => ({ answer: [], authority: [] })),
  ),
  bogus(
    "nsec-missing-nxdomain",
    "a name denied beside its address",
    forged(WWW, () => ({ rcode: Rcode.NXDOMAIN })),
  ),
  bogus(
    "nsec-type-bit-set",
    "a type denied by the name's own NSEC",
    forged(WWW, () => ({ answer: [], authority: seen("zone.test.", "www.zone.test.", "NSEC") })),
  ),
  bogus(
    "nsec-qname-not-covered",
    "an existing name denied by another's span",
    forged(WWW, () => ({ rcode: Rcode.NXDOMAIN, answer: [], authority: seen("zone.test.", "zone.test.", "NSEC") })),
  ),
  bogus(
    "nsec-qname-not-covered",
    "a missing type passed off as a missing name",
    forged("www.zone.test./AAAA", () => ({ rcode: Rcode.NXDOMAIN })),
  ),
  bogus(
    "nsec-qname-not-covered",
    "a name denied by the NSEC of the cut above it",
    forged(WWW, () => ({ rcode: Rcode.NXDOMAIN, answer: [], authority: seen("test.", "zone.test.", "NSEC") })),
  ),
  bogus(
    "nsec-no-match-for-nodata",
    "the apex's MX denied by the NSEC of the cut",
    forged("zone.test./MX", () => ({ answer: [], authority: seen("test.", "zone.test.", "NSEC") }), {
      ...ZONE,
      records: ["@ MX 10 mail"],
    }),
  ),
  bogus(
    "nsec-qname-not-covered",
    "a wildcard expanded over a name that exists",
    forged(EXACT, () => ({
      answer: renamed(seen("zone.test.", "*.wild.zone.test.", "A"), "exact.wild.zone.test."),
      authority: seen("zone.test.", "exact.wild.zone.test.", "NSEC"),
    })),
  ),
  bogus(
    "nsec-wildcard-expansion-invalid",
    "a wildcard expanded below a name that exists",
    forged("x.exact.wild.zone.test./A", () => ({
      rcode: 0,
      answer: renamed(seen("zone.test.", "*.wild.zone.test.", "A"), "x.exact.wild.zone.test."),
      authority: seen("zone.test.", "exact.wild.zone.test.", "NSEC"),
    })),
  ),
  bogus(
    "nsec-missing-nodata",
    "the wildcard's NSEC under the name asked for",
    forged("mx.wild.zone.test./MX", () => ({
      answer: [],
      authority: renamed(seen("zone.test.", "*.wild.zone.test.", "NSEC"), "mx.wild.zone.test."),
    })),
  ),
  {
    id: "chain-parent-ds-signature-invalid",
    when: "a DS denied by the NSEC of the child's apex",
    scenario: parentForging(() => ({ answer: [], authority: seen("zone.test.", "zone.test.", "NSEC") })),
    reports: [SIGNED_AT_ZONE, "rrsig-signer-name-not-zone:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "a DS left out without proof",
    scenario: parentForging(() => ({ answer: [], authority: [] })),
    reports: [SIGNED_AT_ZONE, "nsec-missing-insecure-delegation:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "a DS denied by the NSEC of another name",
    scenario: parentForging(() => ({ answer: [], authority: seen("test.", "ns1.test.", "NSEC") })),
    reports: [SIGNED_AT_ZONE, "nsec-no-match-for-nodata:critical"],
    security: "bogus",
  },
];

/** An attacker before the parent's servers. */
function parentForging(forge: (response: Response) => Partial<Response>): Scenario {
  return zoneTest(ZONE, { zones: { "test.": { servers: [{ behaviour: forging("zone.test./DS", forge) }] } } });
}

const RIGHT_DS = dsRecord(APEX, KEYS[0]);
const WRONG_SHA256 = { ...RIGHT_DS, rdata: withLastBitFlipped(RIGHT_DS.rdata) };

const DOWNGRADES: readonly FaultCase[] = [
  {
    id: "ds-digest-mismatch",
    when: "a DS by SHA-1 that fits beside one by SHA-256 that does not",
    scenario: zoneTest({ ...ZONE, ds: [dsRecord(APEX, KEYS[0], 1), WRONG_SHA256] }),
    reports: ["ds-digest-mismatch:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
];

describe.each([
  ["data", FORGED_DATA],
  ["signers", FORGED_SIGNERS],
  ["denial", FORGED_DENIAL],
  ["digests", DOWNGRADES],
])("forged %s makes a secure zone bogus, never insecure", (_, cases) => {
  test.each(titled(cases))("%s", async (_title, each) => expectCase("chain", each));
});

const UNSIGNED: ZonePlan = { ...ZONE, keys: null };

test.each([
  ["another CNAME beside a DNAME", forged("x.tree.zone.test./A", leadingAstray, UNSIGNED)],
  [
    "a denial by another NSEC of the parent",
    forged(NOWHERE, () => ({ authority: seen("test.", "test.", "NSEC") }), UNSIGNED),
  ],
])("%s leaves an insecure zone insecure", async (_, scenario) => {
  const { security, findings } = await chainOf({ ...scenario, expect: "insecure" });
  expect({ security, findings: findings.filter(({ level }) => level !== "info") }).toEqual({
    security: "insecure",
    findings: [],
  });
});
