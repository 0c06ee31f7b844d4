import { Rcode } from "../../../src/dns/registry.ts";
import { BAD_SERVER } from "../../support/fault-case.ts";
import { badSecond, type NameserverCase, saying } from "../../support/nameservers.ts";
import { emptyResponse } from "../../support/server/response.ts";

const servers = [BAD_SERVER];
const FAILURE = emptyResponse(Rcode.SERVFAIL);
const UNKNOWN_OPTION = 100;

/** Servers that get EDNS or header flags wrong. */
export const NAMESERVER_EDNS: readonly NameserverCase[] = [
  ...(["dropped", "formerr", "badvers"] as const).map(
    (edns): NameserverCase => ({
      id: "ns-edns-downgrade",
      when: `EDNS is ${edns}`,
      scenario: badSecond({ behaviour: { edns } }),
      reports: ["ns-edns-downgrade:critical", "ns-no-dnssec-support:critical"],
      servers,
    }),
  ),
  {
    id: "ns-edns-downgrade",
    when: "queries with DO fail",
    scenario: saying((response, query) => (query.edns?.dnssecOk ? FAILURE : response)),
    reports: ["ns-edns-downgrade:critical", "ns-error-rcode:critical"],
    servers,
  },
  {
    id: "ns-edns-downgrade",
    when: "queries with EDNS fail",
    scenario: saying((response, query) => (query.edns === null ? response : FAILURE)),
    reports: ["ns-edns-downgrade:critical", "ns-error-rcode:critical"],
    servers,
  },
  {
    id: "ns-edns-downgrade",
    when: "only the OPT record is missing from answers",
    scenario: saying((response) => ({ ...response, opt: "none" })),
    reports: ["ns-edns-no-opt:warning"],
  },
  {
    id: "ns-edns-no-opt",
    when: "answers bring signatures but no OPT record",
    scenario: saying((response) => ({ ...response, opt: "none" })),
    reports: ["ns-edns-no-opt:warning"],
    servers,
  },
  {
    id: "ns-edns-no-opt",
    when: "EDNS is passed over altogether",
    scenario: badSecond({ behaviour: { edns: "ignored" } }),
    reports: ["ns-no-dnssec-support:critical", "ns-edns-no-opt:warning"],
    servers,
  },
  {
    id: "ns-edns-no-opt",
    when: "the OPT record is missing where the query had none",
    scenario: badSecond({}),
    reports: [],
  },
  ...(
    [
      ["version 1 is answered", (response, query) => (query.edns?.version ? { ...response, rcode: 0 } : response)],
      [
        "version 1 is claimed",
        (response, query) => (query.edns?.version ? { ...response, opt: { version: 1 } } : response),
      ],
      ["version 1 is met with silence", (response, query) => (query.edns?.version ? null : response)],
      ["unknown flags come back", (response, query) => ({ ...response, opt: { flags: query.edns?.flags ?? 0 } })],
      ["unknown flags are an error", (response, query) => (query.edns?.flags ? FAILURE : response)],
      [
        "unknown options come back",
        (response, query) => ({ ...response, opt: { options: query.edns?.options ?? [] } }),
      ],
      [
        "unknown options are met with silence",
        (response, query) => (query.edns?.options.some(({ code }) => code === UNKNOWN_OPTION) ? null : response),
      ],
      ["OPT is sent unasked", (response) => ({ ...response, opt: {} })],
      ["queries without EDNS are refused", (response, query) => (query.edns === null ? FAILURE : response)],
    ] satisfies readonly (readonly [string, Parameters<typeof saying>[0]])[]
  ).map(
    ([when, alter]): NameserverCase => ({
      id: "ns-edns-noncompliant",
      when,
      scenario: saying(alter),
      reports: ["ns-edns-noncompliant:info"],
      servers,
    }),
  ),
  {
    id: "ns-edns-noncompliant",
    when: "every unusual query is met with silence, as by a limit on their rate",
    scenario: saying((response, query) => {
      const isUnusual =
        query.edns === null || query.edns.version > 0 || query.edns.flags > 0 || query.edns.options.length > 0;
      return isUnusual || query.recursionDesired || query.checkingDisabled || query.authenticData ? null : response;
    }),
    reports: [],
  },
  {
    id: "ns-request-flag-sensitive",
    when: "RD is refused",
    scenario: saying((response, query) => (query.recursionDesired ? emptyResponse(Rcode.REFUSED) : response)),
    reports: ["ns-request-flag-sensitive:warning"],
    servers,
  },
  {
    id: "ns-request-flag-sensitive",
    when: "AD is met with silence",
    scenario: saying((response, query) => (query.authenticData ? null : response)),
    reports: ["ns-request-flag-sensitive:warning"],
    servers,
  },
  {
    id: "ns-request-flag-sensitive",
    when: "nothing is answered without CD",
    scenario: saying((response, query) => (query.checkingDisabled ? response : emptyResponse(Rcode.REFUSED))),
    reports: ["ns-request-flag-sensitive:warning", "ns-error-rcode:critical"],
    servers,
  },
  {
    id: "ns-request-flag-sensitive",
    when: "flags are taken as they come",
    scenario: badSecond({}),
    reports: [],
  },
];
