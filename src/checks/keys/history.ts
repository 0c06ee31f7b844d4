import { isRevoked } from "../../dnssec/key-tag.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";
import { toBase64 } from "../../util/bytes.ts";
import { isSameKey, type KeyMemory, type KeysPart, MAX_KEYS } from "../shared/zone-history.ts";
import type { SeenKey } from "./seen-key.ts";

/** Keys gone for longer than this, in seconds, are forgotten; a DS left over for so long is known by then. */
const MEMORY = 400 * 86_400;

/** The memory of a published key. */
export function memoryOf({ keys }: KeysPart, { algorithm, flags, publicKey }: ZoneKey): KeyMemory | undefined {
  const identity = { algorithm, flags, publicKey: toBase64(publicKey) };
  return keys.find((memory) => isSameKey(memory, identity));
}

/** The history with what this run saw; a time already known stays, unless it lies after now. */
export function remember(past: KeysPart, seen: readonly SeenKey[], phases: readonly string[], now: number): KeysPart {
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
