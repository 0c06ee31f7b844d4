import type { Message } from "../../../src/dns/message.ts";
import { RrType } from "../../../src/dns/registry.ts";
import type { Scenario } from "../../support/check.ts";
import { withWww, zoneTest } from "../../support/fault-case.ts";
import {
  below,
  changed,
  EXPIRED_REPORTS,
  fails,
  ofVersion,
  type ResolverCase,
  validatedBelow,
  withoutAd,
} from "../../support/resolver-case.ts";
import type { Behaviour } from "../../support/server/behaviour.ts";
import type { Response } from "../../support/server/response.ts";
import { expire, postdate } from "../../support/signer/mutate.ts";

const HEALTHY = zoneTest({});
const BOGUS = { scenario: zoneTest({ mutations: [expire("@", "DNSKEY")] }), bogusZones: ["zone.test."] } as const;
const HIDDEN = validatedBelow("zone.test.");
const ALL_HIDDEN = validatedBelow(".");
const WEEKS = 30 * 86_400;

/** An extended error beside answers that are otherwise as they should be. */
function saying(code: number): Behaviour {
  return changed(HIDDEN, (response) => ({ ...response, extendedError: { code, text: "" } }));
}

/** No data, and no proof that there is none. */
function emptied(response: Response): Response {
  return { ...response, answer: [], authority: [] };
}

/** A root that only this host takes for expired. */
const HOST_IS_LATE: Scenario = { ...HEALTHY, later: WEEKS };

/** What is wrong with resolvers whatever they are asked, and with what they say about refusals. */
export const RESOLVER_CONDITIONS: readonly ResolverCase[] = [
  {
    id: "resolver-dnssec-stripped",
    when: "one of two resolvers passes no signatures on",
    scenario: HEALTHY,
    resolvers: [{}, { behaviour: { stripsDnssec: true } }],
    reports: ["resolver-dnssec-stripped:critical"],
    at: [54],
  },
  {
    id: "resolver-dnssec-stripped",
    when: "the only resolver passes no signatures on",
    scenario: HEALTHY,
    resolvers: [{ isBlind: true, behaviour: { stripsDnssec: true } }],
    reports: ["resolver-dnssec-stripped:critical"],
  },
  {
    id: "resolver-dnssec-stripped",
    when: "it gives the zone's DNSKEY without signatures",
    scenario: HEALTHY,
    resolvers: [
      {},
      {
        behaviour: changed(
          (query) => HIDDEN(query) && query.questions[0]?.type === RrType.DNSKEY,
          (response) => ({ ...response, answer: response.answer.filter(({ type }) => type !== RrType.RRSIG) }),
        ),
      },
    ],
    reports: ["resolver-dnssec-stripped:critical"],
    at: [54],
  },
  {
    id: "resolver-dnssec-stripped",
    when: "the only resolver gives nothing at all",
    scenario: HEALTHY,
    resolvers: [{ behaviour: changed(() => true, emptied) }],
    reports: ["resolver-dnssec-stripped:critical"],
  },
  {
    id: "resolver-dnssec-stripped",
    when: "the zone has no signatures",
    scenario: zoneTest({ keys: null }, { expect: "any" }),
    resolvers: [{}],
    reports: ["zone-unsigned:info"],
  },
  {
    id: "resolver-cd-ignored",
    when: "the bogus name stays refused with CD",
    scenario: zoneTest({}, { zones: { "broken.test.": { records: ["@ A 192.0.2.1"] } } }),
    bogusName: "broken.test.",
    resolvers: [{ behaviour: fails(6, below("broken.test.")) }],
    reports: ["resolver-cd-ignored:info"],
  },
  {
    id: "resolver-cd-ignored",
    when: "the zone is bogus, and known from its own servers",
    ...BOGUS,
    isReferenceDirect: true,
    resolvers: [{ behaviour: fails(7, below("zone.test.")) }],
    reports: ["resolver-cd-ignored:info", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-cd-ignored",
    when: "the zone is bogus, and known from its keys alone, which come with CD",
    ...BOGUS,
    resolvers: [{ behaviour: fails(7, (query) => below("zone.test.")(query) && !isOfKeys(query)) }],
    reports: ["resolver-cd-ignored:info", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-cd-ignored",
    when: "the bogus zone comes with CD",
    ...BOGUS,
    isReferenceDirect: true,
    resolvers: [{ behaviour: fails(7, HIDDEN) }],
    reports: [...EXPIRED_REPORTS],
  },
  {
    id: "resolver-recursion-unavailable",
    when: "it refuses",
    scenario: HEALTHY,
    resolvers: [{}, { behaviour: { rcode: 5 } }],
    reports: ["resolver-recursion-unavailable:critical", "< resolver-results-differ:warning"],
    at: [54],
  },
  {
    id: "resolver-recursion-unavailable",
    when: "it answers without RA",
    scenario: HEALTHY,
    resolvers: [
      {},
      { behaviour: changed(ALL_HIDDEN, (response) => ({ ...response, answer: [], recursionAvailable: false })) },
    ],
    reports: ["resolver-recursion-unavailable:critical"],
    at: [54],
  },
  {
    id: "resolver-recursion-unavailable",
    when: "the only one answers without RA, and without data",
    scenario: HEALTHY,
    resolvers: [
      {
        behaviour: changed(
          () => true,
          (response) => ({ ...emptied(response), recursionAvailable: false }),
        ),
      },
    ],
    reports: ["resolver-recursion-unavailable:critical"],
  },
  {
    id: "resolver-recursion-unavailable",
    when: "it serves this host",
    scenario: HEALTHY,
    resolvers: [{}, {}],
    reports: [],
  },
  {
    id: "resolver-no-ede",
    when: "it refuses the bogus zone without a reason",
    ...BOGUS,
    resolvers: [{ behaviour: fails(null, HIDDEN) }],
    reports: ["resolver-no-ede:info", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-no-ede",
    when: "it gives the reason",
    ...BOGUS,
    resolvers: [{ behaviour: fails(7, HIDDEN) }],
    reports: [...EXPIRED_REPORTS],
  },
  {
    id: "resolver-ede-misleading",
    when: "it takes an expired signature for a missing key",
    ...BOGUS,
    resolvers: [{ behaviour: fails(9, HIDDEN) }],
    reports: ["resolver-ede-misleading:info", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-ede-misleading",
    when: "it only says that the zone is bogus",
    ...BOGUS,
    resolvers: [{ behaviour: fails(6, HIDDEN) }],
    reports: [...EXPIRED_REPORTS],
  },
  {
    id: "resolver-stale-or-cached-error",
    when: "the answer is stale",
    scenario: HEALTHY,
    resolvers: [{ behaviour: saying(3) }],
    reports: ["resolver-stale-or-cached-error:warning"],
  },
  {
    id: "resolver-stale-or-cached-error",
    when: "the failure is an earlier one",
    scenario: HEALTHY,
    resolvers: [{ behaviour: fails(13, HIDDEN) }],
    reports: ["resolver-servfail-on-secure:critical", "< resolver-stale-or-cached-error:warning"],
  },
  {
    id: "resolver-stale-or-cached-error",
    when: "the answer is synthesised from a cached proof",
    scenario: HEALTHY,
    resolvers: [{ behaviour: saying(29) }],
    reports: [],
  },
  {
    id: "resolver-reports-not-ready",
    when: "it has only just started",
    scenario: HEALTHY,
    resolvers: [{ behaviour: fails(14, HIDDEN) }],
    reports: ["resolver-reports-not-ready:warning", "< resolver-servfail-on-secure:critical"],
  },
  {
    id: "resolver-reports-not-ready",
    when: "it can't determine the state",
    scenario: HEALTHY,
    resolvers: [{ behaviour: saying(5) }],
    reports: ["resolver-reports-not-ready:warning"],
  },
  {
    id: "resolver-reports-not-ready",
    when: "it can't determine the state, and sets no AD",
    scenario: HEALTHY,
    resolvers: [{ behaviour: withoutAd(5, HIDDEN) }],
    reports: ["resolver-reports-not-ready:warning", "< resolver-ad-missing:warning"],
  },
  {
    id: "resolver-reports-not-ready",
    when: "it fails for another reason",
    scenario: HEALTHY,
    resolvers: [{ behaviour: fails(22, HIDDEN) }],
    reports: ["resolver-servfail-on-secure:critical"],
  },
  {
    id: "resolver-results-differ",
    when: "one of three says that there is no such zone",
    scenario: zoneTest({ keys: null }, { expect: "any" }),
    resolvers: [{}, {}, { behaviour: changed(HIDDEN, (response) => ({ ...response, rcode: 3, answer: [] })) }],
    reports: ["resolver-results-differ:warning", "zone-unsigned:info"],
    at: [55],
  },
  {
    id: "resolver-results-differ",
    when: "one of three says that a name is not there, though the rest of the zone is",
    scenario: withWww({ keys: null }, { expect: "any" }),
    resolvers: [{}, {}, { behaviour: changed(below("www.zone.test."), (response) => ({ ...response, rcode: 3 })) }],
    reports: ["resolver-results-differ:warning", "zone-unsigned:info"],
    at: [55],
  },
  {
    id: "resolver-results-differ",
    when: "one of two is not to validate",
    scenario: HEALTHY,
    resolvers: [{}, { isBlind: true, role: "non-validating" }],
    reports: [],
  },
  ...["unbound 1.17.0", "9.18.20", "9.20.28", "PowerDNS Recursor 4.9.2 (built somewhere)", "Knot Resolver 5.6.0"].map(
    (version): ResolverCase => ({
      id: "resolver-outdated-validator",
      when: `one of two resolvers is ${version}`,
      scenario: HEALTHY,
      asksVersion: true,
      resolvers: [{}, { behaviour: ofVersion(version) }],
      reports: ["resolver-outdated-validator:warning"],
      at: [54],
    }),
  ),
  ...["unbound 1.26.1", "9.18.24", "9.21.26", "9.18.20-1~deb12u1-Debian", "go away"].map(
    (version): ResolverCase => ({
      id: "resolver-outdated-validator",
      when: `the resolver is ${version}`,
      scenario: HEALTHY,
      asksVersion: true,
      resolvers: [{ behaviour: ofVersion(version) }],
      reports: [],
    }),
  ),
  {
    id: "resolver-clock-skew",
    when: "the resolver takes everything for expired",
    scenario: HEALTHY,
    resolvers: [{}, { behaviour: fails(7, ALL_HIDDEN) }],
    reports: [
      "resolver-clock-skew:critical",
      "< resolver-servfail-on-secure:critical",
      "< resolver-results-differ:warning",
    ],
    at: [54],
  },
  {
    id: "resolver-clock-skew",
    when: "the resolver takes nothing for valid yet",
    scenario: HEALTHY,
    resolvers: [{ behaviour: fails(8, ALL_HIDDEN) }],
    reports: ["resolver-clock-skew:critical", "< resolver-servfail-on-secure:critical"],
  },
  {
    id: "resolver-clock-skew",
    when: "it is this host that takes the root's signatures for expired",
    scenario: HOST_IS_LATE,
    resolvers: [{}],
    reports: [
      "resolver-clock-skew:critical",
      "< rrsig-expired-dnskey:emergency",
      "< chain-trust-anchor-not-signing:emergency",
    ],
    at: [],
  },
  {
    id: "resolver-clock-skew",
    when: "only the zone is taken for not yet valid, and rightly",
    scenario: zoneTest({ mutations: [postdate("@", "DNSKEY")] }),
    bogusZones: ["zone.test."],
    resolvers: [{ behaviour: fails(8, HIDDEN) }],
    reports: ["rrsig-not-yet-valid-dnskey:emergency", "< chain-no-secure-entry-point:emergency"],
  },
];

function isOfKeys({ questions: [question] }: Message): boolean {
  return question?.type === RrType.DNSKEY;
}
