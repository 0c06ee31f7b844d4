import { type CheckResult, runCheck } from "../../support/checks-by-name.ts";
import type { ResolverProgram } from "../../support/daemons/resolver.ts";
import type { ResolverSetup } from "../../support/daemons/resolver-setup.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { expire } from "../../support/signer/mutate.ts";
import { NSEC3 } from "../../support/signer/sign-zone.ts";

/** What all resolvers can reach below a root of their own. */
export const RESOLVED_ZONES: Readonly<Record<string, ZonePlan>> = {
  "test.": {},
  "zone.test.": { records: ["www A 192.0.2.1", "*.wild A 192.0.2.2"] },
  "hashed.test.": { records: ["www A 192.0.2.1", "*.wild A 192.0.2.2"], denial: NSEC3 },
  "broken.test.": { records: ["@ A 192.0.2.1"], mutations: [expire("**", "**")] },
};

/** One resolver of a row. */
export interface ResolverPlan extends Omit<Partial<ResolverSetup>, "trustAnchor" | "forwardTo"> {
  readonly anchor?: "good" | "wrong" | "none";
}

/** What the checks look at through a resolver. */
export const LOOKS = {
  nsec: (argv) => runCheck.resolvers(["zone.test", ...argv, "-q", "www.zone.test", "-q", "x.wild.zone.test"]),
  nsec3: (argv) => runCheck.resolvers(["hashed.test", ...argv, "-q", "www.hashed.test", "-q", "x.wild.hashed.test"]),
  bogusName: (argv) => runCheck.resolvers(["zone.test", ...argv, "--bogus-name", "broken.test"]),
  bogusZone: (argv) => runCheck.resolvers(["broken.test", ...argv]),
  anchors: (argv) => runCheck.trustAnchor(argv),
  chain: (argv) => runCheck.chain(["zone.test", ...argv, "-q", "www.zone.test", "-q", "www.zone.test/MX"]),
  nsec3Chain: (argv) => runCheck.chain(["hashed.test", ...argv, "-q", "www.hashed.test", "-q", "nx.hashed.test"]),
  brokenChain: (argv) => runCheck.chain(["broken.test", ...argv]),
  all: (argv) => runCheck.all(["zone.test", ...argv, "--no-state"]),
} as const satisfies Readonly<Record<string, (argv: readonly string[]) => Promise<CheckResult>>>;

/** The alarms of looks, none where a look is left out; null where it depends on what is in the cache. */
type Alarms = Readonly<Partial<Record<keyof typeof LOOKS, readonly string[] | null>>>;

/** Resolvers of one program and the alarms that the checks raise through the last. */
export interface ResolverRow {
  /** Goes on with "as a resolver that". */
  readonly that: string;
  /** Each forwards to the one before it. */
  readonly plans: readonly ResolverPlan[];
  readonly alarms: Alarms;
  /** What a program does in its own way. */
  readonly own?: Readonly<Partial<Record<ResolverProgram, Alarms>>>;
}

const EXPIRED = ["< chain-no-secure-entry-point:emergency", "rrsig-expired-dnskey:emergency"];
const AD_MISSING = ["resolver-ad-missing:warning"];
const NOT_VALIDATING = ["resolver-not-validating:critical"];
export const FAILING = ["resolver-servfail-on-secure:critical"];
/** Knot Resolver gives wildcards without proof where it does not validate. */
export const UNPROVED = ["nsec-missing-wildcard:critical"];
const ACCEPTING = ["resolver-accepts-bogus:emergency"];

/** A zone that is broken is so through every resolver. */
const BROKEN: Alarms = { bogusZone: EXPIRED, brokenChain: EXPIRED };
const BLIND: Alarms = {
  ...BROKEN,
  nsec: AD_MISSING,
  nsec3: AD_MISSING,
  anchors: AD_MISSING,
  all: AD_MISSING,
  bogusName: NOT_VALIDATING,
  bogusZone: [...EXPIRED, ...NOT_VALIDATING, "< resolver-ad-missing:warning"],
};

/** What is expected of every program. */
export const RESOLVER_ROWS: readonly ResolverRow[] = [
  { that: "validates", plans: [{}], alarms: BROKEN },
  { that: "validates and denies from its cache", plans: [{ isAggressive: true }], alarms: BROKEN },
  { that: "does not validate", plans: [{ anchor: "none" }], alarms: BLIND },
  {
    that: "has a wrong trust anchor",
    plans: [{ anchor: "wrong" }],
    alarms: {
      ...BROKEN,
      nsec: FAILING,
      nsec3: FAILING,
      bogusName: FAILING,
      anchors: FAILING,
      all: FAILING,
      bogusZone: [...EXPIRED, ...FAILING],
    },
  },
  {
    that: "has a negative trust anchor for a healthy zone",
    plans: [{ insecure: ["zone.test."] }],
    alarms: { ...BROKEN, nsec: AD_MISSING, bogusName: AD_MISSING, all: AD_MISSING },
  },
  {
    that: "has a negative trust anchor for a broken zone",
    plans: [{ insecure: ["broken.test."] }],
    alarms: { ...BROKEN, bogusName: ACCEPTING, bogusZone: [...EXPIRED, ...ACCEPTING] },
    // It sets no AD for the DS either.
    own: { kresd: { bogusZone: [...EXPIRED, ...ACCEPTING, "< resolver-ad-missing:warning"] } },
  },
  { that: "validates and forwards to one that does, too", plans: [{}, {}], alarms: BROKEN },
  {
    that: "validates and forwards to one that does not",
    plans: [{ anchor: "none" }, {}],
    alarms: BROKEN,
    // The one behind leaves out the proofs of wildcards, so that validation fails in front of it.
    own: { kresd: { nsec: UNPROVED, nsec3: UNPROVED } },
  },
  {
    that: "validates and forwards to one with a wrong trust anchor",
    plans: [{ anchor: "wrong" }, {}],
    alarms: BROKEN,
  },
  {
    that: "does not validate and forwards to one that does",
    plans: [{}, { anchor: "none" }],
    alarms: BLIND,
    // It leaves CD out of what it forwards, and passes AD on but not from its cache.
    own: { unbound: { anchors: null, bogusName: AD_MISSING, bogusZone: null } },
  },
];
