import type { Message } from "../../../src/dns/message.ts";
import { Rcode, RrType } from "../../../src/dns/registry.ts";
import { APEX, delegated, type DsCase, GOOD_DS, OTHER_KSK, parentOfTwo } from "../../support/ds-case.ts";
import { BAD_SERVER, GOOD_SERVER } from "../../support/fault-case.ts";
import type { Response } from "../../support/server/response.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import {
  addRecords,
  dropRrset,
  editRecords,
  expire,
  mutate,
  type Mutation,
  resign,
} from "../../support/signer/mutate.ts";
import { dropDenial } from "../../support/signer/mutate-denial.ts";

const OTHER_DS = dsRecord(APEX, OTHER_KSK);
const BAD_COPY: Mutation = (zone) =>
  mutate(
    zone,
    editRecords("zone", "DS", () => OTHER_DS),
    resign("zone", "DS"),
  );
/** Five numbers of four octets end the SOA, the serial first (RFC 1035 3.3.13). */
const SERIAL_FROM_END = 20;

/** A copy of the parent from before its last change. */
const OLDER: Mutation = (zone) =>
  mutate(
    zone,
    editRecords("@", "SOA", (soa) => {
      const rdata = Buffer.from(soa.rdata);
      rdata.writeUInt32BE(rdata.readUInt32BE(rdata.length - SERIAL_FROM_END) - 1, rdata.length - SERIAL_FROM_END);
      return { ...soa, rdata: Uint8Array.from(rdata) };
    }),
    resign("@", "SOA"),
  );

/** What a server without DNSSEC makes of a question for DS: a referral. */
function refersToChild(response: Response, { questions: [asked] }: Message): Response {
  if (asked?.type !== RrType.DS || !asked.name.equals(APEX)) return response;
  const ns = { owner: APEX, type: RrType.NS, class: 1, ttl: 3600, rdata: APEX.child(Buffer.from("ns1")).wire };
  return { ...response, isAuthoritative: false, answer: [], authority: [ns] };
}

/** What a server with the child zone, but not the parent's, says: nothing of that type at its apex. */
function knowsOnlyChild(response: Response, { questions: [asked] }: Message): Response {
  if (asked?.type !== RrType.DS || !asked.name.equals(APEX)) return response;
  const soa = { owner: APEX, type: RrType.SOA, class: 1, ttl: 3600, rdata: new Uint8Array(22) };
  return { ...response, answer: [], authority: [soa] };
}

const REFERRING = { addresses: [BAD_SERVER], behaviour: { alter: refersToChild } };
const REFUSING = { addresses: [BAD_SERVER], behaviour: { rcode: Rcode.REFUSED } };
const BROKEN_AT_ONE = [
  "ds-inconsistent-parent-servers:critical",
  "ds-keytag-no-dnskey:critical",
  "< chain-no-secure-entry-point:critical",
  "< ds-missing-algorithm:critical",
] as const;

/** Faults of how the parent's servers answer for the DS. */
export const DS_PARENT: readonly DsCase[] = [
  {
    id: "ds-missing",
    when: "security is expected",
    scenario: delegated({ ds: [] }),
    reports: [
      "ds-missing:critical",
      "< chain-expected-secure-but-insecure:critical",
      "< chain-island-of-security:info",
    ],
  },
  {
    id: "ds-missing",
    when: "nothing is expected",
    scenario: delegated({ ds: [] }, { expect: "any" }),
    reports: ["ds-missing:warning", "< chain-island-of-security:info"],
  },
  {
    id: "ds-missing",
    when: "it is left out on purpose",
    scenario: delegated({ ds: [] }, { expect: "insecure" }),
    reports: ["ds-missing:info", "< chain-island-of-security:info"],
  },
  {
    id: "ds-missing",
    when: "the zone is not signed either",
    scenario: delegated({ keys: null }, { expect: "any" }),
    reports: ["zone-unsigned:info"],
  },
  {
    id: "ds-inconsistent-parent-servers",
    when: "one of two servers has the DS of another key",
    scenario: parentOfTwo(BAD_COPY),
    reports: BROKEN_AT_ONE,
  },
  {
    id: "ds-inconsistent-parent-servers",
    when: "one of three servers has the DS of another key",
    scenario: delegated(
      {},
      { zones: { "test.": { servers: [{}, {}, { addresses: [BAD_SERVER], mutations: [BAD_COPY] }] } } },
    ),
    reports: BROKEN_AT_ONE,
    servers: [BAD_SERVER],
  },
  {
    id: "ds-inconsistent-parent-servers",
    when: "one of two servers has none and does not prove it",
    scenario: parentOfTwo(dropRrset("zone", "DS")),
    reports: [
      "ds-inconsistent-parent-servers:critical",
      "nsec-delegation-bits-ds:critical",
      "< chain-parent-ds-signature-invalid:critical",
    ],
  },
  {
    id: "ds-inconsistent-parent-servers",
    when: "the server with the other DS is behind by its serial",
    scenario: parentOfTwo((zone) =>
      mutate(zone, OLDER, addRecords(`zone DS 1 13 2 ${"00".repeat(32)}`), resign("zone", "DS")),
    ),
    reports: ["ds-inconsistent-parent-servers:info", "ds-keytag-no-dnskey:warning"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-inconsistent-parent-servers",
    when: "the copies of the parent differ in nothing but their serial",
    scenario: parentOfTwo(OLDER),
    reports: [],
  },
  {
    id: "ds-query-unanswered",
    when: "every server refuses",
    scenario: delegated({}, { zones: { "test.": { servers: [REFUSING] } } }),
    reports: ["ds-query-unanswered:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-query-unanswered",
    when: "every server is silent",
    scenario: delegated(
      {},
      { zones: { "test.": { servers: [{ addresses: [BAD_SERVER], behaviour: { silent: true } }] } } },
    ),
    reports: ["ds-query-unanswered:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-query-unanswered",
    when: "no server has authority",
    scenario: delegated(
      {},
      {
        zones: { "test.": { servers: [{ addresses: [BAD_SERVER], behaviour: { lame: "not-authoritative" } }] } },
      },
    ),
    reports: ["ds-query-unanswered:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-query-unanswered",
    when: "one of two servers refuses",
    scenario: delegated({}, { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }, REFUSING] } } }),
    reports: ["ns-error-rcode:info"],
  },
  {
    id: "ds-query-unanswered",
    when: "one of two servers holds the child zone only",
    scenario: delegated(
      { servers: [{ addresses: ["192.0.2.9"] }] },
      {
        zones: {
          "test.": {
            servers: [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], behaviour: { alter: knowsOnlyChild } }],
          },
        },
      },
    ),
    reports: ["ns-not-authoritative:info"],
  },
  {
    id: "ds-query-referral",
    when: "every server sends on to the child",
    scenario: delegated({}, { zones: { "test.": { servers: [REFERRING] } } }),
    reports: ["ds-query-referral:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-query-referral",
    when: "one of two servers sends on to the child",
    scenario: delegated({}, { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }, REFERRING] } } }),
    reports: ["ds-query-referral:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-query-referral",
    when: "servers answer the question for DS",
    scenario: delegated({}),
    reports: [],
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "the signature of the DS has expired at one of two servers",
    scenario: parentOfTwo(expire("zone", "DS")),
    reports: ["rrsig-expired:critical", "< chain-parent-ds-signature-invalid:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "chain-parent-ds-signature-invalid",
    when: "nothing proves that there is no DS",
    scenario: delegated({ ds: [] }, { zones: { "test.": { mutations: [dropDenial()] } }, expect: "any" }),
    reports: [
      "nsec-missing-insecure-delegation:critical",
      "< chain-parent-ds-signature-invalid:emergency",
      "ds-missing:warning",
    ],
  },
  {
    id: "ds-at-wrong-place",
    when: "the zone has one at its own apex",
    scenario: delegated({ records: [`@ DS 1 13 2 ${"00".repeat(32)}`] }),
    reports: ["ds-at-wrong-place:warning"],
  },
  {
    id: "ds-at-wrong-place",
    when: "the name is not delegated",
    scenario: {
      zone: "www.test.",
      zones: { "test.": { records: ["www A 192.0.2.80", `www DS 1 13 2 ${"00".repeat(32)}`] } },
    },
    reports: ["ds-at-wrong-place:warning", "name-is-no-zone:critical"],
  },
  {
    id: "ds-at-wrong-place",
    when: "parent and child are on one server",
    scenario: delegated(
      { servers: [{ addresses: [GOOD_SERVER] }] },
      { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }] } } },
    ),
    reports: [],
  },
  {
    id: "ds-at-wrong-place",
    when: "a server of the zone holds the parent too, which does not name it",
    scenario: delegated(
      { servers: [{ addresses: [GOOD_SERVER] }, { addresses: ["192.0.2.9"] }] },
      { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }] } } },
    ),
    reports: [],
  },
  {
    id: "ds-usable-outside-range",
    when: "two are asked for",
    scenario: delegated({ ds: [GOOD_DS] }, { warning: "2", critical: "1" }),
    reports: ["ds-usable-outside-range:warning"],
  },
  {
    id: "ds-usable-outside-range",
    when: "there are as many as asked for",
    scenario: delegated({ ds: [GOOD_DS] }, { warning: "1", critical: "1" }),
    reports: [],
  },
];
