import type { DomainName } from "../../../src/dns/name.ts";
import { CLASS_IN, Rcode, RrType } from "../../../src/dns/registry.ts";
import { nsecRdata } from "../signer/denial-chain.ts";
import { signRrset } from "../signer/rrsig.ts";
import { keysFor } from "../signer/sign-zone.ts";
import { type ServedRrset, type ZoneIndex, covering, matching } from "./zone-index.ts";

/** Records that prove a negative answer, and the RCODE it is given with. */
export interface NegativeProof {
  readonly rcode: number;
  readonly records: readonly ServedRrset[];
}

/** Proves that a name has no records of a type (RFC 4035 3.1.3.1, RFC 5155 7.2.3 and 7.2.4). */
export function denyType(zone: ZoneIndex, name: DomainName): ServedRrset[] {
  if (isCompact(zone)) return [compactNsec(zone, name, typesAt(zone, name))];
  if (zone.hashedOwner === null) {
    // An empty non-terminal has no NSEC; the span over it tells that nothing is there.
    return present(matching(zone.nsec, name) ?? covering(zone.nsec, name));
  }
  const match = matching(zone.nsec3, zone.hashedOwner(name));
  // An opted-out delegation has no NSEC3 of its own, nor has an empty non-terminal above only such ones.
  return match === null && name.isBelow(zone.apex) ? encloserProof(zone, name, name.parent()).records : present(match);
}

/** Proves that a name does not exist, nor a wildcard for it (RFC 4035 3.1.3.2, RFC 5155 7.2.2). */
export function denyName(zone: ZoneIndex, name: DomainName, closestEncloser: DomainName): NegativeProof {
  if (isCompact(zone)) {
    return { rcode: Rcode.NOERROR, records: [compactNsec(zone, name, [RrType.NXNAME])] };
  }
  if (zone.hashedOwner === null) {
    const wildcard = closestEncloser.wildcard() ?? closestEncloser;
    return { rcode: Rcode.NXDOMAIN, records: present(covering(zone.nsec, name), covering(zone.nsec, wildcard)) };
  }
  const { encloser, records } = encloserProof(zone, name, closestEncloser);
  const wildcard = encloser.wildcard() ?? encloser;
  const denied = present(covering(zone.nsec3, zone.hashedOwner(wildcard)));
  return { rcode: Rcode.NXDOMAIN, records: [...records, ...denied] };
}

/** Proves that a wildcard was rightly expanded: no closer name exists (RFC 4035 3.1.3.3, RFC 5155 7.2.6). */
export function proveWildcard(zone: ZoneIndex, name: DomainName, closestEncloser: DomainName): ServedRrset[] {
  if (isCompact(zone)) return [];
  if (zone.hashedOwner === null) return present(covering(zone.nsec, name));
  const nextCloser = name.suffix(closestEncloser.labels.length + 1);
  return present(covering(zone.nsec3, zone.hashedOwner(nextCloser)));
}

/** Proves that the wildcard for a name lacks the type (RFC 4035 3.1.3.4, RFC 5155 7.2.5). */
export function denyWildcardType(zone: ZoneIndex, name: DomainName, closestEncloser: DomainName): ServedRrset[] {
  const wildcard = closestEncloser.wildcard() ?? closestEncloser;
  if (isCompact(zone)) return [compactNsec(zone, name, typesAt(zone, wildcard))];
  if (zone.hashedOwner === null) return present(covering(zone.nsec, name), ...denyType(zone, wildcard));
  const { records } = encloserProof(zone, name, closestEncloser);
  return [...records, ...present(matching(zone.nsec3, zone.hashedOwner(wildcard)))];
}

/** Proves that a delegation has no DS (RFC 4035 3.1.4.1, RFC 5155 7.2.7). */
export function denyDelegation(zone: ZoneIndex, cut: DomainName): ServedRrset[] {
  if (isCompact(zone)) return [compactNsec(zone, cut, [RrType.NS])];
  if (zone.hashedOwner === null) return present(matching(zone.nsec, cut));
  const match = matching(zone.nsec3, zone.hashedOwner(cut));
  return match === null ? encloserProof(zone, cut, cut.parent()).records : [match];
}

/** Tells whether the zone is signed as it answers (RFC 9824). */
export function isCompact(zone: ZoneIndex): boolean {
  return zone.signed?.signing.denial === "compact";
}

/**
 * The NSEC3 of the closest encloser and the one over the name one label longer. Where opting out, or a broken chain,
 * left the closest encloser without one, the next ancestor that has one takes its place (RFC 5155 7.2.1).
 */
function encloserProof(zone: ZoneIndex, name: DomainName, closestEncloser: DomainName) {
  const hashedOwner = zone.hashedOwner ?? ((unhashed: DomainName) => unhashed);
  let encloser = closestEncloser;
  let match = matching(zone.nsec3, hashedOwner(encloser));
  while (match === null && encloser.isBelow(zone.apex)) {
    encloser = encloser.parent();
    match = matching(zone.nsec3, hashedOwner(encloser));
  }
  const nextCloser = name.suffix(encloser.labels.length + 1);
  const cover = covering(zone.nsec3, hashedOwner(nextCloser));
  return { encloser, records: present(match, cover) };
}

function typesAt(zone: ZoneIndex, name: DomainName): number[] {
  const types = [...(zone.names.get(name.key)?.keys() ?? [])];
  return zone.cuts.has(name.key) ? types.filter((type) => type === RrType.NS || type === RrType.DS) : types;
}

/** The NSEC that a server makes for one answer: from the name to the first name below it (RFC 9824 3). */
function compactNsec(zone: ZoneIndex, owner: DomainName, types: readonly number[]): ServedRrset {
  const next = owner.child(Uint8Array.of(0));
  const rdata = nsecRdata(next, [...types, RrType.RRSIG, RrType.NSEC]);
  const records = [{ owner, type: RrType.NSEC, class: CLASS_IN, ttl: 900, rdata }];
  return { records, signatures: signOnline(zone, records) };
}

/** Signatures made at the moment of answering. */
export function signOnline(zone: ZoneIndex, records: ServedRrset["records"]): ServedRrset["signatures"] {
  if (zone.signed === null) return [];
  const { keys, inception, expiration } = zone.signed.signing;
  const type = records[0]?.type ?? 0;
  return keysFor(type, keys).map((key) => signRrset(records, key, { inception, expiration, signerName: zone.apex }));
}

function present(...found: readonly (ServedRrset | null)[]): ServedRrset[] {
  return found.filter((rrset) => rrset !== null);
}
