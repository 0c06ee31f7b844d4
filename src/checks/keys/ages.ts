import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isRevoked } from "../../dnssec/key-tag.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import type { Level } from "../../util/level.ts";
import type { KeyMemory, KeysPart } from "../shared/zone-history.ts";
import { memoryOf } from "./history.ts";
import { factsOf, type KeyFacts } from "./key-facts.ts";
import type { SeenKey } from "./seen-key.ts";

/** How long keys may go on; all in seconds. */
export interface AgeLimits {
  readonly kskMaxAge: number;
  readonly zskMaxAge: number;
  /** How long before a key is due this is told as information. */
  readonly notice: number;
  readonly unusedMaxAge: number;
  readonly revokedMaxAge: number;
}

/** When -w and -c speak up, for keys that DS names and for the others that sign. */
export interface AgeThresholds {
  readonly warning: Threshold;
  readonly critical: Threshold;
  readonly zskWarning: Threshold;
  readonly zskCritical: Threshold;
}

/** A key with everything known about its life; times in seconds since 1970. */
export interface AgedKey extends SeenKey {
  readonly memory: KeyMemory;
  readonly facts: KeyFacts;
  /** What age limits apply to it: a KSK or CSK, a ZSK, or neither as yet. */
  readonly kind: "ksk" | "zsk" | null;
  /** When it was made, published or first seen, whichever is known best. */
  readonly since: number;
  /** Since when it has been published, as far as that is known. */
  readonly publishedSince: number;
  /** When it is to be replaced; null where no limit applies. */
  readonly due: number | null;
}

/** Puts what is seen, remembered and said of each key together; the history is the one with this run in it. */
export function ageKeys(
  seen: readonly SeenKey[],
  history: KeysPart,
  facts: readonly KeyFacts[],
  link: ChainLink,
  limits: AgeLimits,
): AgedKey[] {
  return seen.flatMap((each) => {
    const memory = memoryOf(history, each.key);
    if (memory === undefined) return [];
    const said = factsOf(each, facts);
    const begun = said.created ?? said.published;
    const since = begun ?? memory.firstSeen;
    const kind = kindOf(each, link);
    const maxAge = kind === "ksk" ? limits.kskMaxAge : limits.zskMaxAge;
    // A signer that plans by itself knows better than a date of first sight.
    const due = kind === null ? null : begun === null && said.replacement !== null ? said.replacement : since + maxAge;
    const publishedSince = Math.min(
      memory.firstSeen,
      said.published ?? (isNew(memory, history) ? memory.firstSeen : since),
    );
    return [{ ...each, memory, facts: said, kind, since, publishedSince, due }];
  });
}

/** Keys that are due or soon will be, that nothing needs, or that were revoked long ago (RFC 6781 3.3, RFC 5011 6.6). */
export function ageFindings(
  zone: DomainName,
  keys: readonly AgedKey[],
  limits: AgeLimits,
  thresholds: AgeThresholds,
  now: number,
): Finding[] {
  return keys.flatMap((key) => [
    ...rotationFindings(zone, key, limits, thresholds, now),
    ...unusedFindings(zone, key, limits, now),
    ...revokedFindings(zone, key, limits, now),
  ]);
}

/** The key came while the zone was being watched: however old it is, it had not been published before. */
function isNew(memory: KeyMemory, { keys }: KeysPart): boolean {
  return keys.some(({ firstSeen }) => firstSeen < memory.firstSeen);
}

/** Where no DS is known, on an island, it is what a key signs that tells. */
function kindOf({ isInDs, role, key }: SeenKey, { trust }: ChainLink): AgedKey["kind"] {
  if (isRevoked(key)) return null;
  if (isInDs || (trust === null && (role === "KSK" || role === "CSK"))) return "ksk";
  return role === "ZSK" || role === "CSK" ? "zsk" : null;
}

function rotationFindings(
  zone: DomainName,
  { key, kind, since, due, facts }: AgedKey,
  limits: AgeLimits,
  thresholds: AgeThresholds,
  now: number,
): Finding[] {
  if (due === null || kind === null) return [];
  const left = due - now;
  const [warning, critical] =
    kind === "ksk" ? [thresholds.warning, thresholds.critical] : [thresholds.zskWarning, thresholds.zskCritical];
  const level = alerts(critical, left) ? "critical" : alerts(warning, left) ? "warning" : null;
  if (level === null && left > limits.notice) return [];
  const isPlanned = due === facts.replacement;
  const params = {
    zone: nameText(zone),
    keyTag: key.tag,
    age: renderDuration(Math.max(0, now - since)),
    limit: isPlanned ? `until ${renderTime(due)}` : `for ${renderDuration(due - since)}`,
    reason: left < 0 ? `overdue by ${renderDuration(-left)}` : `due in ${renderDuration(left)}`,
  };
  const id = kind === "ksk" ? "dnskey-ksk-too-old" : "dnskey-zsk-too-old";
  return [finding(id, { ...about(zone, key.tag), level: level ?? "info", params })];
}

function unusedFindings(
  zone: DomainName,
  { key, memory, publishedSince }: AgedKey,
  limits: AgeLimits,
  now: number,
): Finding[] {
  const { idleSince, firstSeen } = memory;
  if (idleSince === null) return [];
  const age = now - (idleSince <= firstSeen ? publishedSince : idleSince);
  if (age <= limits.unusedMaxAge) return [];
  return [finding("dnskey-stale-unused", { ...about(zone, key.tag), params: { age: renderDuration(age) } })];
}

function revokedFindings(zone: DomainName, { key, memory, facts }: AgedKey, limits: AgeLimits, now: number): Finding[] {
  if (!isRevoked(key)) return [];
  const age = Math.max(0, now - (facts.revoked ?? memory.revokedSince ?? now));
  const level: Level = age > limits.revokedMaxAge ? "warning" : "info";
  return [finding("dnskey-revoked-present", { ...about(zone, key.tag), level, params: { age: renderDuration(age) } })];
}

function about(name: DomainName, keyTag: number): Pick<Finding, "subject"> {
  return { subject: { name, type: RrType.DNSKEY, keyTag } };
}
