import type { DomainName } from "../../dns/name.ts";
import { isRevoked } from "../../dnssec/key-tag.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";
import { DnskeyFlag } from "../../dns/rdata.ts";
import { toBase64 } from "../../util/bytes.ts";
import type { SeenKey } from "./seen-key.ts";

/** What earlier runs saw of one key; times in seconds since 1970, null where it is not so now. */
export interface KeyMemory {
  readonly tag: number;
  readonly algorithm: number;
  readonly flags: number;
  /** Base64, as a DNSKEY record has it. */
  readonly publicKey: string;
  readonly firstSeen: number;
  readonly missingSince: number | null;
  /** Published, but signing nothing and in neither DS nor CDS. */
  readonly idleSince: number | null;
  readonly revokedSince: number | null;
  /** Published without a DS, whether it never had one or lost it. */
  readonly withoutDsSince: number | null;
  readonly hasHadDs: boolean;
}

type KeyIdentity = Pick<KeyMemory, "algorithm" | "flags" | "publicKey">;

/** What earlier runs saw of a zone's keys. */
export interface ZoneHistory {
  readonly keys: readonly KeyMemory[];
  /** The steps of a rollover that were under way, and since when in seconds since 1970. */
  readonly rollover: { readonly phases: readonly string[]; readonly since: number } | null;
}

/** What a history had to say; trouble tells why it was lost, or can't be had. */
export interface Recalled {
  readonly history: ZoneHistory;
  readonly trouble: string | null;
}

/** Where the history of zones is kept between runs; nothing in it throws for what a disk may do. */
export interface KeyHistory {
  recall(zone: DomainName): Promise<Recalled>;
  /** Null, or why it could not be kept. */
  keep(zone: DomainName, history: ZoneHistory): Promise<string | null>;
}

/** A zone never looked at before. */
export const NO_HISTORY: ZoneHistory = { keys: [], rollover: null };

/** Keys gone for longer than this, in seconds, are forgotten; a DS left over for so long is known by then. */
const MEMORY = 400 * 86_400;
/** A bound on what hostile zones can have us keep. */
const MAX_KEYS = 100;

/** The memory of a published key. */
export function memoryOf({ keys }: ZoneHistory, { algorithm, flags, publicKey }: ZoneKey): KeyMemory | undefined {
  const identity = { algorithm, flags, publicKey: toBase64(publicKey) };
  return keys.find((memory) => isSameKey(memory, identity));
}

/** The history with what this run saw; a time already known stays, unless it lies after now. */
export function remember(
  past: ZoneHistory,
  seen: readonly SeenKey[],
  phases: readonly string[],
  now: number,
): ZoneHistory {
  const known = new Set<KeyMemory>();
  const present = seen.map((each): KeyMemory => {
    const memory = memoryOf(past, each.key);
    if (memory !== undefined) known.add(memory);
    const since = (holds: boolean, before: number | null | undefined): number | null =>
      holds ? Math.min(before ?? now, now) : null;
    return {
      tag: each.key.tag,
      algorithm: each.key.algorithm,
      flags: each.key.flags,
      publicKey: toBase64(each.key.publicKey),
      firstSeen: Math.min(memory?.firstSeen ?? now, now),
      missingSince: null,
      idleSince: since(each.isIdle, memory?.idleSince),
      revokedSince: since(isRevoked(each.key), memory?.revokedSince),
      withoutDsSince: since(!each.isInDs, memory?.withoutDsSince),
      hasHadDs: each.isInDs || (memory?.hasHadDs ?? false),
    };
  });
  const gone = past.keys
    .filter((memory) => !known.has(memory))
    .map((memory) => ({ ...memory, idleSince: null, missingSince: Math.min(memory.missingSince ?? now, now) }))
    .filter(({ missingSince }) => now - missingSince <= MEMORY);
  const isSame = past.rollover !== null && past.rollover.phases.join() === phases.join();
  const since = isSame ? Math.min(past.rollover.since, now) : now;
  return {
    keys: [...present, ...gone].slice(0, MAX_KEYS),
    rollover: phases.length === 0 ? null : { phases, since },
  };
}

/** What one run kept, with what another kept meanwhile: the earlier date of a key holds, and its new keys stay. */
export function joinHistories(mine: ZoneHistory, other: ZoneHistory): ZoneHistory {
  const joined = mine.keys.map((memory) => {
    const twin = other.keys.find((each) => isSameKey(each, memory));
    if (twin === undefined) return memory;
    const firstSeen = Math.min(memory.firstSeen, twin.firstSeen);
    return { ...memory, firstSeen, hasHadDs: memory.hasHadDs || twin.hasHadDs };
  });
  const isNew = (memory: KeyMemory): boolean =>
    memory.missingSince === null && !mine.keys.some((each) => isSameKey(each, memory));
  return { ...mine, keys: [...joined, ...other.keys.filter(isNew)].slice(0, MAX_KEYS) };
}

/** Revoking a key changes its flags and tag, but not what it is (RFC 5011 2.1). */
function isSameKey(a: KeyIdentity, b: KeyIdentity): boolean {
  return (
    a.algorithm === b.algorithm &&
    a.publicKey === b.publicKey &&
    (a.flags | DnskeyFlag.REVOKE) === (b.flags | DnskeyFlag.REVOKE)
  );
}
