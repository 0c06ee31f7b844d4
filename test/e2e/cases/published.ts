import { keyTag } from "../../../src/dnssec/key-tag.ts";
import { equalBytes, uint16 } from "../../../src/util/bytes.ts";
import type { LabZone } from "../../support/zonefab/fabricate.ts";
import { dsRdata, makeKey, withFlags, type ZoneKey } from "../../support/zonefab/keys.ts";
import { dropSigned } from "../../support/zonefab/denial-mutators.ts";
import {
  copySigned,
  DNSKEY,
  drop,
  dropKey,
  edit,
  editKey,
  flipBit,
  ksk,
  move,
  overwrite,
  type RdataChange,
  redate,
  resign,
  resignSelected,
  RRSIG,
  rrset,
  signatures,
  taggedBy,
  where,
  zsk,
} from "../../support/zonefab/mutators.ts";
import type { Mutation } from "../../support/zonefab/signed-zone.ts";
import type { Verdict } from "../../support/zonefab/verdict.ts";
import { parseName } from "../../../src/dns/name.ts";
import type { VerdictCase } from "./verdict-case.ts";

const DAY = 86400;
const now = Math.floor(Date.now() / 1000);
const expired = { inception: now - 60 * DAY, expiration: now - 30 * DAY };
const future = { inception: now + 30 * DAY, expiration: now + 60 * DAY };
const backward = { inception: now + DAY, expiration: now - DAY };
const all = signatures("*", "*");
const dnskey = signatures("@", "DNSKEY");
const bySep = where(dnskey, taggedBy(ksk));
const nsec3 = rrset("*", "NSEC3");
const nsec3Signatures = signatures("*", "NSEC3");
const bothSign = copySigned(rrset("@", "DNSKEY"), zsk);
const again = resign("@", "DNSKEY", ksk);
const flagsZero = overwrite(DNSKEY.flags, uint16(0));
const algorithmOf = (number: number) => overwrite(DNSKEY.algorithm, Uint8Array.of(number));

/** The KSK without its flags, as the parent's DS and the signature over DNSKEY know it. */
const zoneless = (key: ZoneKey): ZoneKey => withFlags(key, 0);
const againByZoneless: Mutation = (zone) => resign("@", "DNSKEY", (of) => zoneless(ksk(of)))(zone);
const dsOfZoneless: Pick<LabZone, "ds"> = {
  ds: (apex, keys) => keys.slice(0, 1).map((key) => dsRdata(apex, zoneless(key))),
};

type Row = readonly [
  id: string,
  existing: Verdict,
  missing: Verdict,
  mutations: readonly Mutation[],
  more?: Partial<Pick<LabZone, "ds" | "server" | "signing">>,
];

const SECURE = "secure";
const BOGUS = "bogus";
const INSECURE = "insecure";

const ds = (change: (rdata: Uint8Array) => Uint8Array): Pick<LabZone, "ds"> => ({
  ds: (apex, keys) => keys.slice(0, 1).map((key) => change(dsRdata(apex, key))),
});

/** The cases of Nosyk, Korczyński and Duda, "Extended DNS Errors" (IMC 2023), and of the same with the cause alone left. */
const ROWS: readonly Row[] = [
  ["valid", SECURE, SECURE, []],
  ["unsigned", INSECURE, INSECURE, [], { signing: null }],
  ["no-ds", INSECURE, INSECURE, [], { ds: () => [] }],
  ["ds-bad-tag", BOGUS, BOGUS, [], ds(overwrite(0, uint16(0)))],
  ["ds-bad-key-algo", BOGUS, BOGUS, [], ds(overwrite(2, Uint8Array.of(7)))],
  ["ds-unassigned-key-algo", INSECURE, INSECURE, [], ds(overwrite(2, Uint8Array.of(100)))],
  ["ds-reserved-key-algo", INSECURE, INSECURE, [], ds(overwrite(2, Uint8Array.of(200)))],
  ["ds-unassigned-digest-algo", INSECURE, INSECURE, [], ds(overwrite(3, Uint8Array.of(100)))],
  ["ds-bogus-digest-value", BOGUS, BOGUS, [], ds(flipBit(-1))],
  ["rrsig-exp-all", BOGUS, BOGUS, [edit(all, redate(-60 * DAY, -30 * DAY))]],
  ["rrsig-exp-a", BOGUS, SECURE, [edit(signatures("@", "A"), redate(-60 * DAY, -30 * DAY))]],
  ["rrsig-not-yet-all", BOGUS, BOGUS, [edit(all, redate(30 * DAY, 60 * DAY))]],
  ["rrsig-not-yet-a", BOGUS, SECURE, [edit(signatures("@", "A"), redate(30 * DAY, 60 * DAY))]],
  ["rrsig-exp-before-all", BOGUS, BOGUS, [edit(all, redate(-DAY, -5000 * DAY))]],
  ["rrsig-exp-before-a", BOGUS, SECURE, [edit(signatures("@", "A"), redate(-DAY, -5000 * DAY))]],
  ["rrsig-no-all", BOGUS, BOGUS, [drop(all)]],
  ["rrsig-no-a", BOGUS, SECURE, [drop(signatures("@", "A"))]],
  ["no-rrsig-ksk", BOGUS, BOGUS, [bothSign, drop(bySep)]],
  ["no-rrsig-dnskey", BOGUS, BOGUS, [drop(dnskey)]],
  ["bad-nsec3-hash", SECURE, BOGUS, [move(nsec3, rehashed), move(nsec3Signatures, rehashed)]],
  ["bad-nsec3-next", SECURE, BOGUS, [edit(nsec3, flipBit(7))]],
  [
    "bad-nsec3param-salt",
    SECURE,
    BOGUS,
    [edit(rrset("@", "NSEC3PARAM"), () => Uint8Array.of(1, 0, 0, 0, 1, 1))],
    { server: "bind" },
  ],
  ["bad-nsec3-rrsig", SECURE, BOGUS, [edit(nsec3Signatures, flipBit(-9))]],
  ["nsec3-missing", SECURE, BOGUS, [drop(nsec3)], { server: "bind" }],
  ["nsec3-rrsig-missing", SECURE, BOGUS, [drop(nsec3Signatures)]],
  ["nsec3param-missing", SECURE, BOGUS, [dropSigned(rrset("@", "NSEC3PARAM"))]],
  ["no-nsec3param-nsec3", SECURE, BOGUS, [dropSigned(rrset("@", "NSEC3PARAM")), drop(nsec3)]],
  ["no-zsk", BOGUS, BOGUS, [dropKey(zsk)]],
  ["bad-zsk", BOGUS, BOGUS, [editKey(zsk, flipBit(30))]],
  ["no-ksk", BOGUS, BOGUS, [dropKey(ksk)]],
  ["bad-rrsig-ksk", BOGUS, BOGUS, [bothSign, edit(bySep, flipBit(-9))]],
  ["bad-ksk", BOGUS, BOGUS, [editKey(ksk, flipBit(30))]],
  ["bad-rrsig-dnskey", BOGUS, BOGUS, [bothSign, edit(dnskey, flipBit(-9))]],
  ["no-dnskey-256", BOGUS, BOGUS, [editKey(zsk, flagsZero)]],
  ["no-dnskey-257", BOGUS, BOGUS, [editKey(ksk, flagsZero)]],
  ["no-dnskey-256-257", BOGUS, BOGUS, [edit(rrset("@", "DNSKEY"), flagsZero)]],
  ["bad-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(7))]],
  ["unassigned-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(100))]],
  ["reserved-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(200))]],
  ["ed448", SECURE, SECURE, [], { signing: signing(16) }],
  ["dsa", INSECURE, INSECURE, relabelled(3), relabelledDs(3)],
  ["nsec3-iter-200", SECURE, INSECURE, [], { signing: signing(8, 200) }],
  ["rsamd5", INSECURE, INSECURE, relabelled(1), relabelledDs(1)],
  ["iso-no-zsk", BOGUS, BOGUS, [dropKey(zsk), again]],
  ["iso-bad-zsk", BOGUS, BOGUS, [editKey(zsk, flipBit(30)), again]],
  ["iso-no-ksk", BOGUS, BOGUS, [dropKey(ksk), again]],
  ["iso-bad-ksk", BOGUS, BOGUS, [editKey(ksk, flipBit(30)), again]],
  ["iso-no-dnskey-256", BOGUS, BOGUS, [editKey(zsk, flagsZero), again]],
  ["iso-no-dnskey-257", BOGUS, BOGUS, [editKey(ksk, flagsZero), againByZoneless], dsOfZoneless],
  ["iso-no-dnskey-256-257", BOGUS, BOGUS, [edit(rrset("@", "DNSKEY"), flagsZero), againByZoneless], dsOfZoneless],
  ["iso-bad-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(7)), again]],
  ["iso-unassigned-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(100)), again]],
  ["iso-reserved-zsk-algo", BOGUS, BOGUS, [editKey(zsk, algorithmOf(200)), again]],
  ["iso-swapped-zsk", BOGUS, BOGUS, [editKey(zsk, (_, { keys }) => newKey(256, keys).rdata), again]],
  ["stale-ds", BOGUS, BOGUS, [], { ds: (apex, keys) => [dsRdata(apex, newKey(257, keys))] }],
  ["changed-a", BOGUS, SECURE, [edit(rrset("@", "A"), flipBit(-1))]],
  ["clean-exp-all", BOGUS, BOGUS, [resignSelected(rrset("*", "*"), zsk, expired), resign("@", "DNSKEY", ksk, expired)]],
  [
    "clean-not-yet-all",
    BOGUS,
    BOGUS,
    [resignSelected(rrset("*", "*"), zsk, future), resign("@", "DNSKEY", ksk, future)],
  ],
  [
    "clean-exp-before-all",
    BOGUS,
    BOGUS,
    [resignSelected(rrset("*", "*"), zsk, backward), resign("@", "DNSKEY", ksk, backward)],
  ],
  ["clean-exp-a", BOGUS, SECURE, [resign("@", "A", zsk, expired)]],
  ["clean-not-yet-a", BOGUS, SECURE, [resign("@", "A", zsk, future)]],
];

/** The cases by name. */
export const PUBLISHED_IDS: readonly string[] = ROWS.map(([id]) => id);

/** The zone of a case. */
export function publishedZone(id: string, apex: string, server: LabZone["server"]): LabZone {
  const row = ROWS.find(([each]) => each === id);
  if (row === undefined) throw new Error(`no published case ${id}`);
  const [, , , mutations, more = {}] = row;
  const content = "@ A 192.0.2.1\n@ AAAA 2001:db8::1\n";
  return { apex, content, signing: signing(8), mutations, ...more, server };
}

/** Their zones, and the verdicts expected of the apex's address and of a name that does not exist. */
export const PUBLISHED: readonly VerdictCase[] = ROWS.map(([id, existing, missing, , more]) => ({
  about: `the published case ${id}`,
  zone: publishedZone(id, `published-${id}.nsec.`, more?.server ?? "nsd"),
  queries: ["@/A", "nx/A"],
  expected: { "@/A": existing, "nx/A": missing },
}));

function signing(algorithm: number, iterations = 0): NonNullable<LabZone["signing"]> {
  const keys = [makeKey(algorithm, 257), makeKey(algorithm, 256)];
  return { program: iterations > 0 ? "ldns" : "bind", keys, denial: { iterations, salt: "", optOut: false } };
}

/** A key that is none of these: key pairs come from a small pool. */
function newKey(flags: number, keys: readonly ZoneKey[]): ZoneKey {
  for (;;) {
    const key = makeKey(8, flags);
    if (!keys.some(({ rdata }) => equalBytes(rdata.subarray(DNSKEY.key), key.rdata.subarray(DNSKEY.key)))) return key;
  }
}

/** The zone as if signed with another algorithm, which gives its keys other tags. */
function relabelled(algorithm: number): Mutation[] {
  const relabel: RdataChange = (rdata, { keys }) => {
    const tag = uint16(relabelledKey(found(keys.find((key) => key.tag === tagOf(rdata))), algorithm).tag);
    return overwrite(RRSIG.keyTag, tag)(overwrite(RRSIG.algorithm, Uint8Array.of(algorithm))(rdata));
  };
  return [edit(all, relabel), edit(rrset("@", "DNSKEY"), algorithmOf(algorithm))];
}

function relabelledKey(key: ZoneKey, algorithm: number): ZoneKey {
  const rdata = algorithmOf(algorithm)(key.rdata);
  return { ...key, algorithm, rdata, tag: keyTag({ algorithm, rdata }) };
}

function relabelledDs(algorithm: number): Pick<LabZone, "ds"> {
  return { ds: (apex, keys) => keys.slice(0, 1).map((key) => dsRdata(apex, relabelledKey(key, algorithm))) };
}

function tagOf(rrsig: Uint8Array): number {
  return ((rrsig[RRSIG.keyTag] ?? 0) << 8) | (rrsig[RRSIG.keyTag + 1] ?? 0);
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error("signed by none of the zone's keys");
  return item;
}

function rehashed(owner: ReturnType<typeof parseName>): ReturnType<typeof parseName> {
  return parseName(owner.toString().replace(/^.../, "000"));
}
