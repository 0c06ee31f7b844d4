import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import type { Ds } from "../../dns/rdata.ts";
import { algorithmName, digestName, RrType } from "../../dns/registry.ts";
import { dsFinding } from "../../dnssec/chain/ds-findings.ts";
import { algorithmsWithoutEntryPoint, judgeKeys } from "../../dnssec/chain/judge-keys.ts";
import type { KeysJudgement, TrustPath } from "../../dnssec/chain/link.ts";
import { digestPolicy } from "../../dnssec/digest-policy.ts";
import { CATALOGUE } from "../../dnssec/catalogue/catalogue.ts";
import { type Finding, type FindingId, finding, nameText } from "../../dnssec/finding.ts";
import { isSecureEntryPoint } from "../../dnssec/key-tag.ts";
import type { Effort } from "../../dnssec/rrsig.ts";
import { sameKey } from "../../dnssec/zone-key.ts";
import type { ChildView } from "./gather.ts";
import type { DsGroup } from "./parent.ts";

/** One DS RRset of the parent against the keys of one server of the zone. */
export interface Match {
  readonly group: DsGroup;
  readonly records: readonly Ds[];
  readonly child: ChildView;
  readonly judgement: KeysJudgement;
}

/** Judges every DS RRset with the keys of every server that gave any, or that says there are none. */
export function matchGroups(
  zone: DomainName,
  groups: readonly DsGroup[],
  children: readonly ChildView[],
  now: number,
  effort: Effort,
): Match[] {
  return groups.flatMap((group) => {
    const records = group.views[0]?.records ?? [];
    if (records.length === 0) return [];
    return children.flatMap((child) => {
      if (child.keysAnswer === null) return [];
      const trust = { kind: "ds", records, verdicts: [] } as const;
      return [{ group, records, child, judgement: judgeKeys(zone, trust, child.keysAnswer, now, effort) }];
    });
  });
}

/** The DS records of a match that lead to a key that signs the DNSKEY RRset. */
export function usableCount({ judgement }: Match): number {
  return judgement.paths.filter((path) => leadsToSigner(path, judgement)).length;
}

/** The DS records that lead to no key at any server. */
export function unmatchedCount(matches: readonly Match[]): number {
  const [first] = matches;
  if (first === undefined) return 0;
  return first.records.filter((_, i) => matches.every(({ judgement }) => !leadsToKey(judgement.paths[i]))).length;
}

/**
 * What is wrong between the parent's DS and the zone's keys (RFC 4035 5.2). A DS that fits at no server is the parent's
 * record at fault, else the servers where it does not. isComing tells which DS records may be there ahead of their key.
 */
export function matchFindings(zone: DomainName, matches: readonly Match[], isComing: (ds: Ds) => boolean): Finding[] {
  return matches.flatMap((match) => {
    const own = matches.filter(({ group }) => group === match.group);
    const ofRecords = match.records.flatMap((ds, i) => recordFinding(zone, match, ds, i, own, isComing) ?? []);
    const found = [
      ...ofRecords,
      ...match.judgement.findings.filter(({ subject }) => subject.type !== RrType.DS),
      ...algorithmFindings(zone, match, ofRecords),
    ];
    return worksWithOther(match, matches) ? found.map((each) => asParents(each, match.group)) : found;
  });
}

/** The same server's keys are fine with the DS of other servers of the parent. */
function worksWithOther({ group, child, judgement }: Match, matches: readonly Match[]): boolean {
  if (judgement.status !== "bogus") return false;
  return matches.some((other) => other.child === child && other.group !== group && other.judgement.status !== "bogus");
}

/** A fault of the parent's servers with this DS, while validators that ask its others are well. */
function asParents(found: Finding, { views }: DsGroup): Finding {
  const level = found.level === "emergency" ? "critical" : found.level;
  return { ...found, level, servers: views.map(({ server }) => server) };
}

function recordFinding(
  zone: DomainName,
  { group, child, judgement }: Match,
  ds: Ds,
  i: number,
  own: readonly Match[],
  isComing: (ds: Ds) => boolean,
): Finding | null {
  const path = judgement.paths[i];
  // A server without keys has one fault, and it is not the DS.
  if (path === undefined || judgement.keys.length === 0) return null;
  // An ignored SHA-1 DS leads to a key, too, but no validator goes there.
  const isBroken =
    judgement.status === "bogus" && !judgement.paths.some(({ match: { outcome } }) => outcome === "matched");
  const found = nameFault(zone, ds, path, child.server);
  if (found === null) return null;
  const isElsewhere = own.some((other) => leadsToKey(other.judgement.paths[i]));
  const isExpected = found.id === "ds-keytag-no-dnskey" && (isElsewhere || isComing(ds));
  const level = CATALOGUE[found.id].level;
  const fitting = level === "info" ? level : isBroken ? "emergency" : isExpected ? "info" : level;
  return { ...found, level: fitting, servers: isElsewhere ? found.servers : group.views.map(({ server }) => server) };
}

function nameFault(zone: DomainName, ds: Ds, path: TrustPath, server: ServerAddress): Finding | null {
  const { match } = path;
  const about = { subject: { name: zone, type: RrType.DS, keyTag: ds.keyTag }, servers: [server] };
  const { length } = digestPolicy(ds.digestType);
  if (length !== null && ds.digest.length !== length) {
    const digestType = digestName(ds.digestType);
    const params = { zone: nameText(zone), digestType, expected: length, found: ds.digest.length };
    return finding("ds-digest-bad-length", { ...about, params });
  }
  if (match.outcome === "matched" && !isSecureEntryPoint(match.key)) {
    return finding("ds-points-to-non-sep-key", { ...about, params: { found: match.key.flags } });
  }
  return dsFinding(zone, path, server, "critical");
}

/** Each algorithm in DS needs a key that it names and that signs the DNSKEY RRset (RFC 4035 2.2). */
function algorithmFindings(zone: DomainName, { child, judgement }: Match, ofRecords: readonly Finding[]): Finding[] {
  return algorithmsWithoutEntryPoint(judgement).map((algorithm) => {
    const missing = finding("ds-missing-algorithm", {
      subject: { name: zone, type: RrType.DS },
      servers: [child.server],
      params: { algorithm: algorithmName(algorithm) },
    });
    const tags = new Set(judgement.paths.flatMap((path) => (path.algorithm === algorithm ? [path.keyTag] : [])));
    const ofDs = ofRecords.find(({ subject, level }) => level !== "info" && tags.has(subject.keyTag ?? -1));
    const cause: FindingId | undefined =
      ofDs?.id ?? (judgement.status === "bogus" || child.keys.length === 0 ? judgement.findings[0]?.id : undefined);
    return cause === undefined ? missing : { ...missing, cause };
  });
}

function leadsToKey(path: TrustPath | undefined): boolean {
  return path?.match.outcome === "matched" || path?.match.outcome === "sha1-ignored";
}

function leadsToSigner({ match }: TrustPath, { entryPoints }: KeysJudgement): boolean {
  return match.outcome === "matched" && entryPoints.some((key) => sameKey(key, match.key));
}
