import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { matchAnchor, pointsTo } from "../../dnssec/ds.ts";
import { type KeyRole, keyRole } from "../../dnssec/key-role.ts";
import { isRevoked, isSecureEntryPoint } from "../../dnssec/key-tag.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import { equalBytes } from "../../util/bytes.ts";
import type { JudgedRrset, ServerKeys } from "./gather.ts";

/** A published key and what it is seen to do, over all servers. */
export interface SeenKey {
  readonly key: ZoneKey;
  /** Those that publish it. */
  readonly servers: readonly ServerAddress[];
  readonly role: KeyRole;
  /** Signatures over DNSKEY, over SOA or NS, name it. */
  readonly signsKeys: boolean;
  readonly signsData: boolean;
  /** The parent's DS, or an anchor of the zone's own, names it. */
  readonly isInDs: boolean;
  /** CDS or CDNSKEY asks for it. */
  readonly isInCds: boolean;
  /** It signs nothing, is named by nothing and is not on its way out. */
  readonly isIdle: boolean;
}

/** Every key that a server publishes, each once; those meant as entry points first. */
export function seenKeys(link: ChainLink, views: readonly ServerKeys[]): SeenKey[] {
  const keys: ZoneKey[] = [];
  for (const key of views.flatMap((view) => view.keys)) {
    if (!keys.some((known) => sameKey(known, key))) keys.push(key);
  }
  const overKeys = views.flatMap(({ dnskey }) => dnskey ?? []);
  const overData = views.flatMap(({ data }) => data);
  const sorted = keys.toSorted(
    (a, b) => Number(isSecureEntryPoint(b)) - Number(isSecureEntryPoint(a)) || a.tag - b.tag,
  );
  return sorted.map((key) => {
    const signsKeys = isSigner(key, overKeys);
    const signsData = isSigner(key, overData);
    const isInDs = isVouchedKey(link, key);
    const isInCds = views.some((view) => isAskedFor(link.zone, view, key));
    return {
      key,
      servers: views.filter((view) => view.keys.some((other) => sameKey(other, key))).map(({ server }) => server),
      role: keyRole(key, signsKeys ? [key] : [], signsData ? [key] : []),
      signsKeys,
      signsData,
      isInDs,
      isInCds,
      isIdle: !signsKeys && !signsData && !isInDs && !isInCds && !isRevoked(key),
    };
  });
}

/** Signatures over these RRsets name a key of this tag and algorithm. */
export function isNamed({ tag, algorithm }: Pick<ZoneKey, "tag" | "algorithm">, sets: readonly JudgedRrset[]): boolean {
  return sets.some(({ verdicts }) =>
    verdicts.some(({ rrsig }) => rrsig?.keyTag === tag && rrsig.algorithm === algorithm),
  );
}

/** Signatures name the key, and are not proved to be another's of the same tag. */
function isSigner(key: ZoneKey, sets: readonly JudgedRrset[]): boolean {
  const possible = sets.map(({ set, verdicts }) => ({
    set,
    verdicts: verdicts.filter((verdict) => !verdict.isValid || sameKey(verdict.key, key)),
  }));
  return isNamed(key, possible);
}

/** The parent's DS RRset, or an anchor of the zone's own, names the key, whether or not it may be used for that. */
export function isVouchedKey({ zone, trust }: ChainLink, key: ZoneKey): boolean {
  if (trust === null) return false;
  if (trust.kind === "ds") return trust.records.some((ds) => pointsTo(zone, ds, key));
  return trust.anchors.some((anchor) => matchAnchor(anchor, trust.anchors, [key]).outcome === "matched");
}

function isAskedFor(zone: DomainName, { cds, cdnskeys }: ServerKeys, key: ZoneKey): boolean {
  return cds.some((ds) => pointsTo(zone, ds, key)) || cdnskeys.some(({ rdata }) => equalBytes(rdata, key.rdata));
}
