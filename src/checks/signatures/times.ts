import type { Soa } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { longestValid, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { serialTime } from "../../dnssec/serial-time.ts";
import { aboutSignature, type SignatureSetting } from "../../dnssec/signature-findings.ts";
import { renderDuration } from "../../util/duration.ts";

/** Validators whose clocks are off by no more than this are common. */
const CLOCK_SKEW = 300;
/** What Zonemaster allows of time left and of the whole period. */
const MAX_VALIDITY = 180 * 86_400;
const LONG_LIVED = new Set<number>([RrType.SOA, RrType.DNSKEY]);

/** What is odd about the times and TTLs of a validly signed RRset; running out has thresholds of its own. */
export function timeFindings(
  set: SignedRrset,
  verdicts: readonly SignatureVerdict[],
  setting: SignatureSetting,
  soa: Soa | null,
): Finding[] {
  const valid = longestValid(verdicts);
  if (valid === undefined) return [];
  const { now } = setting;
  const { rrsig } = valid;
  const expiration = serialTime(rrsig.expiration, now);
  const inception = serialTime(rrsig.inception, now);
  const left = expiration - now;
  const validity = expiration - inception;
  const { subject, servers, params: common } = aboutSignature(set, rrsig, setting, "warning");
  const facts = { ...common, left: renderDuration(left), ago: renderDuration(now - inception) };
  const about = { subject, servers, params: facts };
  const findings: Finding[] = [];

  if (left <= CLOCK_SKEW) findings.push(finding("rrsig-expiry-in-clock-skew", about));
  const isOnlyValid = verdicts.filter(({ isValid }) => isValid).length === 1;
  if (isOnlyValid && now - inception <= CLOCK_SKEW) findings.push(finding("rrsig-inception-in-clock-skew", about));
  const limit = renderDuration(MAX_VALIDITY);
  const tooLong = { ...about, params: { ...facts, limit, validity: renderDuration(validity) } };
  if (validity > MAX_VALIDITY) findings.push(finding("rrsig-validity-too-long", tooLong));
  if (LONG_LIVED.has(set.type) && left > MAX_VALIDITY) {
    findings.push({ ...finding("rrsig-remaining-too-long", tooLong), cause: "rrsig-validity-too-long" });
  }
  const shortest = LONG_LIVED.has(set.type) ? leastValidity(rrsig.originalTtl, soa) : null;
  if (shortest !== null && validity < shortest.seconds) {
    const params = { ...facts, validity: renderDuration(validity), limit: shortest.text };
    findings.push(finding("rrsig-validity-too-short", { ...about, params }));
  }
  if (set.ttl > left)
    findings.push(finding("rrsig-ttl-beyond-expiration", { ...about, params: { ...facts, ttl: set.ttl } }));
  if (valid.ttl !== set.ttl) {
    findings.push(finding("rrsig-ttl-mismatch", { ...about, params: { ttl: set.ttl, found: valid.ttl } }));
  }
  const served = Math.max(set.ttl, valid.ttl);
  if (served > rrsig.originalTtl) {
    findings.push(
      finding("rrsig-original-ttl-exceeded", { ...about, params: { ttl: served, limit: rrsig.originalTtl } }),
    );
  }
  return findings;
}

/** A zone must outlive one failed signing or transfer (RFC 6781 4.4.2). */
function leastValidity(ttl: number, soa: Soa | null): { readonly seconds: number; readonly text: string } {
  const threeTtls = { seconds: 3 * ttl, text: `three times its TTL of ${renderDuration(ttl)}` };
  if (soa === null || soa.expire <= threeTtls.seconds) return threeTtls;
  return { seconds: soa.expire, text: `the SOA expire of ${renderDuration(soa.expire)}` };
}
