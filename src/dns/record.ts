import { toLatin1 } from "../util/bytes.ts";
import type { DomainName } from "./name.ts";
import { RrType } from "./registry.ts";

/** One resource record; rdata is raw, with compressed names written out and letters as they came. */
export interface ResourceRecord {
  readonly owner: DomainName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  readonly rdata: Uint8Array;
}

/** Records of one owner, class and type, each RDATA once; ttl is the smallest seen (RFC 2181 5). */
export interface Rrset {
  readonly owner: DomainName;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly rdatas: readonly Uint8Array[];
}

/** An RRset and the RRSIG records that cover it in the same section; rrset is null where only signatures came. */
export interface SignedRrset extends Rrset {
  /** The RRSIG records, one a signature, in the order they came. */
  readonly signatures: readonly ResourceRecord[];
}

/** Groups a section into RRsets with their signatures; RRSIGs that cover nothing present are left out (RFC 4035 2.2). */
export function signedRrsets(section: readonly ResourceRecord[]): SignedRrset[] {
  const sets = new Map<
    string,
    { first: ResourceRecord; ttl: number; rdatas: Map<string, Uint8Array>; signatures: ResourceRecord[] }
  >();
  for (const record of section) {
    if (record.type === RrType.RRSIG) continue;
    const key = rrsetKey(record, record.type);
    const known = sets.get(key) ?? { first: record, ttl: record.ttl, rdatas: new Map(), signatures: [] };
    sets.set(key, known);
    known.ttl = Math.min(known.ttl, record.ttl);
    const octets = toLatin1(record.rdata);
    if (!known.rdatas.has(octets)) known.rdatas.set(octets, record.rdata);
  }
  for (const record of section) {
    if (record.type !== RrType.RRSIG || record.rdata.length < 2) continue;
    const covered = ((record.rdata[0] ?? 0) << 8) | (record.rdata[1] ?? 0);
    sets.get(rrsetKey(record, covered))?.signatures.push(record);
  }
  return [...sets.values()].map(({ first, ttl, rdatas, signatures }) => ({
    owner: first.owner,
    type: first.type,
    class: first.class,
    ttl,
    rdatas: [...rdatas.values()],
    signatures,
  }));
}

/** The RRset of an owner and type in a section, or undefined. */
export function findRrset(sets: readonly SignedRrset[], owner: DomainName, type: number): SignedRrset | undefined {
  return sets.find((set) => set.type === type && set.owner.equals(owner));
}

function rrsetKey(record: ResourceRecord, type: number): string {
  return `${record.class}/${type}/${record.owner.key}`;
}
