import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { type Ds, parseDs, parseEach } from "../../dns/rdata.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { type DsMatch, makeDs, matchDs } from "../../dnssec/ds.ts";
import { sameKey, type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { toBase64, toHex } from "../../util/bytes.ts";
import type { ChildView } from "./gather.ts";

/** The CDS or the CDNSKEY RRset of one server: the DS RRset that the zone wants at its parent (RFC 7344 3). */
export interface Announcement {
  /** Begins the ids of its findings. */
  readonly prefix: "cds" | "cdnskey";
  readonly type: number;
  readonly server: ServerAddress;
  readonly set: SignedRrset;
  readonly entries: readonly AnnouncedKey[];
}

/** One record of it. */
export interface AnnouncedKey {
  readonly keyTag: number;
  readonly algorithm: number;
  /** Null in a CDNSKEY. */
  readonly digestType: number | null;
  /** Asks for the removal of all DS, in the right form or not (RFC 8078 4). */
  readonly deletion: "none" | "well-formed" | "malformed";
  /** The flags of the key; null where a CDS names none of the zone. */
  readonly flags: number | null;
  /** The key of the zone, as the same server publishes it, that is announced. */
  readonly key: ZoneKey | null;
  /** The DS that the parent is to publish. */
  readonly ds: Ds | null;
  /** RDATA as in a zone file. */
  readonly text: string;
}

const SHA256 = 2;
/** Algorithm 0 stands for deletion (RFC 8078 4). */
const DELETE = 0;

/** What a server announces by CDS, by CDNSKEY, or both. */
export function announcementsOf(zone: DomainName, { server, apex, keys }: ChildView): Announcement[] {
  const cds = apex.get(RrType.CDS) ?? null;
  const cdnskey = apex.get(RrType.CDNSKEY) ?? null;
  return [
    ...(cds === null
      ? []
      : [{ prefix: "cds", type: RrType.CDS, server, set: cds, entries: cdsEntries(zone, cds, keys) } as const]),
    ...(cdnskey === null
      ? []
      : [
          {
            prefix: "cdnskey",
            type: RrType.CDNSKEY,
            server,
            set: cdnskey,
            entries: cdnskeyEntries(zone, cdnskey, keys),
          } as const,
        ]),
  ];
}

/** The records that ask for a DS. */
export function announced({ entries }: Announcement): readonly AnnouncedKey[] {
  return entries.filter(({ deletion }) => deletion === "none");
}

/** The DS RRset that the parent is to publish; empty where it is to remove all. */
export function wantedDs(announcement: Announcement): Ds[] {
  return announced(announcement).flatMap(({ ds }) => ds ?? []);
}

function cdsEntries(zone: DomainName, set: SignedRrset, keys: readonly ZoneKey[]): AnnouncedKey[] {
  return parseEach(set.rdatas, parseDs).map((ds) => {
    const { keyTag, algorithm, digestType, digest } = ds;
    const key = keyOfDs(zone, ds, keys);
    const isExact = keyTag === 0 && digestType === 0 && digest.length === 1 && digest[0] === 0;
    return {
      keyTag,
      algorithm,
      digestType,
      deletion: algorithm !== DELETE ? "none" : isExact ? "well-formed" : "malformed",
      flags: key?.flags ?? null,
      key,
      ds,
      text: `${keyTag} ${algorithm} ${digestType} ${toHex(digest)}`,
    };
  });
}

function cdnskeyEntries(zone: DomainName, set: SignedRrset, keys: readonly ZoneKey[]): AnnouncedKey[] {
  return zoneKeys(set).map((announcedKey) => {
    const { tag, flags, protocol, algorithm, publicKey } = announcedKey;
    const isExact = flags === 0 && protocol === 3 && publicKey.length === 1 && publicKey[0] === 0;
    return {
      keyTag: tag,
      algorithm,
      digestType: null,
      deletion: algorithm !== DELETE ? "none" : isExact ? "well-formed" : "malformed",
      flags,
      key: keys.find((key) => sameKey(key, announcedKey)) ?? null,
      ds: makeDs(zone, announcedKey, SHA256),
      text: `${flags} ${protocol} ${algorithm} ${toBase64(publicKey)}`,
    };
  });
}

/** The key a CDS stands for, whatever its bits; by tag and algorithm alone where its digest can't be computed. */
export function keyOfDs(zone: DomainName, ds: Ds, keys: readonly ZoneKey[]): ZoneKey | null {
  const match = matchDs(zone, ds, [ds], keys);
  if (UNCOMPUTED.has(match.outcome)) {
    return keys.find(({ tag, algorithm }) => tag === ds.keyTag && algorithm === ds.algorithm) ?? null;
  }
  // A revoked key is found by the tag it had before, too: that DS is not its own.
  return "key" in match && NAMED.has(match.outcome) && match.key.tag === ds.keyTag ? match.key : null;
}

const UNCOMPUTED = new Set<DsMatch["outcome"]>(["unsupported-algorithm", "unsupported-digest"]);
const NAMED = new Set<DsMatch["outcome"]>(["matched", "revoked", "non-zone-key", "bad-protocol"]);
