import type { SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { trustPaths } from "../../dnssec/chain/judge-keys.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import type { SignatureVerdict } from "../../dnssec/rrsig.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";

/**
 * For DNSKEY only signatures by keys that the parent or an anchor vouches for count, where there are any (RFC 4035 5.2);
 * beside a valid one of these, faults of other keys' signatures are kept as well.
 */
export function entryPointVerdicts(
  set: SignedRrset,
  verdicts: readonly SignatureVerdict[],
  link: ChainLink,
  keys: readonly ZoneKey[],
): readonly SignatureVerdict[] {
  if (set.type !== RrType.DNSKEY || link.trust === null) return verdicts;
  const vouched = trustPaths(link.zone, link.trust, keys).flatMap(({ match }) =>
    match.outcome === "matched" ? [match.key] : [],
  );
  const byVouched = verdicts.filter(
    ({ rrsig }) =>
      rrsig !== null && vouched.some((key) => key.tag === rrsig.keyTag && key.algorithm === rrsig.algorithm),
  );
  if (byVouched.length === 0) return verdicts;
  const others = verdicts.filter((verdict) => !verdict.isValid && !byVouched.includes(verdict));
  return byVouched.some(({ isValid }) => isValid) ? [...byVouched, ...others] : byVouched;
}
