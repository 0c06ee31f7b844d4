import { parseName } from "../../../src/dns/name.ts";
import { concatBytes } from "../../../src/util/bytes.ts";
import { dropSigned } from "../../support/zonefab/denial-mutators.ts";
import {
  add,
  copy,
  drop,
  dropOne,
  edit,
  flipBit,
  move,
  resign,
  rrset,
  signatures,
  zsk,
} from "../../support/zonefab/mutators.ts";
import type { Fault } from "./profiles.ts";

const ADDRESS = Uint8Array.of(192, 0, 2, 99);
const capitals = (rdata: Uint8Array): Uint8Array =>
  rdata.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));

/** Data that is not what was signed, or only looks so. */
export const DATA_FAULTS: readonly Fault[] = [
  fault("data-flip", "a bit of an address flipped", edit(rrset("www", "A"), flipBit(0))),
  fault("data-added", "an address added to a signed RRset", copy(rrset("www", "A"), flipBit(3))),
  fault("data-removed", "an address removed from a signed RRset", dropOne(rrset("www", "A"))),
  fault("data-soa-serial", "the SOA serial raised after signing", edit(rrset("@", "SOA"), flipBit(-20))),
  fault("data-mx-preference", "an MX preference changed", edit(rrset("@", "MX"), flipBit(1))),
  fault("data-cname", "another target of a CNAME", edit(rrset("alias", "CNAME"), flipBit(1))),
  fault("data-dname", "another target of a DNAME", edit(rrset("dname", "DNAME"), flipBit(1))),
  fault("data-wildcard", "a wildcard's address changed", edit(rrset("*.wild", "A"), flipBit(0))),
  fault("data-unknown", "a bit of an unknown type's RDATA flipped", edit(rrset("odd", "TYPE65534"), flipBit(1))),
  fault("data-ns-target", "the NS target at the apex changed", edit(rrset("@", "NS"), flipBit(1))),
  fault("data-case-mx", "capitals in the name of an MX", edit(rrset("@", "MX"), capitals)),
  fault("data-case-cname", "capitals in the target of a CNAME", edit(rrset("alias", "CNAME"), capitals)),
  fault("data-case-dname", "capitals in the target of a DNAME", edit(rrset("dname", "DNAME"), capitals)),
  fault(
    "data-case-soa",
    "capitals in the names of the SOA",
    edit(rrset("@", "SOA"), (rdata) => concatBytes(capitals(rdata.subarray(0, -20)), rdata.subarray(-20))),
  ),
  fault(
    "data-case-owner",
    "capitals in an owner name",
    move(rrset("www", "A"), (owner) => parseName(owner.toString().toUpperCase())),
  ),
  fault(
    "data-new-name",
    "an unsigned RRset at a name that is denied",
    add("new", "A", () => ADDRESS),
    ["new/A"],
  ),
  fault(
    "data-new-type",
    "an unsigned RRset of a type that is denied",
    add("www", "TYPE65280", () => ADDRESS),
    ["www/TYPE65280"],
  ),
  fault(
    "data-new-wildcard",
    "an unsigned wildcard",
    add("*.fresh", "A", () => ADDRESS),
    ["x.fresh/A"],
  ),
  fault(
    "data-new-cname",
    "an unsigned CNAME at a name that is denied",
    add("new", "CNAME", ({ apex }) => apex.wire),
    ["new/A", "new/CNAME"],
  ),
  fault(
    "data-new-dname",
    "an unsigned DNAME at a name that is denied",
    add("new", "DNAME", ({ apex }) => apex.wire),
    ["x.new/A", "www.new/A"],
  ),
  fault(
    "data-new-delegation",
    "an unsigned delegation at a name that is denied",
    add("new", "NS", ({ apex }) => apex.wire),
    ["new/DS"],
  ),
  fault("data-gone-name", "a name removed with its signatures, its denial left", dropSigned(rrset("www", "*"))),
  fault("data-gone-type", "an RRset removed with its signature, its bit left", dropSigned(rrset("www", "TXT"))),
  fault("data-gone-wildcard", "a wildcard removed with its signature", dropSigned(rrset("*.wild", "A"))),
  fault("data-gone-cname", "a CNAME removed with its signature", dropSigned(rrset("alias", "CNAME"))),
  fault("data-gone-dname", "a DNAME removed with its signature", dropSigned(rrset("dname", "DNAME"))),
  fault("data-gone-address", "an RRset removed, its signature left", drop(rrset("www", "A"))),
  {
    id: "data-signature-moved",
    about: "a signature of another RRset of the same key",
    mutations: [
      drop(signatures("www", "A")),
      (zone) => {
        const other = zone.records.find((record) => signatures("host.ent", "A")(record, zone));
        if (other === undefined) throw new Error("no signature over host.ent/A");
        return [...zone.records, { ...other, owner: parseName(`www.${zone.apex.toString()}`) }];
      },
    ],
  },
  fault("data-resigned", "data changed and signed again", edit(rrset("www", "A"), flipBit(0)), resign("www", "A", zsk)),
];

function fault(
  id: string,
  about: string,
  ...rest: readonly (NonNullable<Fault["mutations"]>[number] | readonly string[])[]
): Fault {
  const mutations = rest.filter((item) => typeof item === "function");
  return { id, about, mutations, queries: rest.filter((item) => typeof item !== "function").flat() };
}
