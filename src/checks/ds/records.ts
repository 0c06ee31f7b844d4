import type { DomainName } from "../../dns/name.ts";
import type { Ds } from "../../dns/rdata.ts";
import { algorithmName, digestName, RrType } from "../../dns/registry.ts";
import { algorithmPolicy } from "../../dnssec/algorithm-policy.ts";
import { digestPolicy } from "../../dnssec/digest-policy.ts";
import { isSupportedDs } from "../../dnssec/ds.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { assertNever } from "../../util/assert-never.ts";
import type { Level } from "../../util/level.ts";
import type { DsGroup } from "./parent.ts";

/** The most DS records PowerDNS Recursor looks at, and the most without a key that Unbound follows. */
const MAX_RECORDS = 8;
const MAX_UNMATCHED = 4;
/** A day: what a registry commonly gives, in seconds. */
const MAX_TTL = 86_400;
const SHA1 = 1;
const SHA256 = 2;
const SHA384 = 4;

/** What is odd about a DS RRset by itself: algorithms, digest types, number and TTL (RFC 9904, RFC 4509). */
export function recordFindings(
  zone: DomainName,
  parentZone: DomainName,
  { views }: DsGroup,
  unmatched: number,
): Finding[] {
  const records = views[0]?.records ?? [];
  const servers = views.map(({ server }) => server);
  const subject = { name: zone, type: RrType.DS };
  const ttl = Math.max(0, ...views.map(({ set }) => set?.ttl ?? 0));
  const isTooMany = records.length > MAX_RECORDS || unmatched > MAX_UNMATCHED;
  return [
    ...records.flatMap((ds) => [...algorithmFindings(zone, ds, records), ...digestFindings(zone, ds, records)]),
    ...keysOf(records).flatMap((ofKey) => missingDigestFindings(zone, ofKey)),
    ...(isTooMany ? [finding("ds-too-many", { subject, params: { count: records.length, found: unmatched } })] : []),
    ...(ttl > MAX_TTL
      ? [finding("ds-ttl-too-long", { subject, params: { parentZone: nameText(parentZone), ttl } })]
      : []),
  ].map((each) => ({ ...each, servers }));
}

function algorithmFindings(zone: DomainName, ds: Ds, all: readonly Ds[]): Finding[] {
  // The request to delete (RFC 8078 4) is told by its digest type.
  if (ds.algorithm === 0 && ds.digestType === 0) return [];
  const { status, signing } = algorithmPolicy(ds.algorithm);
  const about = {
    subject: { name: zone, type: RrType.DS, keyTag: ds.keyTag },
    params: { zone: nameText(zone), algorithm: algorithmName(ds.algorithm) },
  };
  const level = all.some(isSupportedDs) ? "warning" : "critical";
  if (status === "unassigned") return [finding("ds-algorithm-unassigned", { ...about, level })];
  if (status === "reserved" || status === "not-for-zones")
    return [finding("ds-algorithm-reserved", { ...about, level })];
  return signing === "must-not" ? [finding("ds-algorithm-deprecated", about)] : [];
}

function digestFindings(zone: DomainName, ds: Ds, all: readonly Ds[]): Finding[] {
  const { digestType, keyTag } = ds;
  const { status, delegation } = digestPolicy(digestType);
  const strong = all.find((other) => other.digestType === SHA256 || other.digestType === SHA384);
  const about = {
    subject: { name: zone, type: RrType.DS, keyTag },
    params: { zone: nameText(zone), digestType: digestName(digestType) },
  };
  if (digestType === SHA1) {
    const level: Level = strong === undefined ? "critical" : "warning";
    const sha1 = finding("ds-digest-sha1", { ...about, level });
    const params = { digestType: digestName(strong?.digestType ?? 0) };
    return strong === undefined ? [sha1] : [sha1, finding("ds-digest-sha1-ignored", { ...about, params })];
  }
  switch (status) {
    case "unassigned":
      return [finding("ds-digest-unassigned", { ...about, level: all.some(isSupportedDs) ? "warning" : "critical" })];
    case "reserved":
      return [finding("ds-digest-reserved", about)];
    case "private":
      return [finding("ds-digest-private", about)];
    case "cds-only":
      return [finding("ds-digest-null", about)];
    case "assigned":
      return delegation === "must-not" ? [finding("ds-digest-gost94", about)] : [];
    default:
      return assertNever(status);
  }
}

/** The records of each key, which tag and algorithm stand for. */
function keysOf(records: readonly Ds[]): Ds[][] {
  const keys = new Map<string, Ds[]>();
  for (const ds of records) {
    const key = `${ds.keyTag}/${ds.algorithm}`;
    keys.set(key, [...(keys.get(key) ?? []), ds]);
  }
  return [...keys.values()];
}

/** A key that validators without rarer digests can't find. */
function missingDigestFindings(zone: DomainName, ofKey: readonly Ds[]): Finding[] {
  const [first] = ofKey;
  const types = ofKey.map(({ digestType }) => digestType);
  if (first === undefined || types.includes(SHA256)) return [];
  const about = { subject: { name: zone, type: RrType.DS, keyTag: first.keyTag } };
  const found = [...new Set(types)].map(digestName).join(", ");
  const rare = types.includes(SHA384) ? undefined : types.find((type) => digestPolicy(type).grade === "info");
  const params = { digestType: digestName(rare ?? 0) };
  return [
    ...(rare === undefined ? [] : [finding("ds-digest-limited-support", { ...about, params })]),
    finding("ds-digest-sha256-missing", { ...about, params: { found } }),
  ];
}
