import { parseEach, parseRrsig, type Rrsig } from "../../dns/rdata.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { serialDifference, serialTime } from "../../dnssec/serial-time.ts";
import type { ZoneCopy } from "./copies.ts";

/** A copy that is not the newest of those that one signer made. */
export interface Lag {
  readonly copy: ZoneCopy;
  readonly newest: ZoneCopy;
  /** Seconds for which a newer copy has been there, as far as signatures tell; null where they tell nothing. */
  readonly behindFor: number | null;
}

/** Signers on the fly date their signatures by the second: differences this small, in seconds, are theirs. */
const ON_THE_FLY = 300;

/** Finds the copies whose serial is more than tolerance behind another's (RFC 1982), or whose serial was signed earlier. */
export function findLags(copies: readonly ZoneCopy[], tolerance: number, now: number): Lag[] {
  return copies.flatMap((copy) => {
    const newest = copies
      .filter((other) => isComparable(copy, other))
      .reduce((best, next) => (isNewer(next, best, now) ? next : best), copy);
    return isBehind(copy, newest, tolerance, now) ? [{ copy, newest, behindFor: behindFor(copy, newest, now) }] : [];
  });
}

/** When the SOA's last signature began and when it ends, in seconds since 1970; null where it is unsigned. */
export function soaPeriod(
  copy: ZoneCopy,
  now: number,
): { readonly inception: number; readonly expiration: number } | null {
  const periods = signaturesOf(copy.soaSet).map(({ inception, expiration }) => ({
    inception: serialTime(inception, now),
    expiration: serialTime(expiration, now),
  }));
  return periods.toSorted((a, b) => b.expiration - a.expiration)[0] ?? null;
}

/**
 * Servers that sign with keys of their own, and share them, count their serials each for itself (RFC 8901). Where a signer's
 * key is missing at the other, one of the two is an old copy.
 */
function isComparable(a: ZoneCopy, b: ZoneCopy): boolean {
  const [ofA, ofB] = [signersOf(a.soaSet), signersOf(b.soaSet)];
  if (ofA.join() === ofB.join()) return true;
  const publishes = ({ keys }: ZoneCopy, tags: readonly number[]): boolean =>
    tags.every((tag) => keys.some((key) => key.tag === tag));
  const haveOneEntryPoint = signersOf(a.keySet).some((tag) => signersOf(b.keySet).includes(tag));
  return haveOneEntryPoint && !(publishes(a, ofB) && publishes(b, ofA));
}

/** The tags of the keys that sign an RRset, whatever the signatures are worth. */
function signersOf(set: SignedRrset | null): number[] {
  return set === null ? [] : [...new Set(signaturesOf(set).map(({ keyTag }) => keyTag))].toSorted((a, b) => a - b);
}

function signaturesOf({ signatures }: SignedRrset): Rrsig[] {
  return parseEach(
    signatures.map(({ rdata }) => rdata),
    parseRrsig,
  );
}

function isNewer(a: ZoneCopy, b: ZoneCopy, now: number): boolean {
  const difference = serialDifference(b.soa.serial, a.soa.serial);
  return difference === 0 ? (soaPeriod(a, now)?.inception ?? 0) > (soaPeriod(b, now)?.inception ?? 0) : difference > 0;
}

function isBehind(copy: ZoneCopy, newest: ZoneCopy, tolerance: number, now: number): boolean {
  const difference = serialDifference(copy.soa.serial, newest.soa.serial);
  if (difference !== 0) return difference > tolerance;
  const own = soaPeriod(copy, now);
  const other = soaPeriod(newest, now);
  return own !== null && other !== null && other.inception - own.inception > ON_THE_FLY;
}

/** The oldest signature of the newest copy that this copy can't have had shows since when it was there to be had. */
function behindFor(copy: ZoneCopy, newest: ZoneCopy, now: number): number | null {
  const inceptions = ({ signatures }: ZoneCopy): number[] =>
    signatures.map(({ inception }) => serialTime(inception, now));
  const own = inceptions(copy);
  if (own.length === 0) return null;
  const last = Math.max(...own);
  const newer = inceptions(newest).filter((inception) => inception > last + ON_THE_FLY && inception <= now);
  return newer.length === 0 ? null : now - Math.min(...newer);
}
