import { parseName } from "../../../src/dns/name.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { makeKey } from "../../support/zonefab/keys.ts";
import {
  copy,
  copySigned,
  drop,
  edit,
  flipBit,
  ksk,
  overwrite,
  redate,
  resign,
  resignSelected,
  RRSIG,
  rrset,
  setTtl,
  signatures,
  zsk,
} from "../../support/zonefab/mutators.ts";
import type { SignedZone } from "../../support/zonefab/signed-zone.ts";
import type { Fault } from "./profiles.ts";

const now = Math.floor(Date.now() / 1000);
const HOUR = 3600;
const DAY = 86400;
const YEAR = 365 * DAY;
const wwwA = signatures("www", "A");

/** The signed RRsets of the usual zone that a fault is put on one by one. */
const TARGETS = [
  ["a", "www", "A"],
  ["soa", "@", "SOA"],
  ["dnskey", "@", "DNSKEY"],
  ["cname", "alias", "CNAME"],
  ["wildcard", "*.wild", "A"],
  ["dname", "dname", "DNAME"],
  ["unknown-type", "odd", "TYPE65534"],
  ["all", "*", "*"],
] as const;

const stranger = makeKey(13, 256);

/** Signatures wrong, missing or unusual. */
export const SIGNATURE_FAULTS: readonly Fault[] = [
  ...TARGETS.map(
    ([id, name, type]): Fault => ({
      id: `sig-flip-${id}`,
      about: `a bit of the signature over ${name}/${type} flipped`,
      mutations: [edit(signatures(name, type), flipBit(-9))],
    }),
  ),
  ...TARGETS.map(
    ([id, name, type]): Fault => ({
      id: `sig-none-${id}`,
      about: `no signature over ${name}/${type}`,
      mutations: [drop(signatures(name, type))],
    }),
  ),
  ...TARGETS.slice(0, 6).map(
    ([id, name, type]): Fault => ({
      id: `sig-expired-${id}`,
      about: `the signature over ${name}/${type} properly made, but expired`,
      mutations: [resign(name, type, id === "dnskey" ? ksk : zsk, { inception: now - 9 * DAY, expiration: now - DAY })],
    }),
  ),
  fault(
    "sig-short",
    "a signature one octet short",
    edit(wwwA, (rdata) => rdata.subarray(0, -1)),
  ),
  fault(
    "sig-long",
    "a signature one octet long",
    edit(wwwA, (rdata) => concatBytes(rdata, Uint8Array.of(0))),
  ),
  fault("sig-zeros", "a signature of zeros", edit(wwwA, blank)),
  fault(
    "sig-one-octet",
    "a signature of one octet",
    edit(wwwA, (rdata, zone) => rdata.subarray(0, signatureAt(zone) + 1)),
  ),
  fault(
    "sig-empty",
    "a signature of no octets",
    edit(wwwA, (rdata, zone) => rdata.subarray(0, signatureAt(zone))),
  ),
  fault("sig-labels-more", "the Labels field one too many", edit(wwwA, add(RRSIG.labels, 1))),
  fault("sig-labels-less", "the Labels field one too few", edit(wwwA, add(RRSIG.labels, -1))),
  fault("sig-labels-zero", "the Labels field zero", edit(wwwA, overwrite(RRSIG.labels, Uint8Array.of(0)))),
  fault(
    "sig-wild-labels",
    "the Labels field of a wildcard one too many",
    edit(signatures("*.wild", "A"), add(RRSIG.labels, 1)),
  ),
  fault(
    "sig-algorithm",
    "another algorithm number in the signature",
    edit(wwwA, overwrite(RRSIG.algorithm, Uint8Array.of(10))),
  ),
  fault(
    "sig-algorithm-100",
    "an unknown algorithm in the signature",
    edit(wwwA, overwrite(RRSIG.algorithm, Uint8Array.of(100))),
  ),
  fault("sig-ttl", "another original TTL in the signature", edit(wwwA, add(RRSIG.originalTtl + 3, 1))),
  fault("sig-tag", "another key tag in the signature", edit(wwwA, add(RRSIG.keyTag + 1, 1))),
  fault("sig-type", "another type covered by the signature", edit(wwwA, overwrite(0, uint16(28)))),
  fault(
    "sig-signer-parent",
    "the parent as signer's name",
    edit(
      wwwA,
      withSigner((zone) => zone.apex.parent().wire),
    ),
  ),
  fault(
    "sig-signer-root",
    "the root as signer's name",
    edit(
      wwwA,
      withSigner(() => Uint8Array.of(0)),
    ),
  ),
  fault(
    "sig-signer-below",
    "a name below the apex as signer's name",
    edit(
      wwwA,
      withSigner(({ apex }) => apex.child(Uint8Array.of(119)).wire),
    ),
  ),
  fault(
    "sig-signer-case",
    "the signer's name in capitals",
    edit(
      signatures("*", "*"),
      withSigner(({ apex }) => parseName(apex.toString().toUpperCase()).wire),
    ),
  ),
  fault(
    "sig-redated-expired",
    "the dates of a finished signature set into the past",
    edit(wwwA, redate(-9 * DAY, -DAY)),
  ),
  fault("sig-redated-longer", "the expiration of a finished signature set later", edit(wwwA, redate(-HOUR, 90 * DAY))),
  fault(
    "sig-future",
    "a signature not yet valid",
    resign("www", "A", zsk, { inception: now + DAY, expiration: now + 9 * DAY }),
  ),
  fault(
    "sig-backward",
    "an expiration before the inception",
    resign("www", "A", zsk, { inception: now + DAY, expiration: now - DAY }),
  ),
  fault(
    "sig-backward-past",
    "an expiration before the inception, both past",
    resign("www", "A", zsk, { inception: now - DAY, expiration: now - 2 * DAY }),
  ),
  fault(
    "sig-lasting",
    "a signature valid for 60 years",
    resign("www", "A", zsk, { inception: now - HOUR, expiration: now + 60 * YEAR }),
  ),
  fault(
    "sig-old",
    "a signature valid since 60 years ago",
    resign("www", "A", zsk, { inception: now - 60 * YEAR, expiration: now + DAY }),
  ),
  fault(
    "sig-wrapped",
    "a window over half the serial number circle",
    resign("www", "A", zsk, { inception: now - 60 * YEAR, expiration: now + 60 * YEAR }),
  ),
  fault(
    "sig-own-signer",
    "a signature made with the parent as signer",
    resign("www", "A", zsk, { signerName: parseName("nsec.") }),
  ),
  fault("sig-own-labels-less", "a signature made as if from a wildcard above", resign("www", "A", zsk, { labels: 2 })),
  fault("sig-own-labels-more", "a signature made with too many labels", resign("www", "A", zsk, { labels: 9 })),
  fault(
    "sig-own-ttl-less",
    "a signature over a lower TTL than the RRset has",
    resign("www", "A", zsk, { originalTtl: 60 }),
  ),
  fault(
    "sig-own-ttl-more",
    "a signature over a higher TTL than the RRset has",
    resign("www", "A", zsk, { originalTtl: 86400 }),
  ),
  fault("sig-own-tag", "a signature made with the wrong key tag", resign("www", "A", zsk, { keyTag: 1 })),
  fault(
    "sig-own-algorithm",
    "a signature made with the wrong algorithm number",
    resign("www", "A", zsk, { algorithm: 5 }),
  ),
  fault(
    "sig-stranger",
    "a signature by a key that is not in the zone",
    resign("www", "A", () => stranger),
  ),
  fault("sig-by-ksk", "data signed by the KSK", resign("www", "A", ksk)),
  fault("sig-dnskey-by-zsk", "the DNSKEY RRset signed by the ZSK alone", resign("@", "DNSKEY", zsk)),
  fault("sig-dnskey-by-ksk", "the DNSKEY RRset signed by the KSK alone", resign("@", "DNSKEY", ksk)),
  fault("sig-plus-broken", "a broken signature beside a good one", copy(wwwA, flipBit(-9))),
  fault("sig-plus-broken-all", "broken signatures beside all good ones", copy(signatures("*", "*"), flipBit(-9))),
  fault(
    "sig-plus-tag",
    "a signature of an absent key beside a good one",
    copy(signatures("*", "*"), add(RRSIG.keyTag + 1, 1)),
  ),
  fault(
    "sig-plus-algorithm",
    "a signature of an unknown algorithm beside a good one",
    copy(signatures("*", "*"), overwrite(RRSIG.algorithm, Uint8Array.of(100))),
  ),
  fault(
    "sig-plus-expired",
    "an expired signature beside a good one",
    copySigned(rrset("*", "*"), zsk, { inception: now - 9 * DAY, expiration: now - DAY }),
  ),
  fault(
    "sig-plus-future",
    "a future signature beside a good one",
    copySigned(rrset("*", "*"), zsk, { inception: now + DAY, expiration: now + 9 * DAY }),
  ),
  fault(
    "sig-plus-signer",
    "a signature in the parent's name beside a good one",
    copySigned(rrset("*", "*"), zsk, { signerName: parseName("nsec.") }),
  ),
  fault(
    "sig-plus-many",
    "six signatures of one RRset",
    ...Array.from({ length: 5 }, (_, i) => copySigned(rrset("www", "A"), zsk, { expiration: now + (3 + i) * DAY })),
  ),
  fault("sig-all-by-ksk", "every RRset signed by the KSK", resignSelected(rrset("*", "*"), ksk)),
  fault("ttl-lower", "an RRset's TTL lowered after signing", setTtl(rrset("www", "A"), 30)),
  fault("ttl-higher", "an RRset's TTL raised after signing", setTtl(rrset("www", "A"), 7200)),
  fault("ttl-signature", "the signatures' TTL changed", setTtl(signatures("*", "*"), 30)),
];

function fault(id: string, about: string, ...mutations: NonNullable<Fault["mutations"]>): Fault {
  return { id, about, mutations };
}

function add(at: number, amount: number): (rdata: Uint8Array) => Uint8Array {
  return (rdata) => rdata.map((byte, index) => (index === at ? (byte + amount) & 0xff : byte));
}

function signatureAt({ apex }: SignedZone): number {
  return RRSIG.signer + apex.wire.length;
}

function blank(rdata: Uint8Array, zone: SignedZone): Uint8Array {
  return rdata.map((byte, index) => (index < signatureAt(zone) ? byte : 0));
}

function withSigner(signer: (zone: SignedZone) => Uint8Array) {
  return (rdata: Uint8Array, zone: SignedZone): Uint8Array =>
    concatBytes(rdata.subarray(0, RRSIG.signer), signer(zone), rdata.subarray(signatureAt(zone)));
}
