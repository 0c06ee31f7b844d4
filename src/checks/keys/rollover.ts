import { RrType } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isRevoked, isSecureEntryPoint } from "../../dnssec/key-tag.ts";
import { renderDuration } from "../../util/duration.ts";
import type { Level } from "../../util/level.ts";
import type { AgedKey } from "./ages.ts";
import type { JudgedRrset, ServerKeys } from "./gather.ts";
import type { KeyMemory, KeysPart } from "../shared/zone-history.ts";
import { isNamed, type SeenKey } from "./seen-key.ts";

/** A step of a rollover, or of life with several signers (RFC 6781 4.1, RFC 7583 3, RFC 8901 6). */
export type RolloverPhase =
  | "pre-publish"
  | "double signature"
  | "double DS"
  | "algorithm"
  | "multi-signer"
  | "revocation";

/** The DS TTL where the parent's answer does not say, in seconds. */
const USUAL_DS_TTL = 86_400;

/** The steps that are under way, by what the keys are seen to do; empty in steady state. */
export function rolloverPhases(
  link: ChainLink,
  seen: readonly SeenKey[],
  views: readonly ServerKeys[],
): RolloverPhase[] {
  const current = seen.filter(({ key }) => !isRevoked(key));
  const isMultiSigner = hasSeveralSigners(views);
  const entryPoints = current.filter(({ key, signsKeys }) => signsKeys && isSecureEntryPoint(key));
  const others = current.filter(({ key, signsData }) => signsData && !isSecureEntryPoint(key));
  const isDoublySigned = views.some(({ data }) =>
    data.some((each) => others.filter(({ key }) => isNamed(key, [each])).length > 1),
  );
  const algorithms = new Set([
    ...current.map(({ key }) => key.algorithm),
    ...views.flatMap(({ data }) => signatureAlgorithms(data)),
    ...dsRecords(link).map(({ algorithm }) => algorithm),
  ]);
  const named = new Set(dsRecords(link).map(({ keyTag, algorithm }) => `${keyTag} ${algorithm}`));
  const phases: readonly (readonly [RolloverPhase, boolean])[] = [
    ["multi-signer", isMultiSigner],
    ["algorithm", algorithms.size > 1],
    // A signer may take its time to pass from one ZSK to the next, RRset by RRset.
    ["pre-publish", current.some(({ isIdle }) => isIdle) || (!isMultiSigner && others.length > 1 && !isDoublySigned)],
    ["double signature", !isMultiSigner && (entryPoints.length > 1 || isDoublySigned)],
    ["double DS", named.size > 1],
    ["revocation", current.length < seen.length],
  ];
  return phases.flatMap(([phase, isUnderWay]) => (isUnderWay ? [phase] : []));
}

/** Rollovers that have stood still for longer than the TTLs and the limit, in seconds, allow (RFC 7583 3.3). */
export function rolloverFindings(
  link: ChainLink,
  keys: readonly AgedKey[],
  history: KeysPart,
  views: readonly ServerKeys[],
  limit: number,
  now: number,
): Finding[] {
  const dnskeyTtl = Math.max(0, ...views.map(({ dnskey }) => dnskey?.set.ttl ?? 0));
  const patience = limit + dnskeyTtl + dsTtl(link);
  const stuck = [
    ...(link.trust?.kind === "ds" ? keys.flatMap((key) => withoutDs(key, keys)) : []),
    ...leftoverDs(link, keys, history),
    ...keys.flatMap(pastReplacement),
  ];
  const overdue = stuck.filter(({ since }) => now - since > patience);
  return (overdue.length > 0 ? overdue : lasting(history, now - patience)).map(
    ({ level = "warning", keyTag, type, since, reason }) =>
      finding("dnskey-rollover-incomplete", {
        subject: { name: link.zone, type, ...(keyTag !== undefined && { keyTag }) },
        level,
        params: { zone: nameText(link.zone), age: renderDuration(now - since), reason },
      }),
  );
}

/** Steps that a rollover goes through in days, where nothing worse is known than that they last. */
function lasting({ rollover }: KeysPart, before: number): Standstill[] {
  const passing = rollover?.phases.filter((phase) => phase === "algorithm" || phase === "double signature") ?? [];
  if (rollover === null || passing.length === 0 || rollover.since >= before) return [];
  return [
    { type: RrType.DNSKEY, level: "info", since: rollover.since, reason: `still in phase ${passing.join(", ")}` },
  ];
}

interface Standstill {
  readonly level?: Level;
  readonly type: number;
  readonly keyTag?: number;
  readonly since: number;
  readonly reason: string;
}

/** A key that acts as entry point while DS names only others: a new one not yet submitted, or an old one left behind. */
function withoutDs(
  { key, isInDs, signsKeys, isInCds, memory, publishedSince }: AgedKey,
  keys: readonly AgedKey[],
): Standstill[] {
  const isMeant = isSecureEntryPoint(key) && !isRevoked(key) && (signsKeys || isInCds);
  if (isInDs || !isMeant || memory.withoutDsSince === null) return [];
  const others = keys.filter((other) => other.isInDs).map((other) => other.key.tag);
  if (others.length === 0) return [];
  const stuck = memory.hasHadDs
    ? { since: memory.withoutDsSince, reason: "it has no DS any more, but still signs DNSKEY" }
    : { since: publishedSince, reason: `DS still names only key ${others.join(" and ")}` };
  return [{ type: RrType.DNSKEY, keyTag: key.tag, ...stuck }];
}

/** A DS whose key was seen once and is gone; where a DS came before its key, nothing is wrong. */
function leftoverDs(link: ChainLink, keys: readonly AgedKey[], history: KeysPart): Standstill[] {
  const isOf = (keyTag: number, algorithm: number) => (each: Pick<KeyMemory, "tag" | "algorithm">) =>
    each.tag === keyTag && each.algorithm === algorithm;
  const found = new Map<number, Standstill>();
  for (const { keyTag, algorithm } of dsRecords(link)) {
    if (keys.some(({ key }) => isOf(keyTag, algorithm)(key))) continue;
    const since = history.keys.find(isOf(keyTag, algorithm))?.missingSince ?? null;
    if (since !== null) found.set(keyTag, { type: RrType.DS, keyTag, since, reason: "the key of this DS was removed" });
  }
  return [...found.values()];
}

/** A key that its signer meant to have replaced, and that goes on all the same. */
function pastReplacement({ key, kind, signsKeys, signsData, facts }: AgedKey): Standstill[] {
  if (facts.replacement === null || kind === null || !(signsKeys || signsData)) return [];
  const reason = "the signer meant to replace this key by then";
  return [{ type: RrType.DNSKEY, keyTag: key.tag, since: facts.replacement, reason }];
}

/** Each server's own data is signed by keys of its own (RFC 8901 2.1). */
function hasSeveralSigners(views: readonly ServerKeys[]): boolean {
  const signers = views.flatMap(({ data }) => {
    const tags = data.flatMap(({ verdicts }) =>
      verdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key.tag] : [])),
    );
    return tags.length === 0 ? [] : [new Set(tags)];
  });
  return signers.some((mine) => signers.some((others) => [...mine].every((tag) => !others.has(tag))));
}

function signatureAlgorithms(sets: readonly JudgedRrset[]): number[] {
  return sets.flatMap(({ verdicts }) => verdicts.flatMap(({ rrsig }) => rrsig?.algorithm ?? []));
}

function dsRecords({ trust }: ChainLink) {
  return trust?.kind === "ds" ? trust.records : [];
}

function dsTtl({ trust }: ChainLink): number {
  const verdicts = trust?.kind === "ds" ? trust.verdicts : [];
  return Math.max(0, ...verdicts.map(({ rrsig }) => rrsig?.originalTtl ?? 0)) || USUAL_DS_TTL;
}
