import { type DomainName, parseName } from "../../../src/dns/name.ts";
import {
  dropSigned,
  nsec3Covering,
  nsec3Matching,
  nsec3Owner,
  withNsec3Types,
} from "../../support/zonefab/denial-mutators.ts";
import {
  drop,
  edit,
  flipBit,
  move,
  overwrite,
  type RdataChange,
  resignSelected,
  rrset,
  type Selector,
  signatures,
  zsk,
} from "../../support/zonefab/mutators.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { decodeBase32Hex } from "../../../src/util/base32hex.ts";
import { uint16 } from "../../../src/util/bytes.ts";
import type { Mutation, SignedZone } from "../../support/zonefab/signed-zone.ts";
import type { Fault } from "./profiles.ts";

const all = rrset("*", "NSEC3");
const FLAGS = 1;
const ITERATIONS = 2;
/** NSEC3 records changed and signed again: the fault is in what they say. */
const changed = (selector: Selector, change: RdataChange): Mutation[] => [
  edit(selector, change),
  resignSelected(selector, zsk),
];

/** NSEC3 chains cut, wrong or misused; the names are those of the usual zone. */
export const NSEC3_FAULTS: readonly Fault[] = [
  fault("signature-flip", "all signatures over NSEC3 wrong", edit(signatures("*", "NSEC3"), flipBit(-9))),
  fault("signature-none", "no signature over NSEC3", drop(signatures("*", "NSEC3"))),
  // NSD 4.6.1 crashes over it when it loads it, Knot 3.2.6 when it is asked.
  { ...fault("none", "no NSEC3 records, NSEC3PARAM left", dropSigned(all)), server: "bind" },
  fault("none-param", "neither NSEC3 nor NSEC3PARAM", dropSigned(all), dropSigned(rrset("@", "NSEC3PARAM"))),
  fault("param-gone", "no NSEC3PARAM", dropSigned(rrset("@", "NSEC3PARAM"))),
  fault(
    "param-salt",
    "another salt in NSEC3PARAM",
    edit(rrset("@", "NSEC3PARAM"), () => Uint8Array.of(1, 0, 0, 0, 1, 1)),
  ),
  fault("param-flags", "a flag set in NSEC3PARAM", edit(rrset("@", "NSEC3PARAM"), overwrite(1, Uint8Array.of(1)))),
  ...["@", "www", "wild", "ent", "plain", "odd"].map((name) =>
    fault(`gone-${name.replace(/\W/g, "apex")}`, `no NSEC3 record of ${name}`, dropSigned(nsec3Matching(name))),
  ),
  fault("cover-gone", "the NSEC3 that covers the next closer name removed", dropSigned(nsec3Covering("nx"))),
  fault("wild-cover-gone", "the NSEC3 that covers the wildcard removed", dropSigned(nsec3Covering("*"))),
  fault("owner-flip", "all owner hashes changed", move(all, reowned), move(signatures("*", "NSEC3"), reowned)),
  fault("owner-moved", "an NSEC3 moved to another hash with its signature", moveTo("odd", "odd2")),
  fault("next-flip", "all next hashes changed", edit(all, atNext(0x01))),
  fault("next-signed", "all next hashes changed and signed again", ...changed(all, atNext(0x80))),
  fault("next-self", "an NSEC3 that names itself next", ...changed(nsec3Covering("nx"), ownHashNext)),
  fault("types-flip", "a bit of a type bitmap flipped", edit(nsec3Matching("www"), flipBit(-1))),
  fault(
    "types-more",
    "a type bitmap that names an absent type",
    ...changed(nsec3Matching("www"), withNsec3Types("A", "MX", "TXT", "RRSIG")),
  ),
  fault(
    "types-less",
    "a type bitmap that lacks a type",
    ...changed(nsec3Matching("www"), withNsec3Types("TXT", "RRSIG")),
  ),
  fault(
    "types-cname",
    "a type bitmap that names a CNAME",
    ...changed(nsec3Matching("www"), withNsec3Types("A", "CNAME", "TXT", "RRSIG")),
  ),
  fault(
    "types-delegation",
    "a closest encloser that says delegation",
    ...changed(nsec3Matching("odd"), withNsec3Types("NS", "RRSIG")),
  ),
  fault(
    "types-dname",
    "a closest encloser that says DNAME",
    ...changed(nsec3Matching("odd"), withNsec3Types("DNAME", "RRSIG")),
  ),
  fault(
    "types-ent",
    "an empty non-terminal whose bitmap is not empty",
    ...changed(nsec3Matching("ent"), withNsec3Types("TXT", "RRSIG")),
  ),
  fault(
    "types-plain-ds",
    "an insecure delegation with the DS bit",
    ...changed(nsec3Matching("plain"), withNsec3Types("NS", "DS", "RRSIG")),
  ),
  fault(
    "types-plain-no-ns",
    "an insecure delegation without the NS bit",
    ...changed(nsec3Matching("plain"), withNsec3Types("RRSIG")),
  ),
  fault(
    "types-plain-soa",
    "an insecure delegation with the SOA bit",
    ...changed(nsec3Matching("plain"), withNsec3Types("NS", "SOA", "RRSIG")),
  ),
  fault("optout", "every NSEC3 with opt-out", ...changed(all, overwrite(FLAGS, Uint8Array.of(1)))),
  fault("optout-broken", "opt-out set after signing", edit(all, overwrite(FLAGS, Uint8Array.of(1)))),
  fault(
    "optout-plain",
    "opt-out, and an insecure delegation without NSEC3",
    ...changed(all, overwrite(FLAGS, Uint8Array.of(1))),
    dropSigned(nsec3Matching("plain")),
  ),
  fault("flags-unknown", "an unknown flag in every NSEC3", ...changed(all, overwrite(FLAGS, Uint8Array.of(0x80)))),
  faultOnKnot(
    "hash-unknown",
    "an unknown hash algorithm in every NSEC3",
    ...changed(all, overwrite(0, Uint8Array.of(2))),
  ),
  faultOnKnot(
    "iterations-wrong",
    "another iteration count in every NSEC3",
    ...changed(all, overwrite(ITERATIONS, uint16(9))),
  ),
  faultOnKnot(
    "iterations-many",
    "an iteration count of 2000 that is a lie, signed",
    ...changed(all, overwrite(ITERATIONS, uint16(2000))),
  ),
  faultOnKnot(
    "iterations-unsigned",
    "an iteration count of 2000 set after signing",
    edit(all, overwrite(ITERATIONS, uint16(2000))),
  ),
  fault("as-wildcard", "NSEC3 whose signatures say they came from a wildcard", resignSelected(all, zsk, { labels: 2 })),
  fault(
    "case-owner",
    "capitals in the owner hashes",
    move(all, (owner) => parseName(owner.toString().toUpperCase())),
  ),
];

/** NSD 4.6.1 crashes where no NSEC3 fits the NSEC3PARAM. */
function faultOnKnot(id: string, about: string, ...mutations: readonly Mutation[]): Fault {
  return { ...fault(id, about, ...mutations), server: "knot" };
}

function fault(id: string, about: string, ...mutations: readonly Mutation[]): Fault {
  return { id: `nsec3-${id}`, about, mutations };
}

function atNext(bits: number): RdataChange {
  return (rdata) => rdata.map((byte, index) => (index === 6 + (rdata[4] ?? 0) ? byte ^ bits : byte));
}

function ownHashNext(rdata: Uint8Array, _: SignedZone, { owner }: ResourceRecord): Uint8Array {
  return overwrite(6 + (rdata[4] ?? 0), decodeBase32Hex(owner.toString().slice(0, 32)) ?? rdata)(rdata);
}

function reowned(owner: DomainName): DomainName {
  return parseName(owner.toString().replace(/^.../, "000"));
}

function moveTo(from: string, to: string): Mutation {
  return (zone) => {
    const owner = nsec3Owner(zone, from);
    return zone.records.map((record) =>
      record.owner.equals(owner) ? { ...record, owner: nsec3Owner(zone, to) } : record,
    );
  };
}
