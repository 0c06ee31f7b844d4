import type { DomainName } from "../../../src/dns/name.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { dsRdata, makeKey, type ZoneKey } from "../../support/zonefab/keys.ts";
import { drop, edit, flipBit, overwrite, resign, rrset, signatures, zsk } from "../../support/zonefab/mutators.ts";
import { dropSigned, withTypes } from "../../support/zonefab/denial-mutators.ts";
import type { Fault } from "./profiles.ts";

type MakeDs = (make: (digestType?: number, key?: number) => Uint8Array) => readonly Uint8Array[];

const flip = flipBit(-1);
const asType = (digestType: number): ((rdata: Uint8Array) => Uint8Array) => overwrite(3, Uint8Array.of(digestType));
const asAlgorithm = (algorithm: number): ((rdata: Uint8Array) => Uint8Array) => overwrite(2, Uint8Array.of(algorithm));
const asTag = (tag: number): ((rdata: Uint8Array) => Uint8Array) => overwrite(0, uint16(tag));
const standby = makeKey(13, 257);

/** DS RRsets, by what the parent publishes for the KSK (or, by index 1, the ZSK). */
const DS_SETS: readonly (readonly [id: string, about: string, make: MakeDs])[] = [
  ["none", "no DS", () => []],
  ["sha1", "a SHA-1 DS alone", (make) => [make(1)]],
  ["sha384", "a SHA-384 DS alone", (make) => [make(4)]],
  ["all-digests", "DS of SHA-1, SHA-256 and SHA-384", (make) => [make(1), make(2), make(4)]],
  ["bad-digest", "a wrong digest", (make) => [flip(make())]],
  ["bad-tag", "a wrong key tag", (make) => [asTag(1)(make())]],
  ["bad-algorithm", "another supported algorithm", (make) => [asAlgorithm(10)(make())]],
  ["algorithm-100", "an unassigned algorithm", (make) => [asAlgorithm(100)(make())]],
  ["algorithm-200", "a reserved algorithm", (make) => [asAlgorithm(200)(make())]],
  ["algorithm-3", "algorithm DSA", (make) => [asAlgorithm(3)(make())]],
  ["algorithm-1", "algorithm RSAMD5", (make) => [asAlgorithm(1)(make())]],
  ["algorithm-12", "algorithm GOST", (make) => [asAlgorithm(12)(make())]],
  ["digest-100", "an unassigned digest type", (make) => [asType(100)(make())]],
  ["digest-3", "digest type GOST", (make) => [asType(3)(make())]],
  ["digest-0", "digest type 0", (make) => [asType(0)(make())]],
  ["sha256-as-sha1", "a SHA-256 digest called SHA-1", (make) => [asType(1)(make())]],
  ["sha256-as-sha384", "a SHA-256 digest called SHA-384", (make) => [asType(4)(make())]],
  ["short", "a digest cut short", (make) => [make().subarray(0, 20)]],
  ["long", "a digest with an octet too many", (make) => [concatBytes(make(), Uint8Array.of(0))]],
  ["good-and-bad", "a wrong DS beside a good one", (make) => [make(), flip(make())]],
  ["good-and-tag", "a DS of an absent key beside a good one", (make) => [make(), asTag(1)(make())]],
  ["good-and-algorithm", "a DS of another algorithm beside a good one", (make) => [make(), asAlgorithm(10)(make())]],
  ["good-and-100", "a DS of an unknown algorithm beside a good one", (make) => [make(), asAlgorithm(100)(make())]],
  ["good-and-digest-100", "a DS of an unknown digest type beside a good one", (make) => [make(), asType(100)(make())]],
  [
    "bad-and-100",
    "a DS of an unknown algorithm beside a wrong one",
    (make) => [flip(make()), asAlgorithm(100)(make())],
  ],
  [
    "bad-and-digest-100",
    "a DS of an unknown digest type beside a wrong one",
    (make) => [flip(make()), asType(100)(make())],
  ],
  ["sha1-good-sha256-bad", "a good SHA-1 DS beside a wrong SHA-256 DS", (make) => [make(1), flip(make(2))]],
  ["sha1-bad-sha256-good", "a wrong SHA-1 DS beside a good SHA-256 DS", (make) => [flip(make(1)), make(2)]],
  ["sha256-good-sha384-bad", "a good SHA-256 DS beside a wrong SHA-384 DS", (make) => [make(2), flip(make(4))]],
  ["sha256-bad-sha384-good", "a wrong SHA-256 DS beside a good SHA-384 DS", (make) => [flip(make(2)), make(4)]],
  ["sha1-and-digest-100", "a SHA-1 DS beside one of an unknown digest type", (make) => [make(1), asType(100)(make())]],
  ["of-zsk", "a DS of the ZSK alone", (make) => [make(2, 1)]],
  ["of-both", "a DS of the ZSK beside that of the KSK", (make) => [make(2, 0), make(2, 1)]],
  [
    "six",
    "six DS, the good one last in tag order or not",
    (make) => [make(), ...[1, 2, 65533, 65534, 65535].map((tag) => asTag(tag)(make()))],
  ],
];

const child = (label: string, type: string): ReturnType<typeof rrset> => rrset(label, type);

/** DS wrong, missing or unusual, and the parent's proofs of them. */
export const DS_FAULTS: readonly Fault[] = [
  ...DS_SETS.map(
    ([id, about, make]): Fault => ({
      id: `ds-${id}`,
      about,
      ds: (apex: DomainName, keys: readonly ZoneKey[]) =>
        make((digestType = 2, index = 0) => dsRdata(apex, keyAt(keys, index), digestType)),
    }),
  ),
  {
    id: "ds-standby",
    about: "a DS of a standby key beside that of the KSK",
    ds: (apex, keys) => [dsRdata(apex, keyAt(keys, 0)), dsRdata(apex, standby)],
  },
  { id: "ds-stranger", about: "a DS of a key that is not in the zone", ds: (apex) => [dsRdata(apex, standby)] },
  {
    id: "ds-signature-flip",
    about: "the signature over the DS wrong",
    parentMutations: (label) => [edit(signatures(label, "DS"), flipBit(-9))],
  },
  {
    id: "ds-signature-none",
    about: "no signature over the DS",
    parentMutations: (label) => [drop(signatures(label, "DS"))],
  },
  {
    id: "ds-changed",
    about: "the DS changed after signing",
    parentMutations: (label) => [edit(child(label, "DS"), flip)],
  },
  {
    id: "ds-removed",
    about: "the DS removed after signing",
    parentMutations: (label) => [dropSigned(child(label, "DS"))],
  },
  {
    id: "ds-resigned-flip",
    about: "the DS changed and signed again",
    parentMutations: (label) => [edit(child(label, "DS"), flip), resign(label, "DS", zsk)],
  },
];

/** Faults of the parent's denial of a DS, for zones below `nsec.`. */
export const NSEC_PARENT_FAULTS: readonly Fault[] = [
  parentFault("signature-flip", "the signature over the parent's NSEC wrong", (label) => [
    edit(signatures(label, "NSEC"), flipBit(-9)),
  ]),
  parentFault("signature-none", "no signature over the parent's NSEC", (label) => [drop(signatures(label, "NSEC"))]),
  parentFault("gone", "no NSEC at the delegation", (label) => [dropSigned(rrset(label, "NSEC"))]),
  parentFault("no-ns", "the NSEC at the delegation without the NS bit", (label) => [
    edit(rrset(label, "NSEC"), withTypes("RRSIG", "NSEC")),
    resign(label, "NSEC", zsk),
  ]),
  parentFault("soa", "the NSEC at the delegation with the SOA bit", (label) => [
    edit(rrset(label, "NSEC"), withTypes("NS", "SOA", "RRSIG", "NSEC")),
    resign(label, "NSEC", zsk),
  ]),
  parentFault("ds", "the NSEC at the delegation with the DS bit", (label) => [
    edit(rrset(label, "NSEC"), withTypes("NS", "DS", "RRSIG", "NSEC")),
    resign(label, "NSEC", zsk),
  ]),
];

function parentFault(id: string, about: string, parentMutations: NonNullable<Fault["parentMutations"]>): Fault {
  return { id: `parent-nsec-${id}`, about, ds: () => [], parentMutations };
}

function keyAt(keys: readonly ZoneKey[], index: number): ZoneKey {
  const key = keys[index];
  if (key === undefined) throw new Error("no such key");
  return key;
}
