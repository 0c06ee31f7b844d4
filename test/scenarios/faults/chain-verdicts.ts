import { parseName } from "../../../src/dns/name.ts";
import { RrType } from "../../../src/dns/registry.ts";
import {
  anchorOf,
  BAD_SERVER,
  failingFor,
  type FaultCase,
  GOOD_SERVER,
  KEYS,
  withWww,
  zoneTest,
} from "../../support/fault-case.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import { keyPair } from "../../support/signer/key.ts";
import {
  dropRecords,
  dropRrset,
  dropRrsig,
  expire,
  flipSignature,
  type Mutation,
} from "../../support/signer/mutate.ts";
import { dropDenial } from "../../support/signer/mutate-denial.ts";
import { signAnew } from "../../support/signer/mutate-zone.ts";
import { NSEC3 } from "../../support/signer/sign-zone.ts";

const [KSK] = KEYS;
const APEX = parseName("zone.test.");
const SILENT: ZonePlan = { keys: KEYS, servers: [{ behaviour: { silent: true } }] };
/** The parent's zone without any trace of the delegation. */
const UNDELEGATED: readonly Mutation[] = [
  dropRrset("zone", "NS"),
  dropRrset("zone", "DS"),
  dropRecords("ns1.zone", "A"),
  signAnew(),
];

/** What the chain as a whole comes to, and where it breaks. */
export const CHAIN_VERDICTS: readonly FaultCase[] = [
  {
    id: "chain-ancestor-bogus",
    when: "the DNSKEY signatures of the parent have expired",
    scenario: zoneTest({}, { zones: { "test.": { mutations: [expire("@", "DNSKEY")] } } }),
    reports: [
      "chain-ancestor-bogus:emergency",
      "chain-no-secure-entry-point:emergency",
      "rrsig-expired-dnskey:emergency",
    ],
    security: "bogus",
  },
  {
    id: "chain-ancestor-bogus",
    when: "the DS of the parent is gone bad in the root",
    scenario: zoneTest({}, { zones: { ".": { mutations: [flipSignature("test.", "DS")] } } }),
    reports: ["chain-ancestor-bogus:emergency", "chain-parent-ds-signature-invalid:emergency", "rrsig-bogus:critical"],
    security: "bogus",
  },
  {
    id: "chain-ancestor-bogus",
    when: "the zone itself is at fault",
    scenario: zoneTest({ mutations: [expire("@", "DNSKEY")] }),
    reports: ["chain-no-secure-entry-point:emergency", "rrsig-expired-dnskey:emergency"],
    security: "bogus",
  },
  {
    id: "chain-ancestor-bogus",
    when: "an anchor lies below the fault",
    scenario: zoneTest(
      { keys: KEYS },
      {
        zones: { "test.": { mutations: [expire("@", "DNSKEY")] } },
        anchors: [anchorOf("zone.test.", KSK)],
      },
    ),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-ancestor-insecure",
    when: "the parent has no DS",
    scenario: zoneTest({}, { zones: { "test.": { ds: [] } } }),
    reports: ["chain-ancestor-insecure:critical"],
    security: "insecure",
  },
  {
    id: "chain-ancestor-insecure",
    when: "the parent has no DS, which is accepted",
    scenario: zoneTest({}, { zones: { "test.": { ds: [] } }, expect: "any" }),
    reports: [],
    security: "insecure",
  },
  {
    id: "chain-ancestor-insecure",
    when: "only the zone itself has no DS",
    scenario: zoneTest({ ds: [] }),
    reports: ["chain-expected-secure-but-insecure:critical", "chain-island-of-security:info"],
    security: "insecure",
  },
  ...[3, 12, 17, 100, 200, 253].map(
    (algorithm): FaultCase => ({
      id: "chain-insecure-by-unsupported-algorithm",
      when: `the only DS has algorithm ${algorithm}`,
      scenario: zoneTest({ keys: keyPair(algorithm) }),
      reports: ["chain-insecure-by-unsupported-algorithm:critical"],
      security: "insecure",
    }),
  ),
  ...[3, 5, 100].map(
    (digestType): FaultCase => ({
      id: "chain-insecure-by-unsupported-algorithm",
      when: `the only DS has digest type ${digestType}`,
      scenario: zoneTest({ keys: KEYS, ds: [dsRecord(APEX, KSK, digestType)] }),
      reports: ["chain-insecure-by-unsupported-algorithm:critical"],
      security: "insecure",
    }),
  ),
  {
    id: "chain-insecure-by-unsupported-algorithm",
    when: "it may be insecure",
    scenario: zoneTest({ keys: keyPair(17) }, { expect: "any" }),
    reports: ["chain-insecure-by-unsupported-algorithm:info"],
    security: "insecure",
  },
  {
    id: "chain-insecure-by-unsupported-algorithm",
    when: "another DS can be followed",
    scenario: zoneTest({ keys: KEYS, ds: [dsRecord(APEX, KSK), dsRecord(APEX, KSK, 5)] }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-expected-secure-but-insecure",
    when: "the signed zone has lost its DS",
    scenario: zoneTest({ ds: [] }),
    reports: ["chain-expected-secure-but-insecure:critical", "chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "chain-expected-secure-but-insecure",
    when: "the absence of a DS is proved by NSEC3 with opt-out",
    scenario: zoneTest({ ds: [] }, { zones: { "test.": { denial: { ...NSEC3, optOut: true } } } }),
    reports: ["chain-expected-secure-but-insecure:critical", "chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "chain-expected-secure-but-insecure",
    when: "insecure is what it should be",
    scenario: zoneTest({ ds: [] }, { expect: "insecure" }),
    reports: ["chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "chain-island-of-security",
    when: "the zone is signed without DS",
    scenario: zoneTest({ ds: [] }, { expect: "any" }),
    reports: ["chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "chain-island-of-security",
    when: "a local anchor is given",
    scenario: zoneTest({ keys: KEYS, ds: [] }, { anchors: [anchorOf("zone.test.", KSK)] }),
    reports: [],
    security: "secure",
  },
  {
    id: "zone-unsigned",
    when: "the zone has neither keys nor DS and need not",
    scenario: zoneTest({ keys: null }, { expect: "any" }),
    reports: ["zone-unsigned:info"],
    security: "insecure",
  },
  {
    id: "zone-unsigned",
    when: "the zone has neither keys nor DS, but should",
    scenario: zoneTest({ keys: null }),
    reports: ["chain-expected-secure-but-insecure:critical", "zone-unsigned:warning"],
    security: "insecure",
  },
  {
    id: "zone-unsigned",
    when: "the zone has keys",
    scenario: zoneTest({ ds: [] }, { expect: "any" }),
    reports: ["chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "chain-indeterminate",
    when: "no server of the zone answers",
    scenario: zoneTest(SILENT),
    reports: ["chain-indeterminate:warning", "ns-unresponsive-udp:critical"],
    security: "indeterminate",
  },
  {
    id: "chain-indeterminate",
    when: "all servers of the zone say SERVFAIL",
    scenario: zoneTest({ keys: KEYS, servers: [{ behaviour: { rcode: 2 } }] }),
    reports: ["chain-indeterminate:warning", "ns-error-rcode:critical"],
    security: "indeterminate",
  },
  {
    id: "chain-indeterminate",
    when: "all servers of the zone say SERVFAIL to DNSKEY",
    scenario: zoneTest({ keys: KEYS, servers: [GOOD_SERVER, BAD_SERVER].map(failingFor(RrType.DNSKEY)) }),
    reports: ["chain-indeterminate:warning", "ns-error-rcode:critical"],
    security: "indeterminate",
  },
  {
    id: "ns-error-rcode",
    when: "all servers of the zone say SERVFAIL to what is asked for",
    scenario: withWww({ servers: [GOOD_SERVER, BAD_SERVER].map(failingFor(RrType.A)) }),
    reports: ["ns-error-rcode:critical"],
    security: "indeterminate",
  },
  {
    id: "ns-error-rcode",
    when: "one of two servers says SERVFAIL to what is asked for",
    scenario: withWww({ servers: [{ addresses: [GOOD_SERVER] }, failingFor(RrType.A)(BAD_SERVER)] }),
    reports: ["ns-error-rcode:info"],
    security: "secure",
  },
  {
    id: "chain-indeterminate",
    when: "one of two servers answers",
    scenario: zoneTest({
      keys: KEYS,
      servers: [{ addresses: [BAD_SERVER], behaviour: { silent: true } }, { addresses: [GOOD_SERVER] }],
    }),
    reports: ["ns-unresponsive-udp:info"],
    security: "secure",
  },
  {
    id: "chain-delegation-missing-in-parent",
    when: "the parent has no record of the zone, which its own server answers for",
    scenario: zoneTest(
      { servers: [{ addresses: [GOOD_SERVER] }] },
      { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }], mutations: UNDELEGATED } } },
    ),
    reports: ["chain-delegation-missing-in-parent:critical"],
    security: "bogus",
  },
  {
    id: "chain-delegation-missing-in-parent",
    when: "the parent, with NSEC3, has no record of the zone",
    scenario: zoneTest({}, { zones: { "test.": { denial: NSEC3, mutations: UNDELEGATED } } }),
    reports: ["chain-delegation-missing-in-parent:critical"],
    security: "bogus",
  },
  {
    id: "chain-delegation-missing-in-parent",
    when: "the zone is on its parent's server and delegated there",
    scenario: zoneTest(
      { servers: [{ addresses: [GOOD_SERVER] }] },
      { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }] } } },
    ),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-delegation-missing-in-parent",
    when: "the name is no zone of its own",
    scenario: withWww({}, { zone: "www.zone.test." }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "the DS has no signature",
    scenario: zoneTest({}, { zones: { "test.": { mutations: [dropRrsig("zone", "DS")] } } }),
    reports: ["chain-parent-ds-signature-invalid:emergency", "rrsig-missing:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "the DS's signature has expired",
    scenario: zoneTest({}, { zones: { "test.": { mutations: [expire("zone", "DS")] } } }),
    reports: ["chain-parent-ds-signature-invalid:emergency", "rrsig-expired:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "the NSEC that denies a DS has a wrong signature",
    scenario: zoneTest({ ds: [] }, { zones: { "test.": { mutations: [flipSignature("zone", "NSEC")] } } }),
    reports: ["chain-parent-ds-signature-invalid:emergency", "nsec-signature-bogus:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "nothing denies the DS",
    scenario: zoneTest({ ds: [] }, { zones: { "test.": { mutations: [dropDenial()] } } }),
    reports: ["chain-parent-ds-signature-invalid:emergency", "nsec-missing-insecure-delegation:critical"],
    security: "bogus",
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "the parent is signed with two algorithms",
    scenario: zoneTest({}, { zones: { "test.": { keys: [...keyPair(13), ...keyPair(8)] } } }),
    reports: [],
    security: "secure",
  },
];
