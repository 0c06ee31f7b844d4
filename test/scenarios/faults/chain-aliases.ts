import { BAD_SERVER, type FaultCase, GOOD_SERVER, KEYS, zoneTest } from "../../support/fault-case.ts";
import type { Scenario } from "../../support/check.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { dropRrsig, expire, flipSignature } from "../../support/signer/mutate.ts";

/** An alias from zone.test. to www in a second zone. */
function toTarget(target: ZonePlan, scenario: Partial<Scenario> = {}): Scenario {
  return zoneTest(
    { keys: KEYS, records: ["alias CNAME www.target.test.", "tree DNAME target.test.", "*.wild CNAME alias"] },
    {
      queries: ["alias.zone.test./A"],
      zones: { "target.test.": { records: ["www A 192.0.2.80"], ...target } },
      ...scenario,
    },
  );
}

/** Faults that show where an alias leads. */
export const CHAIN_ALIASES: readonly FaultCase[] = [
  {
    id: "chain-indeterminate",
    when: "the target's servers are silent",
    scenario: toTarget({ servers: [{ addresses: [BAD_SERVER], behaviour: { silent: true } }] }),
    reports: ["chain-indeterminate:warning"],
    servers: [BAD_SERVER],
    security: "indeterminate",
  },
  {
    id: "chain-indeterminate",
    when: "a name outside the zone gets no answer",
    scenario: toTarget({ servers: [{ behaviour: { rcode: 2 } }] }, { queries: ["www.target.test./A"] }),
    reports: ["chain-indeterminate:warning"],
    security: "indeterminate",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "the target's zone is unsigned",
    scenario: toTarget({ keys: null }),
    reports: ["chain-cname-target-not-secure:info"],
    security: "insecure",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "a DNAME leads into an unsigned zone",
    scenario: toTarget({ keys: null }, { queries: ["www.tree.zone.test./A"] }),
    reports: ["chain-cname-target-not-secure:info"],
    security: "insecure",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "the target's signature does not verify",
    scenario: toTarget({ mutations: [flipSignature("www", "A")] }),
    reports: ["chain-cname-target-not-secure:critical", "rrsig-bogus:critical"],
    cause: "rrsig-bogus",
    security: "bogus",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "the target's zone has expired keys",
    scenario: toTarget({ mutations: [expire("@", "DNSKEY")] }),
    reports: [
      "chain-cname-target-not-secure:critical",
      "chain-no-secure-entry-point:emergency",
      "rrsig-expired-dnskey:emergency",
    ],
    cause: "rrsig-expired-dnskey",
    security: "bogus",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "the target is secure, through a wildcard and two aliases",
    scenario: toTarget({}, { queries: ["a.b.wild.zone.test./A", "www.tree.zone.test./A", "none.tree.zone.test./A"] }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-cname-target-not-secure",
    when: "the alias itself is not signed",
    scenario: toTarget({ keys: null }, { zones: { "zone.test.": aliasUnsigned(), "target.test.": { keys: null } } }),
    reports: ["rrsig-missing:critical"],
    security: "bogus",
  },
  {
    id: "dname-synthesis-invalid",
    when: "the CNAME that goes with a DNAME is left out",
    scenario: zoneTest(
      {
        keys: KEYS,
        records: ["tree DNAME other", "www.other A 192.0.2.80"],
        servers: [
          { addresses: [GOOD_SERVER] },
          {
            addresses: [BAD_SERVER],
            behaviour: {
              alter: (response) => ({ ...response, answer: response.answer.filter(({ type }) => type !== 5) }),
            },
          },
        ],
      },
      { queries: ["www.tree.zone.test./A"] },
    ),
    reports: ["dname-synthesis-invalid:critical"],
    servers: [BAD_SERVER],
    security: "secure",
  },
];

function aliasUnsigned(): ZonePlan {
  return { keys: KEYS, records: ["alias CNAME www.target.test."], mutations: [dropRrsig("alias", "CNAME")] };
}
