import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type DomainName, compareNames } from "../../src/dns/name.ts";
import { parseNsec, parseNsec3 } from "../../src/dns/rdata.ts";
import { CLASS_IN, RrType } from "../../src/dns/registry.ts";
import { coversName, nsecProver } from "../../src/dnssec/denial/nsec.ts";
import { coversHash, nsec3Prover } from "../../src/dnssec/denial/nsec3.ts";
import { decodeBase32Hex } from "../../src/util/base32hex.ts";
import { compareBytes, toLatin1 } from "../../src/util/bytes.ts";
import { latin1, smallName } from "../support/arbitraries.ts";
import { nsec3Chain, nsecChain } from "../support/signer/denial-chain.ts";

/** Names and the types they have; CNAME stands alone, as it must, and nothing lies below a delegation or a DNAME. */
const apex = smallName.map((name) => name.child(latin1("zone")));
const typesOfName = fc.constantFrom<readonly number[]>(
  [RrType.A],
  [RrType.MX],
  [RrType.A, RrType.MX],
  [RrType.CNAME],
  [RrType.NS],
  [RrType.NS, RrType.DS],
  [RrType.DNAME],
);
const contents = fc.array(fc.tuple(smallName, typesOfName), { maxLength: 8 });
const zone = fc.tuple(apex, contents).map(([top, names]) => {
  const types = new Map<string, { readonly owner: DomainName; readonly types: readonly number[] }>();
  types.set(top.key, { owner: top, types: [RrType.SOA, RrType.NS] });
  for (const [below, own] of names) {
    const owner = joined(below, top);
    const fits = !owner.isWildcard() || !(own.includes(RrType.NS) || own.includes(RrType.DNAME));
    if (!owner.equals(top) && fits) types.set(owner.key, { owner, types: own });
  }
  const given = { apex: top, types };
  return { apex: top, types: new Map([...types].filter(([, { owner }]) => !isHidden(given, owner))) };
});
const query = fc.tuple(smallName, fc.constantFrom(RrType.A, RrType.MX, RrType.TXT, RrType.DS));
/** Which records of the chain came; all of them in the end. */
const selection = fc.oneof(fc.constant([true]), fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }));

function joined(below: DomainName, top: DomainName): DomainName {
  return below.labels.reduceRight((name, label) => name.child(label), top);
}

interface Zone {
  readonly apex: DomainName;
  readonly types: ReadonlyMap<string, { readonly owner: DomainName; readonly types: readonly number[] }>;
}

/** The name lies below a delegation or a DNAME: it is not this zone's to deny. */
function isHidden({ apex: top, types }: Zone, name: DomainName): boolean {
  return [...types.values()].some(
    ({ owner, types: own }) =>
      name.isBelow(owner) && (own.includes(RrType.DNAME) || (own.includes(RrType.NS) && !owner.equals(top))),
  );
}

function recordsOf({ types }: Zone) {
  return [...types.values()].flatMap(({ owner, types: own }) =>
    own.map((type) => ({ owner, type, class: CLASS_IN, ttl: 60, rdata: new Uint8Array() })),
  );
}

function exists({ types }: Zone, name: DomainName): boolean {
  return [...types.values()].some(({ owner }) => owner.isAtOrBelow(name));
}

/** The name whose types answer for a name: itself, or the wildcard at its closest encloser; null where neither exists. */
function answering(given: Zone, name: DomainName): DomainName | null {
  if (exists(given, name)) return name;
  let encloser = name.parent();
  while (!exists(given, encloser)) encloser = encloser.parent();
  const wildcard = encloser.wildcard();
  return wildcard !== null && exists(given, wildcard) ? wildcard : null;
}

/** The zone can say that the name has no such type: DS above a zone cut, anything else below it (RFC 4035 2.4). */
function lacksType({ apex: top, types }: Zone, name: DomainName, type: number): boolean {
  const own = types.get(name.key)?.types ?? [];
  const isCut = own.includes(RrType.NS) && !name.equals(top);
  const isOurs = type === RrType.DS ? !name.equals(top) : !isCut;
  return isOurs && !own.includes(type) && !own.includes(RrType.CNAME);
}

function nsecs(given: Zone) {
  return nsecChain(given.apex, recordsOf(given), 60).map(({ owner, rdata }) => ({ owner, ...parseNsec(rdata) }));
}

function nsec3s(given: Zone, optOut = false) {
  const parameters = { iterations: 1, salt: Uint8Array.of(1), optOut };
  return nsec3Chain(given.apex, recordsOf(given), 60, parameters).map(({ owner, rdata }) => ({
    owner,
    ownerHash: decodeBase32Hex(toLatin1(owner.labels[0] ?? new Uint8Array())) ?? new Uint8Array(),
    ...parseNsec3(rdata),
  }));
}

test("in a complete chain of NSEC every name is matched or covered once", () => {
  fc.assert(
    fc.property(zone, smallName, (given, below) => {
      const name = joined(below, given.apex);
      const chain = nsecs(given);
      const matches = chain.filter(({ owner }) => owner.equals(name)).length;
      const covers = chain.filter((nsec) => coversName(nsec, name)).length;
      expect(matches + covers).toBe(1);
    }),
    { numRuns: 1000 },
  );
});

test("in a complete chain of hashes every hash is matched or covered once", () => {
  const hash = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 1, max: 6 }),
    fc.uint8Array({ minLength: 1, maxLength: 1 }),
  );
  const hashes = fc.uniqueArray(hash, { minLength: 1, maxLength: 8, selector: ([octet]) => octet });
  fc.assert(
    fc.property(hashes, hash, (given, wanted) => {
      const sorted = given.toSorted(compareBytes);
      const chain = sorted.map((ownerHash, i) => ({
        ownerHash,
        nextHash: sorted[(i + 1) % sorted.length] ?? ownerHash,
      }));
      const matches = sorted.filter((own) => compareBytes(own, wanted) === 0).length;
      const covers = chain.filter((span) => coversHash(span as Parameters<typeof coversHash>[0], wanted)).length;
      expect(matches + covers).toBe(1);
    }),
    { numRuns: 1000 },
  );
});

const PROVERS = [
  [
    "NSEC",
    (given: Zone, keep: (i: number) => boolean) =>
      nsecProver(
        given.apex,
        nsecs(given).filter((_, i) => keep(i)),
      ),
  ],
  [
    "NSEC3",
    (given: Zone, keep: (i: number) => boolean) =>
      nsec3Prover(
        given.apex,
        nsec3s(given).filter((_, i) => keep(i)),
      ),
  ],
] as const;

test.each(PROVERS)("%s proves what the zone lacks, all of it and nothing else", (_, proverOf) => {
  fc.assert(
    fc.property(zone, query, selection, (given, [below, type], kept) => {
      const name = joined(below, given.apex);
      const isComplete = kept.every(Boolean);
      const prover = proverOf(given, (i) => kept[i % kept.length] ?? true);
      const isOurs = !isHidden(given, name);
      const source = answering(given, name);

      const isProvedAbsent = prover.proveNameError(name).result === "proved";
      const isAbsent = isOurs && source === null;
      if (isProvedAbsent) expect(isAbsent).toBe(true);
      if (isComplete) expect(isProvedAbsent).toBe(isAbsent);

      const isProvedEmpty = prover.proveNoData(name, type).result === "proved";
      const isEmpty = isOurs && source !== null && lacksType(given, source, type);
      if (isProvedEmpty) expect(isEmpty).toBe(true);
      if (isComplete) expect(isProvedEmpty).toBe(isEmpty);
    }),
    { numRuns: 1500 },
  );
});

test.each(PROVERS)("%s lets a wildcard answer for a name exactly where no closer name exists", (_, proverOf) => {
  fc.assert(
    fc.property(zone, smallName, selection, (given, below, kept) => {
      const name = joined(below, given.apex);
      const isComplete = kept.every(Boolean);
      const prover = proverOf(given, (i) => kept[i % kept.length] ?? true);
      for (let labels = given.apex.labels.length; labels < name.labels.length; labels++) {
        const wildcard = name.suffix(labels).wildcard();
        // Only a wildcard that exists can have been signed.
        if (wildcard === null || !exists(given, wildcard)) continue;
        const isOurs = !isHidden(given, name) && !name.equals(wildcard);
        const mayAnswer = isOurs && answering(given, name)?.equals(wildcard) === true;
        const isProved = prover.proveWildcardExpansion(name, labels).result === "proved";
        if (isProved) expect(mayAnswer).toBe(true);
        if (isComplete) expect(isProved).toBe(mayAnswer);
      }
    }),
    { numRuns: 1500 },
  );
});

test("NSEC3 with opt-out never proves that a name or type is absent by a span, only by a match", () => {
  fc.assert(
    fc.property(zone, query, (given, [below, type]) => {
      const name = joined(below, given.apex);
      const prover = nsec3Prover(given.apex, nsec3s(given, true));
      const proof = prover.proveNoData(name, type);
      expect(prover.proveNameError(name).result).not.toBe("proved");
      if (proof.result === "proved") expect(exists(given, name) && lacksType(given, name, type)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("the order of the chain does not matter to what it proves", () => {
  fc.assert(
    fc.property(zone, query, fc.nat(7), (given, [below, type], turn) => {
      const name = joined(below, given.apex);
      const chain = nsecs(given).toSorted((a, b) => compareNames(b.owner, a.owner));
      const turned = [...chain.slice(turn % chain.length), ...chain.slice(0, turn % chain.length)];
      const [forwards, backwards] = [nsecProver(given.apex, nsecs(given)), nsecProver(given.apex, turned)];
      expect(backwards.proveNoData(name, type).result).toBe(forwards.proveNoData(name, type).result);
      expect(backwards.proveNameError(name).result).toBe(forwards.proveNameError(name).result);
    }),
  );
});
