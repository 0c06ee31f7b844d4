import { createHash } from "node:crypto";
import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../../src/dns/registry.ts";
import { encodeBase32Hex } from "../../../src/util/base32hex.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { typeBitmap } from "./bitmap.ts";
import { canonicalOrder } from "./canonical.ts";

/** NSEC3 parameters of a zone (RFC 5155 3.1). */
export interface Nsec3Parameters {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly optOut: boolean;
}

/** One authoritative name or zone cut, with its types; none for an empty non-terminal. */
interface Node {
  readonly name: DomainName;
  readonly types: Set<number>;
}

const OPT_OUT = 1;

/** The NSEC records of a zone's records, each name's to the next (RFC 4034 4, RFC 4035 2.3). */
export function nsecChain(apex: DomainName, records: readonly ResourceRecord[], ttl: number): ResourceRecord[] {
  const nodes = authoritativeNodes(apex, records);
  return nodes.map(({ name, types }, i) => ({
    owner: name,
    type: RrType.NSEC,
    class: CLASS_IN,
    ttl,
    rdata: nsecRdata(nodes[(i + 1) % nodes.length]?.name ?? apex, [...types, RrType.RRSIG, RrType.NSEC]),
  }));
}

/** The NSEC3 records of a zone's records, empty non-terminals included (RFC 5155 7.1). */
export function nsec3Chain(
  apex: DomainName,
  records: readonly ResourceRecord[],
  ttl: number,
  parameters: Nsec3Parameters,
): ResourceRecord[] {
  const nodes = authoritativeNodes(apex, records).filter((node) => !parameters.optOut || !isInsecureCut(node, apex));
  const hashed = withEmptyNonTerminals(nodes, apex)
    .map((node) => ({ node, hash: nsec3Hash(node.name, parameters) }))
    .toSorted((a, b) => Buffer.compare(a.hash, b.hash));
  return hashed.map(({ node, hash }, i) => ({
    owner: hashedOwner(apex, hash),
    type: RrType.NSEC3,
    class: CLASS_IN,
    ttl,
    rdata: nsec3Rdata(parameters, hashed[(i + 1) % hashed.length]?.hash ?? hash, [
      ...node.types,
      ...(node.types.size === 0 || isInsecureCut(node, apex) ? [] : [RrType.RRSIG]),
    ]),
  }));
}

/** The NSEC3 hash of a name, SHA-1 (RFC 5155 5). */
export function nsec3Hash(name: DomainName, parameters: Pick<Nsec3Parameters, "iterations" | "salt">): Uint8Array {
  let digest: Uint8Array = name.canonicalWire();
  for (let i = 0; i <= parameters.iterations; i++) {
    digest = createHash("sha1").update(digest).update(parameters.salt).digest();
  }
  return digest;
}

/** The owner of the NSEC3 record of a name (RFC 5155 3). */
export function nsec3Owner(apex: DomainName, name: DomainName, parameters: Nsec3Parameters): DomainName {
  return hashedOwner(apex, nsec3Hash(name, parameters));
}

/** NSEC RDATA (RFC 4034 4.1). */
export function nsecRdata(next: DomainName, types: Iterable<number>): Uint8Array {
  return concatBytes(next.wire, typeBitmap(types));
}

/** NSEC3 RDATA (RFC 5155 3.2). */
export function nsec3Rdata(parameters: Nsec3Parameters, next: Uint8Array, types: Iterable<number>): Uint8Array {
  return concatBytes(
    nsec3ParamFields(parameters, parameters.optOut ? OPT_OUT : 0),
    Uint8Array.of(next.length),
    next,
    typeBitmap(types),
  );
}

/** NSEC3PARAM RDATA, whose flags are zero (RFC 5155 4.1.2). */
export function nsec3ParamRdata(parameters: Nsec3Parameters): Uint8Array {
  return nsec3ParamFields(parameters, 0);
}

/** Zone cuts: names below the apex that hold NS. */
export function zoneCuts(apex: DomainName, records: readonly ResourceRecord[]): Set<string> {
  return new Set(
    records.filter(({ owner, type }) => type === RrType.NS && !owner.equals(apex)).map(({ owner }) => owner.key),
  );
}

/** Tells whether a name lies below a zone cut, so that the zone has no authority over it. */
export function isOccluded(name: DomainName, apex: DomainName, cuts: ReadonlySet<string>): boolean {
  for (let count = name.labels.length - 1; count > apex.labels.length; count--) {
    if (cuts.has(name.suffix(count).key)) return true;
  }
  return false;
}

function hashedOwner(apex: DomainName, hash: Uint8Array): DomainName {
  return apex.child(Uint8Array.from(Buffer.from(encodeBase32Hex(hash))));
}

function nsec3ParamFields({ iterations, salt }: Nsec3Parameters, flags: number): Uint8Array {
  return concatBytes(Uint8Array.of(1, flags), uint16(iterations), Uint8Array.of(salt.length), salt);
}

function authoritativeNodes(apex: DomainName, records: readonly ResourceRecord[]): Node[] {
  const cuts = zoneCuts(apex, records);
  const nodes = new Map<string, Node>();
  for (const { owner, type } of records) {
    if (isOccluded(owner, apex, cuts) || (cuts.has(owner.key) && type !== RrType.NS && type !== RrType.DS)) continue;
    const node = nodes.get(owner.key) ?? { name: owner, types: new Set() };
    node.types.add(type);
    nodes.set(owner.key, node);
  }
  return [...nodes.values()].toSorted((a, b) => canonicalOrder(a.name, b.name));
}

function isInsecureCut({ name, types }: Node, apex: DomainName): boolean {
  return types.has(RrType.NS) && !types.has(RrType.DS) && !name.equals(apex);
}

function withEmptyNonTerminals(nodes: readonly Node[], apex: DomainName): Node[] {
  const all = new Map(nodes.map((node) => [node.name.key, node]));
  for (const { name } of nodes) {
    for (let count = name.labels.length - 1; count > apex.labels.length; count--) {
      const ancestor = name.suffix(count);
      if (!all.has(ancestor.key)) all.set(ancestor.key, { name: ancestor, types: new Set() });
    }
  }
  return [...all.values()];
}
