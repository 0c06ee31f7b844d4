import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { judgeKeys } from "../../dnssec/chain/judge-keys.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type Effort, judgeSignatures } from "../../dnssec/rrsig.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import type { Level } from "../../util/level.ts";
import type { ZoneCopy } from "./copies.ts";
import type { JudgedLag } from "./stale.ts";

/** What copies are judged with. */
export interface KeySetting {
  readonly link: ChainLink;
  readonly now: number;
  readonly effort: Effort;
}

/** A copy's keys, and those of any copy whose signatures over its data hold. */
interface Signer {
  readonly copy: ZoneCopy;
  readonly dataSigners: readonly ZoneKey[];
  /** Its own keys that sign its own keys and data. */
  readonly ownSigners: readonly ZoneKey[];
  /** Its own answers validate by its own keys. */
  readonly isWhole: boolean;
}

/** Keys in which DNSKEY RRsets differ, and how bad that is as long as they are not all that signs a copy's data. */
interface Difference {
  readonly servers: readonly ServerAddress[];
  readonly keys: readonly ZoneKey[];
  readonly found: string;
  readonly level: Level;
}

/**
 * Compares the DNSKEY RRsets of signed copies. Where all keys that sign a copy's data are missing elsewhere, answers put
 * together from two servers break: critical. Sets that several signers share rightly (RFC 8901) are information, others a warning,
 * or no worse than the lag of the copy where that explains it.
 */
export function keyFindings(
  apex: DomainName,
  copies: readonly ZoneCopy[],
  lags: readonly JudgedLag[],
  setting: KeySetting,
): Finding[] {
  const signed = copies.filter(({ keys }) => keys.length > 0);
  const keys = distinctKeys(signed.flatMap((copy) => copy.keys));
  if (signed.every((copy) => copy.keys.length === keys.length)) return [];
  const signers = signed.map((copy) => signerOf(apex, copy, keys, setting));
  const dataSigners = distinctKeys(signers.flatMap((signer) => signer.dataSigners));
  const differences = isMultiSigner(signers, dataSigners)
    ? [{ servers: [], keys: [], found: "several signers, each with keys of its own", level: "info" as const }]
    : [...currentDifferences(signed, lags), ...laggingDifferences(lags)];
  const breaksAnswers = ({ keys: differing }: Difference): boolean =>
    signers.some(
      (signer) => signer.dataSigners.length > 0 && signer.dataSigners.every((key) => hasKey(differing, key)),
    );
  return differences.map((difference) =>
    finding("ns-dnskey-rrset-differs", {
      subject: { name: apex, type: RrType.DNSKEY },
      servers: difference.servers,
      level: breaksAnswers(difference) ? "critical" : difference.level,
      params: { found: difference.found, zone: nameText(apex) },
    }),
  );
}

/** Keys that copies lack which are not behind. */
function currentDifferences(signed: readonly ZoneCopy[], lags: readonly JudgedLag[]): Difference[] {
  const current = signed.filter((copy) => !lags.some((lag) => lag.copy === copy));
  const keys = distinctKeys(current.flatMap((copy) => copy.keys));
  return current.flatMap((copy) => {
    const missing = keys.filter((key) => !hasKey(copy.keys, key));
    const found = `${tagList(missing)} missing there`;
    return missing.length === 0 ? [] : [{ servers: [copy.server], keys: missing, found, level: "warning" }];
  });
}

/** Keys in which copies that are behind differ from the newest. */
function laggingDifferences(lags: readonly JudgedLag[]): Difference[] {
  return lags.flatMap(({ copy, newest, level }) => {
    if (copy.keys.length === 0 || newest.keys.length === 0) return [];
    const missing = newest.keys.filter((key) => !hasKey(copy.keys, key));
    const surplus = copy.keys.filter((key) => !hasKey(newest.keys, key));
    const found = [
      ...(missing.length === 0 ? [] : [`${tagList(missing)} missing there`]),
      ...(surplus.length === 0 ? [] : [`${tagList(surplus)} still there`]),
    ];
    if (found.length === 0) return [];
    return [{ servers: [copy.server], keys: [...missing, ...surplus], found: found.join(", "), level }];
  });
}

function signerOf(apex: DomainName, copy: ZoneCopy, keys: readonly ZoneKey[], setting: KeySetting): Signer {
  const { link, now, effort } = setting;
  const validKeys = (set: ZoneCopy["keySet"], among: readonly ZoneKey[]): ZoneKey[] => {
    const verdicts = set === null ? [] : judgeSignatures(set, { zone: apex, keys: among, now, effort });
    return verdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key] : []));
  };
  const own = validKeys(copy.soaSet, copy.keys);
  const keySigners = validKeys(copy.keySet, copy.keys);
  const isVouched =
    link.trust === null || copy.dnskey === null
      ? keySigners.length > 0
      : judgeKeys(apex, link.trust, copy.dnskey, now, effort).status === "secure";
  return {
    copy,
    dataSigners: validKeys(copy.soaSet, keys),
    ownSigners: distinctKeys([...own, ...keySigners]),
    isWhole: isVouched && own.length > 0,
  };
}

/** Every copy validates by itself, all publish every key that signs data, and not all are signed by the same keys. */
function isMultiSigner(signers: readonly Signer[], dataSigners: readonly ZoneKey[]): boolean {
  const isShared = signers.every(({ copy }) => dataSigners.every((key) => hasKey(copy.keys, key)));
  const combinations = new Set(signers.map(({ ownSigners }) => sortedTags(ownSigners)));
  return isShared && combinations.size > 1 && signers.every(({ isWhole }) => isWhole);
}

function distinctKeys(keys: readonly ZoneKey[]): ZoneKey[] {
  return keys.filter((key, i) => keys.findIndex((other) => sameKey(other, key)) === i);
}

function hasKey(keys: readonly ZoneKey[], key: ZoneKey): boolean {
  return keys.some((other) => sameKey(other, key));
}

function sortedTags(keys: readonly ZoneKey[]): string {
  return keys
    .map(({ tag }) => tag)
    .toSorted((a, b) => a - b)
    .join();
}

function tagList(keys: readonly ZoneKey[]): string {
  return `${keys.length === 1 ? "key" : "keys"} ${keys.map(({ tag }) => tag).join(", ")}`;
}
