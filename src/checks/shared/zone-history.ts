import type { DomainName } from "../../dns/name.ts";
import { DnskeyFlag } from "../../dns/rdata.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";

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

/** What is awaited or left over between parent and zone, such as a CDS not taken over; times in seconds since 1970. */
export interface DelegationMemory {
  /** Since when the delegation has been looked at. */
  readonly watchedSince: number;
  readonly facts: readonly { readonly fact: string; readonly since: number }[];
}

/** What earlier runs saw of a zone. */
export interface ZoneHistory {
  readonly keys: readonly KeyMemory[];
  /** The steps of a rollover that were under way, and since when in seconds since 1970. */
  readonly rollover: { readonly phases: readonly string[]; readonly since: number } | null;
  readonly delegation: DelegationMemory | null;
}

/** What the checks of keys remember. */
export type KeysPart = Pick<ZoneHistory, "keys" | "rollover">;

/** What a history had to say; trouble tells why it was lost, or can't be had. */
export interface Recalled {
  readonly history: ZoneHistory;
  readonly trouble: string | null;
}

/** Where the history of zones is kept between runs; nothing in it throws for what a disk may do. */
export interface History {
  recall(zone: DomainName): Promise<Recalled>;
  /** Keeps what one check remembers beside what others do; null, or why it could not be kept. */
  keep(zone: DomainName, part: Partial<ZoneHistory>): Promise<string | null>;
}

/** A zone never looked at before. */
export const NO_HISTORY: ZoneHistory = { keys: [], rollover: null, delegation: null };

/** Says why what earlier runs saw is not there, if so. */
export function historyFindings(zone: DomainName, trouble: string | null): Finding[] {
  if (trouble === null) return [];
  return [finding("key-history-unusable", { subject: { name: zone }, params: { reason: trouble } })];
}

/** A bound on what hostile zones can have us keep. */
export const MAX_KEYS = 100;

type KeyIdentity = Pick<KeyMemory, "algorithm" | "flags" | "publicKey">;

/** What one run kept, with what others kept meanwhile: the earlier date of a key holds, and its new keys stay. */
export function joinHistories({ keys, ...mine }: Partial<ZoneHistory>, other: ZoneHistory): ZoneHistory {
  return { ...other, ...mine, keys: keys === undefined ? other.keys : joinKeys(keys, other.keys) };
}

function joinKeys(mine: readonly KeyMemory[], others: readonly KeyMemory[]): KeyMemory[] {
  const joined = mine.map((memory) => {
    const twin = others.find((each) => isSameKey(each, memory));
    if (twin === undefined) return memory;
    const firstSeen = Math.min(memory.firstSeen, twin.firstSeen);
    return { ...memory, firstSeen, hasHadDs: memory.hasHadDs || twin.hasHadDs };
  });
  const isNew = (memory: KeyMemory): boolean =>
    memory.missingSince === null && !mine.some((each) => isSameKey(each, memory));
  return [...joined, ...others.filter(isNew)].slice(0, MAX_KEYS);
}

/** Revoking a key changes its flags and tag, but not what it is (RFC 5011 2.1). */
export function isSameKey(a: KeyIdentity, b: KeyIdentity): boolean {
  return (
    a.algorithm === b.algorithm &&
    a.publicKey === b.publicKey &&
    (a.flags | DnskeyFlag.REVOKE) === (b.flags | DnskeyFlag.REVOKE)
  );
}
