import type { DomainName } from "../../dns/name.ts";
import type { Rrsig } from "../../dns/rdata.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { longestValid, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { serialTime } from "../../dnssec/serial-time.ts";
import type { Metric } from "../../monitoring/perfdata.ts";
import { alerts, renderThreshold, type Threshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import type { QuestionVerdict } from "../chain/check.ts";

/** When a signed RRset loses its last valid signature. */
export interface Expiry {
  readonly name: DomainName;
  readonly type: number;
  readonly zone: DomainName;
  readonly keyTag: number;
  /** Seconds left; negative where the last signature has expired. */
  readonly left: number;
  /** Of the whole validity period. */
  readonly percentLeft: number;
}

/** What -w and -c are judged by. */
interface Thresholds {
  readonly now: number;
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** The expiry of an RRset by its longest valid signature, else by the one that expired last; null where there is neither. */
export function expiryOf(
  name: DomainName,
  type: number,
  verdicts: readonly SignatureVerdict[],
  now: number,
): Expiry | null {
  const rrsig = longestValid(verdicts)?.rrsig ?? lastExpired(verdicts, now);
  if (rrsig === null) return null;
  const { expiration, inception, keyTag, signerName } = rrsig;
  const left = serialTime(expiration, now) - now;
  const validity = serialTime(expiration, now) - serialTime(inception, now);
  return { name, type, zone: signerName, keyTag, left, percentLeft: validity === 0 ? 0 : (100 * left) / validity };
}

function lastExpired(verdicts: readonly SignatureVerdict[], now: number): Rrsig | null {
  const expired = verdicts.flatMap((verdict) =>
    verdict.isValid || verdict.fault !== "expired" || verdict.rrsig === null ? [] : [verdict.rrsig],
  );
  return expired.toSorted((a, b) => serialTime(b.expiration, now) - serialTime(a.expiration, now))[0] ?? null;
}

/** The RRset of a chain and of the answers at its end that expires first; null where nothing is validly signed. */
export function firstExpiry(link: ChainLink, verdicts: readonly QuestionVerdict[], now: number): Expiry | null {
  const expiries = linksDownTo(link).flatMap(({ zone, trust, judgement }) => [
    trust?.kind === "ds" ? expiryOf(zone, RrType.DS, trust.verdicts, now) : null,
    judgement === null ? null : expiryOf(zone, RrType.DNSKEY, judgement.verdicts, now),
  ]);
  const answers = verdicts.flatMap(({ validations }) => validations).flatMap(({ steps }) => steps);
  for (const { name, type, judgement } of answers) {
    if (judgement !== null) expiries.push(expiryOf(name, type, judgement.verdicts, now));
  }
  return earliest(expiries);
}

/** The expiry with the least time left; null where there is none. */
export function earliest<T extends Expiry>(expiries: readonly (T | null)[]): T | null {
  return expiries.reduce<T | null>(
    (first, next) => (first === null || (next !== null && next.left < first.left) ? next : first),
    null,
  );
}

/** Judges time left by the thresholds (RFC 6781 4.4.2). */
export function expiryFindings({ now, warning, critical }: Thresholds, expiry: Expiry | null): Finding[] {
  if (expiry === null) return [];
  const { name, type, zone, keyTag, left, percentLeft } = expiry;
  // An expired signature is a fault with a name of its own.
  if (left < 0) return [];
  const level = alerts(critical, left, percentLeft)
    ? "critical"
    : alerts(warning, left, percentLeft)
      ? "warning"
      : null;
  if (level === null) return [];
  return [
    finding("rrsig-expiring-soon", {
      subject: { name, type },
      level,
      params: { keyTag, zone: nameText(zone), left: renderDuration(left), expiration: renderTime(now + left) },
    }),
  ];
}

/** The main metric of chain and signatures: seconds until the first signature expires. */
export function expiryMetric({ warning, critical }: Thresholds, expiry: Expiry | null): Metric {
  return {
    name: "first_expiry",
    value: expiry?.left ?? null,
    uom: "s",
    warn: renderThreshold(warning, "s"),
    crit: renderThreshold(critical, "s"),
    min: null,
    max: null,
  };
}

/** An expiry in words: `first signature expires in 3d 4h (MX, key 12345)`. */
export function expiryText({ name, type, keyTag, left }: Expiry, zone: DomainName): string {
  const where = name.equals(zone) ? typeName(type) : `${typeName(type)} ${nameText(name)}`;
  const when = left < 0 ? `expired ${renderDuration(-left)} ago` : `expires in ${renderDuration(left)}`;
  return `first signature ${when} (${where}, key ${keyTag})`;
}
