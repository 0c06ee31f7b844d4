import type { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseSoa } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { longestValid } from "../../dnssec/rrsig.ts";
import { serialTime } from "../../dnssec/serial-time.ts";
import { renderDuration } from "../../util/duration.ts";
import type { SeenRrset } from "./check.ts";

/** The part of the validity period after which a signer should have renewed something; BIND waits for two thirds. */
const DUE = 0.5;
/** The part after which none of the usual signers would still wait: they renew at three quarters at the latest. */
const OVERDUE = 0.8;
const REFRESHED_TYPES = new Set<number>([RrType.SOA, RrType.NS, RrType.DNSKEY]);
/** Signers on the fly date their signatures by the second: differences this small, in seconds, are theirs. */
const ON_THE_FLY = 300;

/** Tells whether the signer has stopped: nothing at the apex was signed for most of a validity period (RFC 6781 4.4.2). */
export function refreshFindings(zone: DomainName, seen: readonly SeenRrset[], now: number): Finding[] {
  const valid = seen.flatMap(({ set, verdicts }) => {
    const best = REFRESHED_TYPES.has(set.type) && set.owner.equals(zone) ? longestValid(verdicts) : undefined;
    return best === undefined ? [] : [best.rrsig];
  });
  const [first, ...rest] = valid;
  if (first === undefined) return [];
  const inceptionOf = (rrsig: typeof first): number => serialTime(rrsig.inception, now);
  const newest = rest.reduce((best, next) => (inceptionOf(next) > inceptionOf(best) ? next : best), first);
  const age = now - inceptionOf(newest);
  const validity = serialTime(newest.expiration, now) - inceptionOf(newest);
  if (age < validity * DUE) return [];
  const isOverdue = age >= validity * OVERDUE;
  const firstEnd = Math.min(...valid.map((rrsig) => serialTime(rrsig.expiration, now)));
  return [
    finding("rrsig-refresh-stalled", {
      subject: { name: zone },
      level: isOverdue ? "warning" : "info",
      params: {
        zone: nameText(zone),
        ago: renderDuration(age),
        limit: renderDuration(validity * (isOverdue ? OVERDUE : DUE)),
        left: renderDuration(firstEnd - now),
      },
    }),
  ];
}

/** Servers with one serial but signatures of other times: secondaries won't fetch the new ones (RFC 1982). */
export function serialFindings(zone: DomainName, seen: readonly SeenRrset[], now: number): Finding[] {
  const soas = seen.flatMap(({ server, set, verdicts }) => {
    const [rdata] = set.rdatas;
    const soa = set.type === RrType.SOA && rdata !== undefined ? parseOrNull(rdata, parseSoa) : null;
    const rrsig = verdicts.find((verdict) => verdict.isValid)?.rrsig;
    if (soa === null || rrsig === undefined || rrsig === null) return [];
    return [{ server, serial: soa.serial, keyTag: rrsig.keyTag, inception: serialTime(rrsig.inception, now) }];
  });
  const [newest] = soas.toSorted((a, b) => b.inception - a.inception);
  if (newest === undefined) return [];
  // Where servers sign with keys of their own, each has its own times (RFC 8901).
  if (soas.some(({ keyTag }) => keyTag !== newest.keyTag)) return [];
  const behind = soas.filter(
    ({ serial, inception }) => serial === newest.serial && newest.inception - inception > ON_THE_FLY,
  );
  if (behind.length === 0) return [];
  return [
    finding("soa-serial-not-bumped-after-resign", {
      subject: { name: zone, type: RrType.SOA },
      servers: behind.map(({ server }) => server),
      params: { zone: nameText(zone), serial: newest.serial },
    }),
  ];
}
