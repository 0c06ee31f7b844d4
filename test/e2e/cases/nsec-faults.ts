import { bitmap, dropSigned, withNext, withTypes } from "../../support/zonefab/denial-mutators.ts";
import {
  add,
  drop,
  edit,
  flipBit,
  move,
  nameIn,
  type RdataChange,
  resign,
  rrset,
  signatures,
  zsk,
} from "../../support/zonefab/mutators.ts";
import { concatBytes } from "../../../src/util/bytes.ts";
import type { Mutation } from "../../support/zonefab/signed-zone.ts";
import type { Fault } from "./profiles.ts";

const nsec = (name: string): ReturnType<typeof rrset> => rrset(name, "NSEC");
/** An NSEC record changed, and signed again: the fault is in what it says. */
const changed = (name: string, change: RdataChange): Mutation[] => [
  edit(nsec(name), change),
  resign(name, "NSEC", zsk),
];

/** NSEC chains cut, wrong or misused; the names are those of the usual zone. */
export const NSEC_FAULTS: readonly Fault[] = [
  fault("signature-flip", "all signatures over NSEC wrong", edit(signatures("*", "NSEC"), flipBit(-9))),
  fault("signature-none", "no signature over NSEC", drop(signatures("*", "NSEC"))),
  fault("none", "no NSEC records", dropSigned(nsec("*"))),
  ...["@", "www", "alias", "*.wild", "host.ent", "odd", "plain", "ns"].map((name) =>
    fault(`gone-${name.replace(/\W/g, "")}`, `no NSEC record at ${name}`, dropSigned(nsec(name))),
  ),
  fault("next-flip", "a next name changed", edit(nsec("odd"), withNext("plain0"))),
  fault("next-far", "a next name that jumps over existing names", ...changed("odd", withNext("zzz"))),
  fault("next-apex", "a next name that ends the chain early", ...changed("host.ent", withNext("@"))),
  fault("next-near", "a next name that covers less than it should", ...changed("odd", withNext("odd0"))),
  fault("next-self", "an NSEC that names itself next", ...changed("odd", withNext("odd"))),
  fault("next-back", "a next name that goes backwards", ...changed("odd", withNext("alias"))),
  fault("next-ent", "a next name below a name that is denied", ...changed("host.ent", withNext("a.b.nx"))),
  fault("types-flip", "a bit of the type bitmap flipped", edit(nsec("www"), flipBit(-1))),
  fault(
    "types-more",
    "a type bitmap that names an absent type",
    ...changed("www", withTypes("A", "MX", "TXT", "RRSIG", "NSEC")),
  ),
  fault("types-less", "a type bitmap that lacks a type", ...changed("www", withTypes("TXT", "RRSIG", "NSEC"))),
  fault(
    "types-cname",
    "a type bitmap that names a CNAME",
    ...changed("www", withTypes("A", "CNAME", "TXT", "RRSIG", "NSEC")),
  ),
  fault(
    "types-delegation",
    "an NSEC that says delegation above a denied name",
    ...changed("odd", withTypes("NS", "RRSIG", "NSEC", "TYPE65534")),
  ),
  fault(
    "types-dname",
    "an NSEC that says DNAME above a denied name",
    ...changed("odd", withTypes("DNAME", "RRSIG", "NSEC", "TYPE65534")),
  ),
  fault(
    "types-apex-less",
    "a type bitmap at the apex that lacks SOA",
    ...changed("@", withTypes("A", "AAAA", "NS", "MX", "TXT", "RRSIG", "NSEC", "DNSKEY")),
  ),
  fault("types-empty", "an empty type bitmap", ...changed("www", withTypes())),
  fault(
    "types-broken",
    "a type bitmap with a window of no octets",
    edit(nsec("www"), (rdata) => concatBytes(rdata, Uint8Array.of(255, 0))),
    resign("www", "NSEC", zsk),
  ),
  fault(
    "types-unordered",
    "a type bitmap with its windows out of order",
    edit(nsec("odd"), (rdata) => concatBytes(rdata, bitmap(["A"]))),
    resign("odd", "NSEC", zsk),
  ),
  fault(
    "case-next",
    "capitals in a next name after signing",
    edit(nsec("odd"), (rdata) => rdata.map((byte) => (byte === 0x70 ? 0x50 : byte))),
  ),
  fault(
    "case-next-signed",
    "capitals in a next name, signed so",
    ...changed("odd", (rdata) => rdata.map((byte) => (byte === 0x70 ? 0x50 : byte))),
  ),
  fault(
    "moved",
    "an NSEC moved to another name with its signature",
    move(nsec("odd"), (_, zone) => nameIn(zone, "odd2")),
    move(signatures("odd", "NSEC"), (_, zone) => nameIn(zone, "odd2")),
  ),
  fault(
    "wild-gone",
    "the NSEC that denies a match before a wildcard removed",
    dropSigned(nsec("*.wild")),
    dropSigned(nsec("*.wildalias")),
  ),
  fault(
    "as-wildcard",
    "an NSEC whose signature says it came from a wildcard",
    resign("odd", "NSEC", zsk, { labels: 2 }),
  ),
  {
    ...fault(
      "nsec3param",
      "an NSEC3PARAM record without NSEC3",
      add("@", "NSEC3PARAM", () => Uint8Array.of(1, 0, 0, 0, 0)),
    ),
    // NSD 4.6.1 and Knot 3.2.6 crash over it.
    server: "bind",
  },
];

function fault(id: string, about: string, ...mutations: readonly Mutation[]): Fault {
  return { id: `nsec-${id}`, about, mutations };
}
