import { type DomainName, compareNames } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { nsec3Owner, zoneCuts } from "../signer/denial-chain.ts";
import { readNsec3 } from "../signer/mutate-denial.ts";
import { readRrsig } from "../signer/rrsig.ts";
import type { SignedZone } from "../signer/sign-zone.ts";
import type { Zone } from "../signer/zone.ts";

/** An RRset as it is served: its records and the signatures that cover it. */
export interface ServedRrset {
  readonly records: readonly ResourceRecord[];
  readonly signatures: readonly ResourceRecord[];
}

/** A zone arranged for answering; what a mutation broke is served broken. */
export interface ZoneIndex {
  readonly apex: DomainName;
  /** Null for a zone that never was signed. */
  readonly signed: SignedZone | null;
  readonly cuts: ReadonlySet<string>;
  /** RRsets by owner key and type; NSEC3 records are not among them (RFC 5155 7.2.8). */
  readonly names: ReadonlyMap<string, ReadonlyMap<number, ServedRrset>>;
  /** Owner keys and the empty non-terminals above them. */
  readonly existing: ReadonlySet<string>;
  /** In canonical order. */
  readonly nsec: readonly ServedRrset[];
  readonly nsec3: readonly ServedRrset[];
  /** The owner that the zone's NSEC3 parameters give a name; null without NSEC3. */
  readonly hashedOwner: ((name: DomainName) => DomainName) | null;
}

/** Arranges a zone for answering. */
export function indexZone(zone: Zone | SignedZone): ZoneIndex {
  const all = collectRrsets(zone.records);
  const isOfType = (type: number) => (rrset: ServedRrset) => rrset.records[0]?.type === type;
  const names = new Map<string, Map<number, ServedRrset>>();
  const existing = new Set<string>([zone.apex.key]);
  for (const rrset of all) {
    const first = rrset.records[0] ?? rrset.signatures[0];
    if (first === undefined || first.type === RrType.NSEC3 || coversNsec3(rrset)) continue;
    const types = names.get(first.owner.key) ?? new Map<number, ServedRrset>();
    if (rrset.records.length > 0) types.set(first.type, rrset);
    names.set(first.owner.key, types);
    for (let count = zone.apex.labels.length; count <= first.owner.labels.length; count++) {
      existing.add(first.owner.suffix(count).key);
    }
  }
  const nsec3 = all.filter(isOfType(RrType.NSEC3)).toSorted(byOwner);
  return {
    apex: zone.apex,
    signed: "signing" in zone ? zone : null,
    cuts: zoneCuts(zone.apex, zone.records),
    names,
    existing,
    nsec: all.filter(isOfType(RrType.NSEC)).toSorted(byOwner),
    nsec3,
    hashedOwner: hasher(zone.apex, nsec3),
  };
}

/** The record that owns name, exactly. */
export function matching(chain: readonly ServedRrset[], name: DomainName): ServedRrset | null {
  return chain.find(({ records }) => records[0]?.owner.equals(name)) ?? null;
}

/** The last record before name, or the last of all where name precedes the first: the one whose span holds it. */
export function covering(chain: readonly ServedRrset[], name: DomainName): ServedRrset | null {
  const isBefore = ({ records }: ServedRrset) => records[0] !== undefined && compareNames(records[0].owner, name) < 0;
  return chain.findLast(isBefore) ?? chain.at(-1) ?? null;
}

function byOwner(a: ServedRrset, b: ServedRrset): number {
  const [left, right] = [a.records[0], b.records[0]];
  return left === undefined || right === undefined ? 0 : compareNames(left.owner, right.owner);
}

function coversNsec3({ records, signatures }: ServedRrset): boolean {
  const [signature] = signatures;
  return records.length === 0 && signature !== undefined && readRrsig(signature.rdata).typeCovered === RrType.NSEC3;
}

function hasher(apex: DomainName, nsec3: readonly ServedRrset[]): ZoneIndex["hashedOwner"] {
  const [first] = nsec3[0]?.records ?? [];
  if (first === undefined) return null;
  const { iterations, salt } = readNsec3(first.rdata);
  return (name) => nsec3Owner(apex, name, { iterations, salt, optOut: false });
}

function collectRrsets(records: readonly ResourceRecord[]): ServedRrset[] {
  const sets = new Map<string, { records: ResourceRecord[]; signatures: ResourceRecord[] }>();
  const setOf = (owner: DomainName, type: number) => {
    const key = `${type}/${owner.key}`;
    const set = sets.get(key) ?? { records: [], signatures: [] };
    sets.set(key, set);
    return set;
  };
  for (const record of records) {
    if (record.type === RrType.RRSIG) setOf(record.owner, readRrsig(record.rdata).typeCovered).signatures.push(record);
    else setOf(record.owner, record.type).records.push(record);
  }
  return [...sets.values()];
}
