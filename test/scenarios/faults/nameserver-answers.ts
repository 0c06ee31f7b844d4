import type { Message } from "../../../src/dns/message.ts";
import { parseName } from "../../../src/dns/name.ts";
import { Rcode, RrType } from "../../../src/dns/registry.ts";
import type { Scenario } from "../../support/check.ts";
import { BAD_SERVER, GOOD_SERVER } from "../../support/fault-case.ts";
import { badSecond, type NameserverCase, saying } from "../../support/nameservers.ts";
import { emptyResponse, type Response } from "../../support/server/response.ts";

const servers = [BAD_SERVER];
const REPORT_CHANNEL = 18;
const QUERIES = { queries: ["a.b.zone.test/A"] };

function isNegative({ answer, isAuthoritative }: Response): boolean {
  return answer.length === 0 && isAuthoritative;
}

/** Two servers that offer an agent domain, in wire form. */
function offering(data: Uint8Array): Scenario {
  const alter = (response: Response, query: Message): Response =>
    query.edns === null ? response : { ...response, opt: { options: [{ code: REPORT_CHANNEL, data }] } };
  const both = [GOOD_SERVER, BAD_SERVER].map((address) => ({ addresses: [address], behaviour: { alter } }));
  return badSecond({}, { servers: both });
}

/** The parent's server, changed. */
function parentSaying(alter: (response: Response) => Response): Scenario {
  return badSecond({}, {}, { zones: { "test.": { servers: [{ addresses: ["192.0.2.9"], behaviour: { alter } }] } } });
}

/** What servers say of names that do not exist, of their parents, and of themselves. */
export const NAMESERVER_ANSWERS: readonly NameserverCase[] = [
  {
    id: "ns-referral-with-aa",
    when: "the parent claims authority for what it refers",
    scenario: parentSaying((response) => ({ ...response, isAuthoritative: true })),
    reports: ["ns-referral-with-aa:info"],
    servers: ["192.0.2.9"],
  },
  { id: "ns-referral-with-aa", when: "the parent refers rightly", scenario: badSecond({}), reports: [] },
  {
    id: "ns-referral-with-aa",
    when: "parent and child are on one server",
    scenario: badSecond({}, {}, { zones: { "test.": { servers: [{ addresses: [GOOD_SERVER] }] } } }),
    reports: [],
  },
  {
    id: "ns-negative-without-soa",
    when: "negative answers have no SOA",
    scenario: saying((response) =>
      isNegative(response)
        ? { ...response, authority: response.authority.filter(({ type }) => type !== RrType.SOA) }
        : response,
    ),
    reports: ["ns-negative-without-soa:warning"],
    servers,
  },
  { id: "ns-negative-without-soa", when: "negative answers have the SOA", scenario: badSecond({}), reports: [] },
  {
    id: "ns-negative-soa-wrong-owner",
    when: "negative answers have the parent's SOA",
    scenario: saying((response) => ({
      ...response,
      authority: response.authority.map((record) =>
        record.type === RrType.SOA ? { ...record, owner: parseName("test.") } : record,
      ),
    })),
    reports: ["ns-negative-soa-wrong-owner:warning"],
    servers,
  },
  {
    id: "ns-negative-soa-wrong-owner",
    when: "a server has the parent zone only",
    scenario: saying((response, query) => {
      const owner = parseName("test.");
      const soa = response.authority.find(({ type }) => type === RrType.SOA);
      return query.questions[0]?.type === RrType.SOA
        ? emptyResponse(Rcode.NOERROR, {
            isAuthoritative: true,
            authority: response.answer
              .filter(({ type }) => type === RrType.SOA)
              .concat(soa ?? [])
              .map((record) => ({ ...record, owner })),
          })
        : response;
    }),
    reports: ["ns-not-authoritative:critical"],
  },
  {
    id: "ns-inconsistent-nxdomain",
    when: "a name is denied for one type",
    scenario: saying(
      (response, query) =>
        query.questions[0]?.type === RrType.AAAA ? { ...response, answer: [], rcode: Rcode.NXDOMAIN } : response,
      QUERIES,
    ),
    reports: ["ns-inconsistent-nxdomain:critical"],
    servers,
  },
  {
    id: "ns-inconsistent-nxdomain",
    when: "an empty non-terminal is denied",
    scenario: saying(
      (response, query) =>
        query.questions[0]?.name.equals(parseName("b.zone.test.")) ? { ...response, rcode: Rcode.NXDOMAIN } : response,
      QUERIES,
    ),
    reports: ["ns-inconsistent-nxdomain:critical"],
    servers,
  },
  {
    id: "ns-inconsistent-nxdomain",
    when: "an alias leads to a name that does not exist",
    scenario: badSecond(
      {},
      { records: ["a.b CNAME nowhere", "*.w CNAME nowhere"] },
      { queries: ["a.b.zone.test/A", "x.y.w.zone.test/TXT", "none.zone.test/MX"] },
    ),
    reports: [],
  },
  {
    id: "ns-error-reporting-channel",
    when: "none is offered",
    scenario: badSecond({}),
    reports: ["ns-error-reporting-channel:info"],
    servers: [],
  },
  ...(
    [
      ["the agent domain is in the zone", parseName("reports.zone.test.").wire],
      ["the agent domain does not exist", parseName("reports.missing.test.").wire],
      ["the agent domain is the root", parseName(".").wire],
      ["the agent domain is cut short", Uint8Array.of(5, 65)],
      ["the agent domain is compressed", Uint8Array.of(0xc0, 0)],
    ] as const
  ).map(
    ([when, data]): NameserverCase => ({
      id: "ns-error-reporting-channel",
      when,
      scenario: offering(data),
      reports: ["ns-error-reporting-channel:info"],
      servers: [GOOD_SERVER, BAD_SERVER],
    }),
  ),
  {
    id: "ns-error-reporting-channel",
    when: "the agent domain is elsewhere",
    scenario: offering(parseName("test.").wire),
    reports: [],
  },
  {
    id: "ns-ede-from-authoritative",
    when: "answers carry an extended error",
    scenario: saying((response) => ({ ...response, extendedError: { code: 18, text: "not you" } })),
    reports: ["ns-ede-from-authoritative:info"],
    servers,
  },
  {
    id: "ns-ede-from-authoritative",
    when: "a refusal says why",
    scenario: saying(() => emptyResponse(Rcode.REFUSED, { extendedError: { code: 20, text: "" } })),
    reports: ["ns-ede-from-authoritative:info", "ns-error-rcode:critical"],
    servers,
  },
  { id: "ns-ede-from-authoritative", when: "answers carry none", scenario: badSecond({}), reports: [] },
];
