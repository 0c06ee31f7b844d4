import { RrType } from "../../../src/dns/registry.ts";
import type { Scenario } from "../../support/check.ts";
import { withWww, zoneTest } from "../../support/fault-case.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import {
  below,
  changed,
  EXPIRED_REPORTS,
  fails,
  type ResolverCase,
  validatedBelow,
  withoutAd,
} from "../../support/resolver-case.ts";
import type { Response } from "../../support/server/response.ts";
import { keyPair } from "../../support/signer/key.ts";
import { expire } from "../../support/signer/mutate.ts";
import { NSEC3 } from "../../support/signer/sign-zone.ts";

const EXPIRED: ZonePlan = { mutations: [expire("@", "DNSKEY")] };
const BROKEN: ZonePlan = { records: ["@ A 192.0.2.1"], mutations: [expire("**", "**")] };
const HEALTHY = zoneTest({});
/** zone.test. in order, and broken.test., which is not. */
const WITH_BROKEN: Scenario = zoneTest({}, { zones: { "broken.test.": BROKEN } });
const WITH_NAME = { bogusName: "broken.test.", bogusZones: ["broken.test."] } as const;
const BOGUS = { scenario: zoneTest(EXPIRED), bogusZones: ["zone.test."] } as const;
const WILDCARD = zoneTest({ records: ["*.wild A 192.0.2.2"] }, { queries: ["x.wild.zone.test."] });
const HIDDEN = validatedBelow("zone.test.");

/** Resolvers that do not validate, or otherwise than they should. */
export const RESOLVER_VALIDATION: readonly ResolverCase[] = [
  {
    id: "resolver-not-validating",
    when: "it answers the bogus name and sets AD for nothing",
    scenario: WITH_BROKEN,
    bogusName: "broken.test.",
    resolvers: [{ isBlind: true }],
    reports: ["resolver-not-validating:critical"],
    at: [53],
  },
  {
    id: "resolver-not-validating",
    when: "one that is marked as validating sets AD for nothing",
    scenario: HEALTHY,
    resolvers: [{}, { isBlind: true, role: "validating" }],
    reports: ["resolver-not-validating:critical", "< resolver-results-differ:warning"],
    at: [54],
  },
  {
    id: "resolver-not-validating",
    when: "it hands out a zone that is bogus and sets AD for nothing",
    scenario: zoneTest(EXPIRED),
    resolvers: [{ isBlind: true }],
    reports: ["resolver-not-validating:critical", "< resolver-ad-missing:warning", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-not-validating",
    when: "it is marked as one that need not validate",
    scenario: WITH_BROKEN,
    bogusName: "broken.test.",
    resolvers: [{ isBlind: true, role: "non-validating" }],
    reports: [],
  },
  {
    id: "resolver-accepts-bogus",
    when: "it validates, but hands out a zone that is bogus",
    scenario: zoneTest(EXPIRED),
    resolvers: [{ behaviour: withoutAd(null, HIDDEN) }],
    reports: ["resolver-accepts-bogus:emergency", ...EXPIRED_REPORTS],
    at: [53],
  },
  {
    id: "resolver-accepts-bogus",
    when: "it validates, but answers the bogus name",
    scenario: WITH_BROKEN,
    bogusName: "broken.test.",
    resolvers: [{}, {}],
    bogusZones: [],
    reports: ["resolver-accepts-bogus:emergency"],
    at: [53, 54],
  },
  {
    id: "resolver-accepts-bogus",
    when: "it hands out a signature that has been changed, while another has the right one",
    scenario: HEALTHY,
    resolvers: [
      {},
      {
        behaviour: changed(HIDDEN, (response) => ({
          ...response,
          answer: response.answer.map((record) =>
            record.type === RrType.RRSIG ? { ...record, rdata: lastBitFlipped(record.rdata) } : record,
          ),
        })),
      },
    ],
    reports: ["resolver-accepts-bogus:emergency"],
    at: [54],
  },
  {
    id: "resolver-accepts-bogus",
    when: "a negative trust anchor of which it says nothing takes AD from the DS as well",
    scenario: zoneTest(EXPIRED),
    resolvers: [{ behaviour: withoutAd(null, ({ questions: [question] }) => question?.name.isRoot() === false) }],
    reports: ["resolver-accepts-bogus:emergency", "< resolver-ad-missing:warning", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-accepts-bogus",
    when: "a negative trust anchor makes it leave out the proofs of wildcards, too",
    scenario: WILDCARD,
    resolvers: [{ behaviour: changed(below("zone.test."), withoutProof) }],
    reports: ["resolver-ad-missing:warning"],
  },
  {
    id: "resolver-not-validating",
    when: "it sets no AD and leaves out the proofs of wildcards",
    scenario: WILDCARD,
    resolvers: [{ isBlind: true, behaviour: changed(() => true, withoutProof) }],
    reports: ["resolver-ad-missing:warning"],
  },
  {
    id: "resolver-servfail-on-secure",
    when: "it is right to refuse one name of a zone that is in order else: the fault is named",
    scenario: withWww({ mutations: [expire("www", "A")] }),
    resolvers: [{ behaviour: fails(7, validatedBelow("www.zone.test.")) }],
    reports: ["rrsig-expired:critical"],
  },
  {
    id: "resolver-accepts-bogus",
    when: "it refuses the bogus name",
    scenario: WITH_BROKEN,
    ...WITH_NAME,
    resolvers: [{}],
    reports: [],
  },
  {
    id: "resolver-servfail-on-secure",
    when: "validation fails at one of two resolvers",
    scenario: HEALTHY,
    resolvers: [{}, { behaviour: fails(9, HIDDEN) }],
    reports: ["resolver-servfail-on-secure:critical", "< resolver-results-differ:warning"],
    at: [54],
  },
  {
    id: "resolver-servfail-on-secure",
    when: "the only resolver fails, but answers with CD",
    scenario: HEALTHY,
    resolvers: [{ behaviour: fails(null, HIDDEN) }],
    reports: ["resolver-servfail-on-secure:critical"],
  },
  {
    id: "resolver-servfail-on-secure",
    when: "the zone is bogus",
    ...BOGUS,
    resolvers: [{ behaviour: fails(7, HIDDEN) }],
    reports: [...EXPIRED_REPORTS],
  },
  {
    id: "resolver-ad-missing",
    when: "a forwarder takes AD away everywhere",
    scenario: WITH_BROKEN,
    ...WITH_NAME,
    resolvers: [{ behaviour: withoutAd(6) }],
    reports: ["resolver-ad-missing:warning"],
    at: [53],
  },
  {
    id: "resolver-ad-missing",
    when: "it is missing for the zone, which needs nothing that is uncommon",
    scenario: HEALTHY,
    resolvers: [{}, { behaviour: withoutAd(null, HIDDEN) }],
    reports: ["resolver-ad-missing:warning", "< resolver-results-differ:warning"],
    at: [54],
  },
  {
    id: "resolver-ad-missing",
    when: "the zone is unsigned",
    scenario: zoneTest({ keys: null }, { expect: "any" }),
    resolvers: [{ behaviour: withoutAd(null, HIDDEN) }],
    reports: ["zone-unsigned:info"],
  },
  {
    id: "resolver-negative-trust-anchor",
    when: "a bogus zone resolves without AD, and with the reason",
    scenario: zoneTest(EXPIRED),
    resolvers: [{ behaviour: withoutAd(33, HIDDEN) }],
    reports: ["resolver-negative-trust-anchor:warning", ...EXPIRED_REPORTS],
  },
  {
    id: "resolver-negative-trust-anchor",
    when: "the zone is in order again",
    scenario: HEALTHY,
    resolvers: [{ behaviour: withoutAd(33, HIDDEN) }],
    reports: ["resolver-negative-trust-anchor:warning"],
  },
  {
    id: "resolver-negative-trust-anchor",
    when: "a bogus zone is refused",
    ...BOGUS,
    resolvers: [{ behaviour: fails(7, HIDDEN) }],
    reports: [...EXPIRED_REPORTS],
  },
  {
    id: "resolver-algorithm-support-gap",
    when: "it lacks Ed25519, and says so",
    scenario: zoneTest({ keys: keyPair(15) }),
    resolvers: [{ behaviour: withoutAd(1, HIDDEN) }],
    reports: ["resolver-algorithm-support-gap:warning"],
  },
  {
    id: "resolver-algorithm-support-gap",
    when: "it lacks Ed448, and does not say so",
    scenario: zoneTest({ keys: keyPair(16) }),
    resolvers: [{ behaviour: withoutAd(null, HIDDEN) }],
    reports: ["resolver-algorithm-support-gap:warning"],
  },
  {
    id: "resolver-algorithm-support-gap",
    when: "it knows Ed25519",
    scenario: zoneTest({ keys: keyPair(15) }),
    resolvers: [{}],
    reports: [],
  },
  {
    id: "resolver-validates-sha1",
    when: "a zone of RSASHA1 comes with AD",
    scenario: zoneTest({ keys: keyPair(5) }),
    resolvers: [{}],
    reports: ["resolver-validates-sha1:info"],
  },
  {
    id: "resolver-validates-sha1",
    when: "a zone of RSASHA1 comes without AD",
    scenario: zoneTest({ keys: keyPair(5) }),
    resolvers: [{ behaviour: withoutAd(1, HIDDEN) }],
    reports: ["resolver-algorithm-support-gap:warning"],
  },
  {
    id: "resolver-nsec3-iterations-limit",
    when: "a denial with iterations comes without AD",
    scenario: zoneTest({ denial: { ...NSEC3, iterations: 10 } }),
    resolvers: [{ behaviour: withoutAd(27, validatedBelow("dnssec-check-absent-name.zone.test.")) }],
    reports: ["resolver-nsec3-iterations-limit:info"],
  },
  {
    id: "resolver-nsec3-iterations-limit",
    when: "a denial with iterations is refused",
    scenario: zoneTest({ denial: { ...NSEC3, iterations: 10 } }),
    resolvers: [{ behaviour: fails(27, validatedBelow("dnssec-check-absent-name.zone.test.")) }],
    reports: ["resolver-nsec3-iterations-limit:info"],
  },
  {
    id: "resolver-nsec3-iterations-limit",
    when: "a denial with iterations comes with AD",
    scenario: zoneTest({ denial: { ...NSEC3, iterations: 10 } }),
    resolvers: [{}],
    reports: [],
  },
];

function lastBitFlipped(octets: Uint8Array): Uint8Array {
  return octets.map((octet, i) => (i === octets.length - 1 ? octet ^ 1 : octet));
}

/** As Knot Resolver answers for a wildcard where it does not validate. */
function withoutProof(response: Response): Response {
  const authority = response.answer.length === 0 ? response.authority : [];
  return { ...response, authority, authenticData: false };
}
