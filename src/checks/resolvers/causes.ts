import type { Causes } from "../shared/causes.ts";

/** What resolvers do follows from what they are and from the faults of the zone. */
export const RESOLVER_CAUSES: Causes = {
  "resolver-servfail-on-secure": ["resolver-clock-skew", "resolver-reports-not-ready"],
  "resolver-ad-missing": [
    "resolver-not-validating",
    "resolver-dnssec-stripped",
    "resolver-accepts-bogus",
    "resolver-negative-trust-anchor",
    "resolver-reports-not-ready",
  ],
  "resolver-accepts-bogus": ["resolver-not-validating"],
  "resolver-stale-or-cached-error": ["resolver-servfail-on-secure"],
  "resolver-slow": ["resolver-no-answer"],
  "resolver-results-differ": [
    "resolver-clock-skew",
    "resolver-recursion-unavailable",
    "resolver-dnssec-stripped",
    "resolver-not-validating",
    "resolver-accepts-bogus",
    "resolver-negative-trust-anchor",
    "resolver-servfail-on-secure",
    "resolver-algorithm-support-gap",
    "resolver-ad-missing",
    "resolver-reports-not-ready",
    "resolver-no-answer",
  ],
};
