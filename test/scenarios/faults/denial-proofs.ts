import { parseName } from "../../../src/dns/name.ts";
import { type FaultCase, KEYS, zoneTest } from "../../support/fault-case.ts";
import type { Scenario } from "../../support/check.ts";
import type { Behaviour } from "../../support/server/behaviour.ts";
import { nsec3Owner } from "../../support/signer/denial-chain.ts";
import { createKey } from "../../support/signer/key.ts";
import { dropRrsig, EVERY, expire, flipSignature, type Mutation, resign } from "../../support/signer/mutate.ts";
import { alterNext, dropDenial, dropDenialOf, editBitmap, editDenial } from "../../support/signer/mutate-denial.ts";
import { type Denial, NSEC3 } from "../../support/signer/sign-zone.ts";

const RECORDS = ["m A 192.0.2.1", "z A 192.0.2.2", "*.wild A 192.0.2.3", "exact.wild A 192.0.2.4"];
const APEX = parseName("zone.test.");
const OTHER_ZSK = createKey({ seed: "other", flags: 256 });

/** zone.test. with faults in its denial chain, and a question whose answer needs it. */
function asked(query: string, denial: Denial, mutations: readonly Mutation[], behaviour: Behaviour = {}): Scenario {
  const plan = { keys: KEYS, denial, records: RECORDS, mutations, servers: [{ behaviour }] };
  return zoneTest(plan, { queries: [query] });
}

/** zone.test. without DS below a parent with faults in its denial chain. */
function belowFaulty(denial: Denial, ...mutations: readonly Mutation[]): Scenario {
  return zoneTest({ ds: [] }, { zones: { "test.": { denial, mutations } } });
}

function broken(id: FaultCase["id"], when: string, scenario: Scenario): FaultCase {
  return { id, when, scenario, reports: [`${id}:critical`], security: "bogus" };
}

function brokenCut(id: FaultCase["id"], when: string, scenario: Scenario): FaultCase {
  const reports = [`${id}:critical`, "chain-parent-ds-signature-invalid:emergency"] as const;
  return { id, when, scenario, reports, security: "bogus" };
}

/** Leaves of the denial records only the apex's. */
const ONLY_APEX: Behaviour = {
  alter: (response) => {
    const own = nsec3Owner(APEX, APEX, NSEC3);
    const isOther = (record: (typeof response.authority)[number]) =>
      !record.owner.equals(own) && record.owner.isBelow(APEX);
    return { ...response, authority: response.authority.filter((record) => !isOther(record)) };
  },
};

const NOWHERE = "nowhere.zone.test./A";
const NO_TYPE = "m.zone.test./AAAA";
const WILD = "x.wild.zone.test./A";

/** What is wrong with a proof of absence, as the chain names it. */
export const DENIAL_PROOFS: readonly FaultCase[] = [
  broken("nsec-missing-nxdomain", "nothing denies the name", asked(NOWHERE, "nsec", [dropDenial()])),
  broken("nsec-missing-nodata", "nothing denies the type", asked(NO_TYPE, "nsec", [dropDenial()])),
  broken("nsec-missing-wildcard", "nothing proves the expansion", asked(WILD, "nsec", [dropDenial()])),
  brokenCut("nsec-missing-insecure-delegation", "nothing denies the DS", belowFaulty("nsec", dropDenial())),
  broken("nsec-qname-not-covered", "the span ends before the name", asked(NOWHERE, "nsec", [alterNext("m", "n")])),
  broken(
    "nsec-wildcard-not-covered",
    "the span ends before the wildcard",
    asked(NOWHERE, "nsec", [alterNext("@", "!")]),
  ),
  broken(
    "nsec-qname-not-covered",
    "the expanded name is not covered",
    asked(WILD, "nsec", [alterNext("exact.wild", "exact1.wild")]),
  ),
  broken("nsec-no-match-for-nodata", "the name has no NSEC", asked(NO_TYPE, "nsec", [dropDenialOf("m")])),
  broken(
    "nsec-qname-covered-in-nodata",
    "the name's NSEC is gone and the span closed over it",
    asked(NO_TYPE, "nsec", [dropDenialOf("m"), alterNext("@", "ns1")]),
  ),
  broken("nsec-type-bit-set", "the bitmap has the type", asked(NO_TYPE, "nsec", [editBitmap("m", { add: ["AAAA"] })])),
  broken("nsec-type-bit-set", "the bitmap has CNAME", asked(NO_TYPE, "nsec", [editBitmap("m", { add: ["CNAME"] })])),
  broken(
    "nsec-type-bit-set",
    "the hashed name's bitmap has the type",
    asked(NO_TYPE, NSEC3, [editBitmap("m", { add: ["AAAA"] })]),
  ),
  brokenCut("nsec-delegation-bits-ds", "the bitmap has DS", belowFaulty("nsec", editBitmap("zone", { add: ["DS"] }))),
  brokenCut(
    "nsec-delegation-bits-soa",
    "the bitmap has SOA",
    belowFaulty("nsec", editBitmap("zone", { add: ["SOA"] })),
  ),
  brokenCut(
    "nsec-delegation-bits-ds",
    "the hashed name's bitmap has DS",
    belowFaulty(NSEC3, editBitmap("zone", { add: ["DS"] })),
  ),
  broken(
    "nsec-next-out-of-zone",
    "the span leads out of the zone",
    asked(NOWHERE, "nsec", [alterNext("m", "x.other.test.")]),
  ),
  broken("nsec3-no-match-for-nodata", "the name has no NSEC3", asked(NO_TYPE, NSEC3, [dropDenialOf("m")])),
  broken("nsec3-closest-encloser-missing", "no ancestor has an NSEC3", asked(NOWHERE, NSEC3, [dropDenialOf("@")])),
  broken("nsec3-next-closer-not-covered", "only the apex's NSEC3 is sent", asked(NOWHERE, NSEC3, [], ONLY_APEX)),
  brokenCut(
    "nsec3-optout-not-set",
    "the delegation was left out of a chain without opt-out",
    belowFaulty(
      { ...NSEC3, optOut: true },
      editDenial(EVERY, () => ({ flags: 0 })),
    ),
  ),
  {
    id: "nsec3-optout-not-set",
    when: "the delegation was left out of a chain with opt-out",
    scenario: belowFaulty({ ...NSEC3, optOut: true }),
    reports: ["chain-expected-secure-but-insecure:critical", "chain-island-of-security:info"],
    security: "insecure",
  },
  {
    id: "rrsig-expired-denial",
    when: "the NSEC has expired",
    scenario: asked(NO_TYPE, "nsec", [expire("m", "NSEC")]),
    reports: ["rrsig-expired-denial:emergency"],
    security: "bogus",
  },
  broken("nsec-signature-missing", "the NSEC has no signature", asked(NO_TYPE, "nsec", [dropRrsig("m", "NSEC")])),
  broken(
    "nsec-signature-bogus",
    "the NSEC3's signature is wrong",
    asked(NO_TYPE, NSEC3, [flipSignature("m", "NSEC3")]),
  ),
  broken(
    "nsec-signature-key-missing",
    "the NSEC3's key is not published",
    asked(NO_TYPE, NSEC3, [resign("m", "NSEC3", { key: OTHER_ZSK })]),
  ),
  broken(
    "rrsig-missing",
    "the SOA that goes with the proof has no signature",
    asked(NO_TYPE, "nsec", [dropRrsig("@", "SOA")]),
  ),
];
