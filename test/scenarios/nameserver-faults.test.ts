import { describe, expect, test } from "vitest";
import type { NameserversOptions } from "../../src/checks/nameservers/check.ts";
import type { Message } from "../../src/dns/message.ts";
import { parseName } from "../../src/dns/name.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import type { FindingId } from "../../src/dnssec/finding.ts";
import type { Level } from "../../src/util/level.ts";
import { expectFindings, NOW, type Scenario } from "../support/check.ts";
import { listedFaults } from "../support/fault-list.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { nameserversOf, unsign, withSerial } from "../support/nameservers.ts";
import { emptyResponse, type Response } from "../support/server/response.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { createKey, keyPair } from "../support/signer/key.ts";
import { EVERY, type Mutation, mutate, resign } from "../support/signer/mutate.ts";
import { dropDnskey, withDnskeyResigned } from "../support/signer/mutate-keys.ts";

/** A scenario with what must and must not be found; findings are at the second of two servers unless told. */
interface Case {
  readonly title: string;
  readonly must?: readonly (FindingId | `${FindingId}:${Level}`)[];
  readonly mustNot?: readonly FindingId[];
  readonly scenario: Scenario;
  readonly options?: Partial<NameserversOptions>;
}

const HOUR = 3600;
const DAY = 86_400;
const ADDRESSES = ["127.0.9.1", "127.0.9.2"] as const;
const KEYS = keyPair(13, "zone");
const STANDBY = createKey({ seed: "standby", flags: 256, signs: "nothing" });

/** Two servers, of which the second behaves or serves as told. */
function second(
  change: { readonly behaviour?: Behaviour; readonly mutations?: readonly Mutation[] },
  plan: ZonePlan = {},
) {
  const [first, other] = ADDRESSES;
  const servers = [{ addresses: [first] }, { addresses: [other], ...change }];
  return { zones: { "test.": {}, "zone.test.": { keys: KEYS, records: ["a.b A 192.0.2.1"], servers, ...plan } } };
}

function altered(alter: (response: Response, query: Message) => Response | null): Scenario {
  return second({ behaviour: { alter } });
}

function asks(query: Message, type: number): boolean {
  return query.questions[0]?.type === type;
}

/** A copy whose every signature is of another time, in seconds relative to now. */
function signedAt(inception: number, expiration: number): Mutation {
  return resign(EVERY, EVERY, { inception: NOW + inception, expiration: NOW + expiration });
}

function bothOf(...steps: readonly Mutation[]): Mutation {
  return (zone) => mutate(zone, ...steps);
}

const NEGATIVE = (response: Response): boolean => response.answer.length === 0 && response.isAuthoritative;
const REPORT_CHANNEL = 18;
const channel = (name: string): Scenario =>
  second(
    {},
    { servers: ADDRESSES.map((address) => ({ addresses: [address], behaviour: { alter: withAgent(name) } })) },
  );
const withAgent = (name: string) => (response: Response) => ({
  ...response,
  opt: { options: [{ code: REPORT_CHANNEL, data: parseName(name).wire }] },
});

const CASES: readonly Case[] = [
  {
    title: "a silent server",
    must: ["ns-unresponsive-udp:critical", "ns-unresponsive-tcp:critical"],
    mustNot: ["ns-error-rcode", "ns-edns-downgrade"],
    scenario: second({ behaviour: { silent: true } }),
  },
  {
    title: "a server that is silent over TCP",
    must: ["ns-unresponsive-tcp:critical"],
    mustNot: ["ns-unresponsive-udp"],
    scenario: second({ behaviour: { silent: "tcp" } }),
  },
  {
    title: "a server that resets TCP connections",
    must: ["ns-unresponsive-tcp:critical"],
    mustNot: ["ns-unresponsive-udp"],
    scenario: second({ behaviour: { resetTcp: true } }),
  },
  ...[Rcode.REFUSED, Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.NXDOMAIN].map((rcode) => ({
    title: `a server that answers everything with RCODE ${rcode}`,
    must: ["ns-error-rcode:critical"] as const,
    mustNot: [
      "ns-unresponsive-tcp",
      "ns-unresponsive-udp",
      "ns-inconsistent-nxdomain",
      "ns-edns-noncompliant",
    ] as const,
    scenario: second({ behaviour: { rcode } }),
  })),
  {
    title: "a server that fails for DNSKEY",
    must: ["ns-error-rcode:critical"],
    scenario: altered((response, query) => (asks(query, RrType.DNSKEY) ? emptyResponse(Rcode.SERVFAIL) : response)),
  },
  ...(["cut", "random"] as const).map((garbage) => ({
    title: `a server whose messages are ${garbage}`,
    must: ["ns-malformed-response:critical"] as const,
    mustNot: ["ns-unresponsive-udp"] as const,
    scenario: second({ behaviour: { garbage } }),
  })),
  ...(["not-authoritative", "upward-referral"] as const).map((lame) => ({
    title: `a lame server: ${lame}`,
    must: ["ns-not-authoritative:critical"] as const,
    mustNot: ["ns-negative-without-soa", "ns-inconsistent-signed", "ns-no-dnssec-support"] as const,
    scenario: second({ behaviour: { lame } }),
  })),
  {
    title: "a server on a loopback address, found from the public root",
    must: ["ns-address-special-use:critical"],
    options: { isPublic: true },
    scenario: second({}),
  },
  {
    title: "a server on a loopback address in a private internet",
    mustNot: ["ns-address-special-use"],
    scenario: second({}),
  },
  {
    title: "a server that leaves signatures out",
    must: ["ns-no-dnssec-support:critical"],
    mustNot: ["ns-inconsistent-signed", "ns-edns-no-opt", "ns-dnskey-rrset-differs"],
    scenario: second({ behaviour: { stripsDnssec: true } }),
  },
  {
    title: "a server that hides the keys but sends signatures",
    must: ["ns-no-dnssec-support:critical"],
    mustNot: ["ns-inconsistent-signed"],
    scenario: altered((response, query) => (asks(query, RrType.DNSKEY) ? { ...response, answer: [] } : response)),
  },
  {
    title: "a server with the unsigned zone",
    must: ["ns-inconsistent-signed:critical"],
    mustNot: ["ns-no-dnssec-support", "ns-dnskey-rrset-differs", "ns-edns-no-opt"],
    scenario: second({ mutations: [unsign] }),
  },
  {
    title: "a server without the key that signs",
    must: ["ns-dnskey-rrset-differs:critical"],
    mustNot: ["ns-inconsistent-signed", "ns-stale-secondary"],
    scenario: second({ mutations: [withDnskeyResigned(dropDnskey(KEYS[1]))] }),
  },
  {
    title: "a server without a key that signs nothing",
    must: ["ns-dnskey-rrset-differs:warning"],
    scenario: second({ mutations: [withDnskeyResigned(dropDnskey(STANDBY))] }, { keys: [...KEYS, STANDBY] }),
  },
  {
    title: "a copy overdue by days",
    must: ["ns-stale-secondary:critical"],
    mustNot: ["ns-dnskey-rrset-differs"],
    scenario: second({ mutations: [withSerial(-1), signedAt(-3 * DAY, 11 * DAY)] }),
  },
  {
    title: "a copy of a serial before it wrapped around",
    must: ["ns-stale-secondary:critical"],
    scenario: second({ mutations: [withSerial(1 - 2 ** 31), signedAt(-3 * DAY, 11 * DAY)] }),
  },
  {
    title: "a copy that is an hour behind",
    must: ["ns-stale-secondary:info"],
    scenario: second({ mutations: [withSerial(1), signedAt(-HOUR, 14 * DAY)] }),
  },
  {
    title: "a copy four hours behind, within the SOA's timers and the back-dating of signers",
    must: ["ns-stale-secondary:warning"],
    scenario: second({ mutations: [withSerial(1), signedAt(-4 * HOUR, 14 * DAY)] }),
  },
  {
    title: "an old copy that expires before it could be refreshed",
    must: ["ns-stale-secondary:critical"],
    scenario: second({ mutations: [withSerial(-1), signedAt(-DAY, HOUR)] }),
  },
  {
    title: "the same serial signed days apart",
    must: ["ns-stale-secondary:critical"],
    scenario: second({ mutations: [signedAt(-5 * DAY, 9 * DAY)] }),
  },
  {
    title: "a copy within the tolerated serials",
    mustNot: ["ns-stale-secondary"],
    options: { serialTolerance: 2 },
    scenario: second({ mutations: [withSerial(-2), signedAt(-3 * DAY, 11 * DAY)] }),
  },
  {
    title: "a copy that lacks a pre-published key while it is an hour behind",
    must: ["ns-dnskey-rrset-differs:info", "ns-stale-secondary:info"],
    scenario: second(
      {
        mutations: [bothOf(withSerial(-1), withDnskeyResigned(dropDnskey(STANDBY)), signedAt(-2 * DAY, 12 * DAY))],
      },
      { keys: [...KEYS, STANDBY], inception: -HOUR },
    ),
  },
  ...(["dropped", "formerr", "badvers"] as const).map((edns) => ({
    title: `a server to which EDNS is ${edns}`,
    must: ["ns-edns-downgrade:critical"] as const,
    mustNot: ["ns-edns-no-opt", "ns-unresponsive-udp", "ns-error-rcode"] as const,
    scenario: second({ behaviour: { edns } }),
  })),
  {
    title: "a server that fails queries with DO",
    must: ["ns-edns-downgrade:critical", "ns-error-rcode:critical"],
    scenario: altered((response, query) => (query.edns?.dnssecOk ? emptyResponse(Rcode.SERVFAIL) : response)),
  },
  {
    title: "a server that fails queries with EDNS",
    must: ["ns-edns-downgrade:critical", "ns-error-rcode:critical"],
    scenario: altered((response, query) => (query.edns === null ? response : emptyResponse(Rcode.SERVFAIL))),
  },
  {
    title: "a server that leaves out OPT",
    must: ["ns-edns-no-opt:warning"],
    mustNot: ["ns-no-dnssec-support", "ns-edns-downgrade"],
    scenario: altered((response) => ({ ...response, opt: "none" })),
  },
  {
    title: "a server that knows nothing of EDNS",
    must: ["ns-no-dnssec-support:critical", "ns-edns-no-opt:warning"],
    scenario: second({ behaviour: { edns: "ignored" } }),
  },
  {
    title: "a server that answers EDNS version 1 as if it were version 0",
    must: ["ns-edns-noncompliant:info"],
    mustNot: ["ns-request-flag-sensitive"],
    scenario: altered((response, query) => (query.edns?.version === 1 ? emptyResponse(Rcode.NOERROR) : response)),
  },
  {
    title: "a server that claims EDNS version 1",
    must: ["ns-edns-noncompliant:info"],
    scenario: altered((response, query) =>
      query.edns?.version === 1 ? { ...response, opt: { version: 1 } } : response,
    ),
  },
  {
    title: "a server that sends unknown flags back",
    must: ["ns-edns-noncompliant:info"],
    scenario: altered((response, query) => ({ ...response, opt: { flags: query.edns?.flags ?? 0 } })),
  },
  {
    title: "a server that sends unknown options back",
    must: ["ns-edns-noncompliant:info"],
    scenario: altered((response, query) => ({ ...response, opt: { options: query.edns?.options ?? [] } })),
  },
  {
    title: "a server that sends OPT unasked",
    must: ["ns-edns-noncompliant:info"],
    scenario: altered((response) => ({ ...response, opt: {} })),
  },
  {
    title: "a server that keeps silent to unknown options",
    must: ["ns-edns-noncompliant:info"],
    scenario: altered((response, query) => (query.edns?.options.some(({ code }) => code === 100) ? null : response)),
  },
  {
    title: "a server that refuses RD",
    must: ["ns-request-flag-sensitive:warning"],
    mustNot: ["ns-edns-noncompliant"],
    scenario: altered((response, query) => (query.recursionDesired ? emptyResponse(Rcode.REFUSED) : response)),
  },
  {
    title: "a server that answers only with CD",
    must: ["ns-request-flag-sensitive:warning", "ns-error-rcode:critical"],
    mustNot: ["ns-edns-downgrade"],
    scenario: altered((response, query) => (query.checkingDisabled ? response : emptyResponse(Rcode.REFUSED))),
  },
  {
    title: "negative answers without SOA",
    must: ["ns-negative-without-soa:warning"],
    mustNot: ["ns-negative-soa-wrong-owner"],
    scenario: altered((response) =>
      NEGATIVE(response)
        ? { ...response, authority: response.authority.filter(({ type }) => type !== RrType.SOA) }
        : response,
    ),
  },
  {
    title: "negative answers with the SOA of the parent",
    must: ["ns-negative-soa-wrong-owner:warning"],
    mustNot: ["ns-negative-without-soa"],
    scenario: altered((response) => ({
      ...response,
      authority: response.authority.map((record) =>
        record.type === RrType.SOA ? { ...record, owner: parseName("test.") } : record,
      ),
    })),
  },
  {
    title: "a name denied for one type",
    must: ["ns-inconsistent-nxdomain:critical"],
    scenario: {
      ...altered((response, query) =>
        asks(query, RrType.AAAA) ? { ...response, answer: [], rcode: Rcode.NXDOMAIN } : response,
      ),
      queries: ["a.b.zone.test/A"],
    },
  },
  {
    title: "an empty non-terminal denied",
    must: ["ns-inconsistent-nxdomain:critical"],
    scenario: {
      ...altered((response, query) =>
        query.questions[0]?.name.equals(parseName("b.zone.test.")) ? { ...response, rcode: Rcode.NXDOMAIN } : response,
      ),
      queries: ["a.b.zone.test/A"],
    },
  },
  {
    title: "a referral with AA at the parent",
    must: ["ns-referral-with-aa:info"],
    scenario: {
      zones: {
        ...second({}).zones,
        "test.": {
          servers: [
            {
              behaviour: {
                alter: (response) => ({
                  ...response,
                  isAuthoritative: true,
                }),
              },
            },
          ],
        },
      },
    },
  },
  { title: "no channel for error reports", must: ["ns-error-reporting-channel:info"], scenario: second({}) },
  {
    title: "an agent domain in the zone itself",
    must: ["ns-error-reporting-channel:info"],
    scenario: channel("reports.zone.test."),
  },
  {
    title: "an agent domain that does not exist",
    must: ["ns-error-reporting-channel:info"],
    scenario: channel("reports.missing.test."),
  },
  { title: "the root as agent domain", must: ["ns-error-reporting-channel:info"], scenario: channel(".") },
  { title: "a good agent domain", mustNot: ["ns-error-reporting-channel"], scenario: channel("test.") },
  {
    title: "an extended error from an authoritative server",
    must: ["ns-ede-from-authoritative:info"],
    scenario: altered((response) => ({ ...response, extendedError: { code: 18, text: "not you" } })),
  },
];

describe("each fault", () => {
  test.each(CASES.map((each) => [each.title, each] as const))("%s", async (_, { scenario, options, must, mustNot }) => {
    const outcome = await nameserversOf(scenario, options);
    expectFindings(outcome, { ...(must && { must }), ...(mustNot && { mustNot }) });
  });
});

describe("the list of faults", () => {
  const listed = listedFaults().filter(({ check }) => check === "nameservers");
  const needsSockets = new Set(["ns-pmtu-exceeded"]);

  test.each(listed.map(({ id, severity }) => [id, severity] as const))("%s is found at its level", (id, severity) => {
    const marks = CASES.flatMap(({ must = [] }) => must);
    expect(needsSockets.has(id) || marks.includes(`${id}:${severity}` as FindingId)).toBe(true);
  });

  test("two good servers show none of them", async () => {
    expect((await nameserversOf(channel("test."))).findings).toEqual([]);
  });
});

test.each(CASES.filter(({ must = [], title, options }) => must.length > 0 && title.startsWith("a server") && !options))(
  "$title: the other server is not blamed",
  async ({ scenario, must = [] }) => {
    const { findings } = await nameserversOf(scenario);
    const meant = findings.filter(({ id, level }) => (must as readonly string[]).includes(`${id}:${level}`));
    expect(new Set(meant.flatMap(({ servers }) => servers.map(({ address }) => address)))).toEqual(
      new Set([ADDRESSES[1]]),
    );
  },
);
