import { concatBytes, uint16 } from "../../../src/util/bytes.ts";
import { dsRdata, keyTag, makeKey, withFlags } from "../../support/zonefab/keys.ts";
import {
  add,
  copySigned,
  DNSKEY,
  drop,
  dropKey,
  edit,
  editKey,
  flipBit,
  type KeyChoice,
  ksk,
  overwrite,
  resign,
  rrset,
  signatures,
  taggedBy,
  where,
  zsk,
} from "../../support/zonefab/mutators.ts";
import type { Mutation } from "../../support/zonefab/signed-zone.ts";
import type { Fault } from "./profiles.ts";

const dnskeys = rrset("@", "DNSKEY");
const signedAgain = resign("@", "DNSKEY", ksk);

/** Changes to a DNSKEY; each is tried as it is and with the RRset signed again by the KSK. */
const CHANGES: readonly (readonly [id: string, about: string, change: Mutation])[] = [
  ["zsk-gone", "the ZSK removed", dropKey(zsk)],
  ["ksk-gone", "the KSK removed", dropKey(ksk)],
  ["zsk-flip", "a bit of the ZSK flipped", editKey(zsk, flipBit(30))],
  ["ksk-flip", "a bit of the KSK flipped", editKey(ksk, flipBit(30))],
  ["zsk-no-zone", "the ZSK without the ZONE bit", editKey(zsk, overwrite(DNSKEY.flags, uint16(0)))],
  ["ksk-no-zone", "the KSK without the ZONE bit", editKey(ksk, overwrite(DNSKEY.flags, uint16(1)))],
  ["none-zone", "no key with the ZONE bit", edit(dnskeys, overwrite(DNSKEY.flags, uint16(0)))],
  ["ksk-no-sep", "the KSK without the SEP bit", editKey(ksk, overwrite(DNSKEY.flags, uint16(256)))],
  ["zsk-sep", "the ZSK with the SEP bit", editKey(zsk, overwrite(DNSKEY.flags, uint16(257)))],
  ["zsk-revoked", "the ZSK revoked", editKey(zsk, overwrite(DNSKEY.flags, uint16(256 | 128)))],
  ["ksk-revoked", "the KSK revoked", editKey(ksk, overwrite(DNSKEY.flags, uint16(257 | 128)))],
  ["zsk-flags", "a reserved flag set in the ZSK", editKey(zsk, overwrite(DNSKEY.flags, uint16(256 | 2)))],
  ["zsk-protocol", "protocol 2 in the ZSK", editKey(zsk, overwrite(DNSKEY.protocol, Uint8Array.of(2)))],
  ["ksk-protocol", "protocol 2 in the KSK", editKey(ksk, overwrite(DNSKEY.protocol, Uint8Array.of(2)))],
  ["zsk-algorithm", "another algorithm number in the ZSK", editKey(zsk, overwrite(DNSKEY.algorithm, Uint8Array.of(7)))],
  [
    "zsk-algorithm-100",
    "an unassigned algorithm in the ZSK",
    editKey(zsk, overwrite(DNSKEY.algorithm, Uint8Array.of(100))),
  ],
  [
    "zsk-algorithm-200",
    "a reserved algorithm in the ZSK",
    editKey(zsk, overwrite(DNSKEY.algorithm, Uint8Array.of(200))),
  ],
  [
    "ksk-algorithm-100",
    "an unassigned algorithm in the KSK",
    editKey(ksk, overwrite(DNSKEY.algorithm, Uint8Array.of(100))),
  ],
  ["zsk-short", "the ZSK an octet short", editKey(zsk, (rdata) => rdata.subarray(0, -1))],
  ["zsk-empty", "the ZSK without a public key", editKey(zsk, (rdata) => rdata.subarray(0, 4))],
  ["stranger", "a key of nobody added", add("@", "DNSKEY", () => makeKey(13, 256).rdata)],
  [
    "stranger-100",
    "a key of an unknown algorithm added",
    add("@", "DNSKEY", () => Uint8Array.of(1, 0, 3, 100, 1, 2, 3, 4)),
  ],
  [
    "stranger-short",
    "a key too short for its algorithm added",
    add("@", "DNSKEY", () => Uint8Array.of(1, 0, 3, 13, 1, 2, 3)),
  ],
  [
    "stranger-tag",
    "a key of the ZSK's tag and algorithm added",
    add("@", "DNSKEY", (zone) => imitation(zsk(zone).rdata)),
  ],
  [
    "stranger-ksk-tag",
    "a key of the KSK's tag and algorithm added",
    add("@", "DNSKEY", (zone) => imitation(ksk(zone).rdata)),
  ],
];

/** Keys wrong, missing or unusual. */
export const KEY_FAULTS: readonly Fault[] = [
  ...CHANGES.map(([id, about, change]): Fault => ({ id: `key-${id}`, about, mutations: [change] })),
  ...CHANGES.filter(([id]) => id !== "none-zone").map(
    ([id, about, change]): Fault => ({
      id: `iso-${id}`,
      about: `${about}, the DNSKEY RRset signed again`,
      mutations: [change, signedAgain],
    }),
  ),
  {
    id: "key-ksk-signature-gone",
    about: "the DNSKEY RRset signed by both keys, the KSK's signature gone",
    mutations: [copySigned(dnskeys, zsk), drop(where(signatures("@", "DNSKEY"), taggedBy(ksk)))],
  },
  {
    id: "key-ksk-signature-flip",
    about: "the DNSKEY RRset signed by both keys, the KSK's signature wrong",
    mutations: [copySigned(dnskeys, zsk), edit(where(signatures("@", "DNSKEY"), taggedBy(ksk)), flipBit(-9))],
  },
  {
    id: "key-revoked-ds",
    about: "a revoked KSK that signs and that the DS names with its new tag",
    ds: (apex, keys) => keys.slice(0, 1).map((key) => dsRdata(apex, withFlags(key, key.flags | 128))),
    mutations: [
      editKey(ksk, overwrite(DNSKEY.flags, uint16(257 | 128))),
      resign("@", "DNSKEY", (zone) => withFlags(ksk(zone), 257 | 128)),
    ],
  },
  {
    id: "key-no-zone-ds",
    about: "a KSK without the ZONE bit that signs and that the DS names with its new tag",
    ds: (apex, keys) => keys.slice(0, 1).map((key) => dsRdata(apex, withFlags(key, 1))),
    mutations: [
      editKey(ksk, overwrite(DNSKEY.flags, uint16(1))),
      resign("@", "DNSKEY", (zone) => withFlags(ksk(zone), 1)),
    ],
  },
  {
    id: "key-protocol-ds",
    about: "a KSK of protocol 2 that signs and that the DS names",
    ds: (apex, keys) => keys.slice(0, 1).map((key) => dsRdata(apex, withProtocol(key))),
    mutations: [
      editKey(ksk, overwrite(DNSKEY.protocol, Uint8Array.of(2))),
      resign("@", "DNSKEY", (zone) => withProtocol(ksk(zone))),
    ],
  },
  {
    id: "key-many",
    about: "twenty more keys, the answer only by TCP",
    mutations: [...Array.from({ length: 20 }, () => add("@", "DNSKEY", () => makeKey(13, 256).rdata)), signedAgain],
  },
];

/** DNSKEY RDATA of the same tag and algorithm but another key: two 16-bit words swapped. */
function imitation(rdata: Uint8Array): Uint8Array {
  const at = 20;
  return concatBytes(
    rdata.subarray(0, at),
    rdata.subarray(at + 2, at + 4),
    rdata.subarray(at, at + 2),
    rdata.subarray(at + 4),
  );
}

function withProtocol(key: ReturnType<KeyChoice>): ReturnType<KeyChoice> {
  const rdata = overwrite(DNSKEY.protocol, Uint8Array.of(2))(key.rdata);
  return { ...key, rdata, tag: keyTag(rdata) };
}
