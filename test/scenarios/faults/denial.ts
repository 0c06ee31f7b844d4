import type { FindingId } from "../../../src/dnssec/finding.ts";
import { readName } from "../../../src/dns/name.ts";
import { Rcode, RrType } from "../../../src/dns/registry.ts";
import { Reader } from "../../../src/util/reader.ts";
import type { Behaviour } from "../../support/server/behaviour.ts";
import type { Response } from "../../support/server/response.ts";
import { bitmapTypes } from "../../support/signer/bitmap.ts";
import { nsecRdata } from "../../support/signer/denial-chain.ts";
import { createKey, keyPair, type SigningKey } from "../../support/signer/key.ts";
import {
  addRecords,
  dropRrset,
  dropRrsig,
  editRecords,
  EVERY,
  expire,
  flipSignature,
  type Mutation,
  postdate,
  resign,
} from "../../support/signer/mutate.ts";
import {
  alterNext,
  dropDenial,
  dropDenialOf,
  editBitmap,
  editDenial,
  readNsec3,
} from "../../support/signer/mutate-denial.ts";
import { signRrset } from "../../support/signer/rrsig.ts";
import { type Denial, NSEC3, signZone } from "../../support/signer/sign-zone.ts";

/** A fault that one of a zone's two servers shows, or the whole zone, and what to ask to see it. */
export interface DenialFaultCase {
  readonly id: FindingId;
  /** How the zone denies; NSEC where not given. */
  readonly denial?: Denial;
  readonly keys?: readonly SigningKey[];
  readonly queries?: readonly string[];
  /** What is wrong at the second server. */
  readonly mutations?: readonly Mutation[];
  readonly alter?: Behaviour["alter"];
  /** Between two servers nobody can tell which is right: both are named. */
  readonly isDisagreement?: boolean;
  /** What a good zone is like where the fault is the zone's way of denying. */
  readonly good?: {
    readonly denial?: Denial;
    readonly keys?: readonly SigningKey[];
    readonly alter?: Behaviour["alter"];
  };
}

/** The zone of the cases; canonical order: the apex, aaa, ns1, ns2, sub, unsigned, wild, www. */
export const FAULT_RECORDS = [
  "aaa A 192.0.2.1",
  "b.sub A 192.0.2.2",
  "unsigned NS ns.elsewhere.",
  "*.wild A 192.0.2.3",
  "exact.wild A 192.0.2.4",
  "www A 192.0.2.5",
];

const SALTED = { ...NSEC3, salt: Uint8Array.of(0xab) };
const OPT_OUT = { ...NSEC3, optOut: true };
/** They sign the zone of the cases and what its servers make up. */
export const ZONE_KEYS = keyPair(13, "denial");
const [, ZSK] = ZONE_KEYS;

/** Every fault of denial on the list, each with a server or zone that has it. */
export const DENIAL_FAULTS: readonly DenialFaultCase[] = [
  { id: "rrsig-expired-denial", mutations: [expire(EVERY, "NSEC")] },
  { id: "rrsig-not-yet-valid-denial", mutations: [postdate(EVERY, "NSEC")] },
  { id: "nsec-missing-nxdomain", mutations: [dropDenial()] },
  { id: "nsec-missing-nodata", denial: NSEC3, mutations: [dropDenial()] },
  { id: "nsec-missing-wildcard", mutations: [dropDenial()], queries: ["y.wild.zone.test./A"] },
  {
    id: "nsec-missing-insecure-delegation",
    mutations: [dropDenialOf("unsigned")],
    queries: ["www.unsigned.zone.test./A"],
  },
  { id: "nsec-qname-not-covered", mutations: [alterNext("aaa", "aab")] },
  { id: "nsec-wildcard-not-covered", mutations: [alterNext("@", "\\033")] },
  {
    id: "nsec-wildcard-covered",
    mutations: [dropDenialOf("*.wild"), alterNext("unsigned", "exact.wild")],
    queries: ["a.wild.zone.test./A"],
  },
  {
    id: "nsec-wildcard-expansion-invalid",
    mutations: [addRecords("* A 192.0.2.9"), resign("*", "A"), dropRrset("b.sub", "A"), dropDenialOf("b.sub")],
    queries: ["a.sub.zone.test./A"],
  },
  { id: "nsec-no-match-for-nodata", mutations: [dropDenialOf("www")], queries: ["www.zone.test./MX"] },
  {
    id: "nsec3-no-match-for-nodata",
    denial: NSEC3,
    mutations: [dropDenialOf("www")],
    queries: ["www.zone.test./MX"],
  },
  {
    id: "nsec-qname-covered-in-nodata",
    mutations: [dropDenialOf("www"), alterNext("exact.wild", "@")],
    queries: ["www.zone.test./MX"],
  },
  { id: "nsec-type-bit-set", mutations: [editBitmap("www", { add: ["MX"] })], queries: ["www.zone.test./MX"] },
  {
    id: "nsec-existing-name-denied",
    mutations: [dropDenialOf("www"), alterNext("exact.wild", "@")],
    queries: ["www.zone.test./A", "wwv.zone.test./A"],
  },
  {
    id: "nsec-existing-type-denied",
    denial: NSEC3,
    mutations: [editBitmap("www", { remove: ["A"] })],
    queries: ["www.zone.test./A", "www.zone.test./MX"],
  },
  { id: "nsec-apex-bitmap-wrong", mutations: [editBitmap("@", { remove: ["NS"] })] },
  { id: "nsec-apex-owner-mismatch", mutations: [dropDenialOf("@")] },
  { id: "nsec-last-next-not-apex", mutations: [alterNext("www", "aaa")], queries: ["zzz.zone.test./A"] },
  { id: "nsec-next-out-of-zone", mutations: [alterNext("www", "other.test.")], queries: ["zzz.zone.test./A"] },
  {
    id: "nsec-delegation-bits-ds",
    mutations: [editBitmap("unsigned", { add: ["DS"] })],
    queries: ["unsigned.zone.test./DS"],
  },
  {
    id: "nsec-delegation-bits-soa",
    mutations: [editBitmap("unsigned", { add: ["SOA"] })],
    queries: ["unsigned.zone.test./DS"],
  },
  {
    id: "nsec-delegation-bits-no-ns",
    mutations: [editBitmap("unsigned", { remove: ["NS"] })],
    queries: ["www.unsigned.zone.test./A"],
  },
  { id: "nsec3-closest-encloser-missing", denial: NSEC3, mutations: [dropDenialOf("@")] },
  {
    id: "nsec3-next-closer-not-covered",
    denial: NSEC3,
    alter: withoutRecords(
      ({ type, rdata }) => type === RrType.NSEC3 && !readNsec3(rdata).types.includes(RrType.SOA),
      Rcode.NXDOMAIN,
    ),
  },
  {
    id: "nsec3-optout-not-set",
    denial: OPT_OUT,
    mutations: [editDenial(EVERY, () => ({ flags: 0 }))],
    queries: ["unsigned.zone.test./DS"],
  },
  { id: "nsec3-optout-enabled", denial: OPT_OUT, good: { denial: NSEC3 } },
  { id: "nsec3-unassigned-flag", denial: NSEC3, mutations: [editDenial("@", () => ({ flags: 2 }))] },
  { id: "nsec3-unsupported-hash", denial: NSEC3, mutations: [editDenial("@", () => ({ hashAlgorithm: 2 }))] },
  { id: "nsec3-iterations-nonzero", denial: { ...NSEC3, iterations: 50 }, good: { denial: NSEC3 } },
  {
    id: "nsec3-iterations-excessive",
    denial: { ...NSEC3, iterations: 51 },
    good: { denial: { ...NSEC3, iterations: 50 } },
  },
  { id: "nsec3-salt-nonempty", denial: SALTED, good: { denial: NSEC3 } },
  { id: "nsec3-owner-invalid", denial: NSEC3, alter: renamingNsec3("no-hash") },
  {
    id: "nsec3-next-hash-invalid",
    denial: NSEC3,
    mutations: [editDenial("@", ({ next }) => ({ next: next.subarray(1) }))],
  },
  { id: "nsec3-params-inconsistent", denial: NSEC3, mutations: [signedAnewWith(SALTED)], isDisagreement: true },
  {
    id: "nsec-multiple-records",
    denial: NSEC3,
    mutations: [addRecords("@ NSEC3PARAM 1 0 0 AB"), resign("@", "NSEC3PARAM")],
  },
  { id: "nsec-nsec3-mixed", denial: NSEC3, mutations: [signedAnewWith("nsec")], isDisagreement: true },
  { id: "nsec-unexpected-answer", alter: answeringWithAddress(RrType.NSEC3PARAM) },
  { id: "nsec3param-missing", denial: NSEC3, mutations: [dropRrset("@", "NSEC3PARAM")] },
  {
    id: "nsec3param-salt-mismatch",
    denial: NSEC3,
    mutations: [dropRrset("@", "NSEC3PARAM"), addRecords("@ NSEC3PARAM 1 0 0 AB"), resign("@", "NSEC3PARAM")],
  },
  { id: "nsec-signature-missing", mutations: [dropRrsig(EVERY, "NSEC")] },
  { id: "nsec-signature-bogus", mutations: [flipSignature(EVERY, "NSEC")] },
  {
    id: "nsec-signature-key-missing",
    mutations: [resign(EVERY, "NSEC", { key: createKey({ seed: "withdrawn", flags: 256 }) })],
  },
  {
    id: "nsec3-algorithm-alias-violation",
    denial: NSEC3,
    keys: keyPair(5),
    good: { keys: keyPair(7) },
  },
  {
    id: "nsec-ttl-wrong",
    mutations: [editRecords(EVERY, "NSEC", (record) => ({ ...record, ttl: 7200 })), resign(EVERY, "NSEC")],
  },
  { id: "nsec-zone-walkable", denial: "nsec", good: { denial: NSEC3 } },
  {
    id: "compact-denial-nxname-missing",
    denial: "compact",
    alter: compactWith((types) => types.filter((type) => type !== RrType.NXNAME)),
  },
  {
    id: "compact-denial-nxname-mixed",
    denial: "compact",
    alter: compactWith((types) => (types.includes(RrType.NXNAME) ? [...types, RrType.TXT] : types)),
  },
  { id: "compact-denial-nxname-query-answered", denial: "compact", good: { alter: refusingNxname } },
  {
    id: "compact-denial-co-flag-misused",
    denial: "compact",
    alter: (response) => (response.authority.some(isNxname) ? { ...response, rcode: Rcode.NXDOMAIN } : response),
  },
  {
    id: "nsec3-closest-encloser-cost",
    denial: { ...NSEC3, iterations: 100 },
    good: { denial: { ...NSEC3, iterations: 1 } },
  },
];

/** Signs the zone anew with another way of denying. */
function signedAnewWith(denial: Denial): Mutation {
  const made = new Set<number>([RrType.RRSIG, RrType.NSEC, RrType.NSEC3, RrType.NSEC3PARAM, RrType.DNSKEY]);
  return ({ apex, records, signing }) =>
    signZone({ apex, records: records.filter(({ type }) => !made.has(type)) }, { ...signing, denial });
}

function withoutRecords(isLeftOut: (record: Response["authority"][number]) => boolean, rcode: number) {
  return (response: Response): Response =>
    response.rcode !== rcode
      ? response
      : { ...response, authority: response.authority.filter((record) => !isLeftOut(record)) };
}

function renamingNsec3(label: string) {
  const octets = new TextEncoder().encode(label);
  return (response: Response): Response => ({
    ...response,
    authority: response.authority.map((record) =>
      record.type === RrType.NSEC3 ? { ...record, owner: record.owner.parent().child(octets) } : record,
    ),
  });
}

function answeringWithAddress(type: number): Behaviour["alter"] {
  return (response, { questions: [question] }) => {
    if (question?.type !== type) return response;
    const address = { owner: question.name, type: RrType.A, class: 1, ttl: 60, rdata: Uint8Array.of(192, 0, 2, 1) };
    return { ...response, answer: [address], authority: [] };
  };
}

/** Changes the bitmap of every NSEC that a server makes, and signs it again. */
function compactWith(edit: (types: number[]) => number[]) {
  return (response: Response): Response => {
    const authority = response.authority.flatMap((record) => {
      if (record.type !== RrType.NSEC) return isRrsigOfNsec(record) ? [] : [record];
      const reader = new Reader(record.rdata);
      const changed = { ...record, rdata: nsecRdata(readName(reader), edit(bitmapTypes(reader.rest()))) };
      const period = { inception: 1_799_000_000, expiration: 1_801_000_000, signerName: record.owner.suffix(2) };
      return [changed, signRrset([changed], ZSK, period)];
    });
    return { ...response, authority };
  };
}

function refusingNxname(response: Response, { questions: [question] }: { questions: readonly { type: number }[] }) {
  return question?.type === RrType.NXNAME ? { ...response, rcode: Rcode.FORMERR, answer: [], authority: [] } : response;
}

function isNxname({ type, rdata }: Response["authority"][number]): boolean {
  if (type !== RrType.NSEC) return false;
  const reader = new Reader(rdata);
  readName(reader);
  return bitmapTypes(reader.rest()).includes(RrType.NXNAME);
}

function isRrsigOfNsec({ type, rdata }: Response["authority"][number]): boolean {
  return type === RrType.RRSIG && rdata[1] === RrType.NSEC;
}
