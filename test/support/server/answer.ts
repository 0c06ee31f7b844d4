import type { Question } from "../../../src/dns/message.ts";
import { DomainName, readName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, Rcode, RrType } from "../../../src/dns/registry.ts";
import { Reader } from "../../../src/util/reader.ts";
import {
  denyDelegation,
  denyName,
  denyType,
  denyWildcardType,
  isCompact,
  proveWildcard,
  signOnline,
} from "./denial.ts";
import { type Response, emptyResponse } from "./response.ts";
import type { ServedRrset, ZoneIndex } from "./zone-index.ts";

/** The sections of an answer while it is put together. */
interface Draft {
  readonly answer: ServedRrset[];
  readonly authority: ServedRrset[];
  readonly additional: ServedRrset[];
  rcode: number;
  isReferral: boolean;
}

const MAX_ALIASES = 12;
const SIGNED_ALIAS_TYPES: ReadonlySet<number> = new Set([RrType.CNAME, RrType.NSEC, RrType.RRSIG, RrType.ANY]);

/** Answers from the zones a server has, as RFC 1034 4.3.2, RFC 4035 3.1, RFC 5155 7.2 and RFC 6672 ask. */
export function answerFromZones(zones: readonly ZoneIndex[], question: Question, dnssecOk: boolean): Response {
  const zone = zoneFor(zones, question);
  if (zone === null) return emptyResponse(Rcode.REFUSED);
  const draft: Draft = { answer: [], authority: [], additional: [], rcode: Rcode.NOERROR, isReferral: false };
  let name: DomainName | null = question.name;
  for (let i = 0; i < MAX_ALIASES && name?.isAtOrBelow(zone.apex); i++) {
    name = step(zone, { name, type: question.type }, draft);
  }
  const flatten = (sets: readonly ServedRrset[]) => [
    ...new Set(sets.flatMap(({ records, signatures }) => (dnssecOk ? [...records, ...signatures] : records))),
  ];
  const isShown = ({ type }: ResourceRecord) =>
    dnssecOk || (type !== RrType.NSEC && type !== RrType.NSEC3 && type !== RrType.DS);
  return emptyResponse(draft.rcode, {
    isAuthoritative: !draft.isReferral || draft.answer.length > 0,
    answer: flatten(draft.answer),
    authority: flatten(draft.authority).filter(isShown),
    additional: draft.additional.flatMap(({ records }) => records),
  });
}

/** The closest zone that may answer; for DS at a zone's apex the parent's, where the server has it (RFC 4035 3.1.4.1). */
export function zoneFor(zones: readonly ZoneIndex[], { name, type }: Question): ZoneIndex | null {
  const closestFirst = zones
    .filter(({ apex }) => name.isAtOrBelow(apex))
    .toSorted((a, b) => b.apex.labels.length - a.apex.labels.length);
  const above = type === RrType.DS ? closestFirst.find(({ apex }) => name.isBelow(apex)) : undefined;
  return above ?? closestFirst[0] ?? null;
}

/** Adds what one name gives; returns the name an alias leads to, or null at the end. */
function step(zone: ZoneIndex, { name, type }: Question, draft: Draft): DomainName | null {
  const cut = delegationAbove(zone, name, type);
  if (cut !== null) return refer(zone, cut, draft);
  const dname = ancestorDname(zone, name);
  if (dname !== null) return followDname(dname, name, draft);
  const own = zone.names.get(name.key);
  if (own !== undefined || zone.existing.has(name.key)) {
    return answerAt(own ?? new Map(), type, draft, () => {
      draft.authority.push(...negativeSoa(zone), ...denyType(zone, name));
    });
  }
  const closestEncloser = closestExisting(zone, name);
  const wildcard = closestEncloser.wildcard();
  const source = wildcard === null ? undefined : zone.names.get(wildcard.key);
  if (source !== undefined && wildcard !== null) {
    const expanded = new Map([...source].map(([key, rrset]) => [key, expand(zone, rrset, name)]));
    const before = draft.answer.length;
    const next = answerAt(expanded, type, draft, () => {
      draft.authority.push(...negativeSoa(zone), ...denyWildcardType(zone, name, closestEncloser));
    });
    if (draft.answer.length > before) draft.authority.push(...proveWildcard(zone, name, closestEncloser));
    return next;
  }
  const proof = denyName(zone, name, closestEncloser);
  draft.rcode = proof.rcode;
  draft.authority.push(...negativeSoa(zone), ...proof.records);
  return null;
}

/** Answers at an existing or expanded name; deny is called where the type is not there. */
function answerAt(
  types: ReadonlyMap<number, ServedRrset>,
  type: number,
  draft: Draft,
  deny: () => void,
): DomainName | null {
  const cname = types.get(RrType.CNAME);
  if (cname !== undefined && !SIGNED_ALIAS_TYPES.has(type)) {
    draft.answer.push(cname);
    return targetOf(cname);
  }
  const found =
    type === RrType.ANY
      ? [...types.values()]
      : type === RrType.RRSIG
        ? [...types.values()].map(({ signatures }) => ({ records: signatures, signatures: [] }))
        : [types.get(type)].filter((rrset) => rrset !== undefined);
  if (found.some(({ records }) => records.length > 0)) draft.answer.push(...found);
  else deny();
  return null;
}

/** The topmost zone cut at or above name; a DS query at the cut itself is answered here (RFC 4035 3.1.4.1). */
function delegationAbove(zone: ZoneIndex, name: DomainName, type: number): DomainName | null {
  for (let count = zone.apex.labels.length + 1; count <= name.labels.length; count++) {
    const candidate = name.suffix(count);
    if (zone.cuts.has(candidate.key)) return count === name.labels.length && type === RrType.DS ? null : candidate;
  }
  return null;
}

function refer(zone: ZoneIndex, cut: DomainName, draft: Draft): null {
  const types = zone.names.get(cut.key);
  const ns = types?.get(RrType.NS);
  const ds = types?.get(RrType.DS);
  if (ns === undefined) return null;
  draft.isReferral = true;
  // NS at a cut is not the zone's own: no signature goes with it.
  draft.authority.push({ records: ns.records, signatures: [] });
  draft.authority.push(...(ds === undefined ? denyDelegation(zone, cut) : [ds]));
  for (const { rdata } of ns.records) {
    const addresses = zone.names.get(readName(new Reader(rdata)).key);
    for (const type of [RrType.A, RrType.AAAA]) {
      const glue = addresses?.get(type);
      if (glue !== undefined) draft.additional.push({ records: glue.records, signatures: [] });
    }
  }
  return null;
}

function ancestorDname(zone: ZoneIndex, name: DomainName): ServedRrset | null {
  for (let count = zone.apex.labels.length; count < name.labels.length; count++) {
    const dname = zone.names.get(name.suffix(count).key)?.get(RrType.DNAME);
    if (dname !== undefined) return dname;
  }
  return null;
}

/** Adds the DNAME and the CNAME made from it, or YXDOMAIN where the target would be too long (RFC 6672 3.2). */
function followDname(dname: ServedRrset, name: DomainName, draft: Draft): DomainName | null {
  const [record] = dname.records;
  const target = targetOf(dname);
  if (record === undefined || target === null) return null;
  draft.answer.push(dname);
  const kept = name.labels.slice(0, name.labels.length - record.owner.labels.length);
  try {
    const substituted = new DomainName([...kept, ...target.labels]);
    const { ttl } = record;
    const cname = { owner: name, type: RrType.CNAME, class: CLASS_IN, ttl, rdata: substituted.wire };
    draft.answer.push({ records: [cname], signatures: [] });
    return substituted;
  } catch {
    draft.rcode = Rcode.YXDOMAIN;
    return null;
  }
}

function targetOf({ records }: ServedRrset): DomainName | null {
  const [record] = records;
  return record === undefined ? null : readName(new Reader(record.rdata));
}

/** A wildcard's RRset as the name asked for; a zone signed as it answers signs it under that name. */
function expand(zone: ZoneIndex, { records, signatures }: ServedRrset, owner: DomainName): ServedRrset {
  const rename = (record: ResourceRecord) => ({ ...record, owner });
  const renamed = records.map(rename);
  return { records: renamed, signatures: isCompact(zone) ? signOnline(zone, renamed) : signatures.map(rename) };
}

function closestExisting(zone: ZoneIndex, name: DomainName): DomainName {
  let candidate = name;
  while (candidate.labels.length > zone.apex.labels.length && !zone.existing.has(candidate.key)) {
    candidate = candidate.parent();
  }
  return candidate;
}

/** The SOA of a negative answer, its TTL the negative one (RFC 2308 3). */
function negativeSoa(zone: ZoneIndex): ServedRrset[] {
  const soa = zone.names.get(zone.apex.key)?.get(RrType.SOA);
  const [record] = soa?.records ?? [];
  if (soa === undefined || record === undefined) return [];
  const ttl = Math.min(record.ttl, Buffer.from(record.rdata).readUInt32BE(record.rdata.length - 4));
  const capped = (item: ResourceRecord) => ({ ...item, ttl });
  return [{ records: soa.records.map(capped), signatures: soa.signatures.map(capped) }];
}
