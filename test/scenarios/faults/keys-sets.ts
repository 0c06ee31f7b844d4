import { isEdwardsPoint } from "../../../src/crypto/edwards-curve.ts";
import { BAD_SERVER, GOOD_SERVER, zoneTest } from "../../support/fault-case.ts";
import type { KeysCase } from "../../support/keys-check.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { combinedKey, createKey, keyPair, keyTag, revoked, type SigningKey } from "../../support/signer/key.ts";
import { addRecords, dropRrsig, editRecords, type Mutation, mutate, resign } from "../../support/signer/mutate.ts";
import { keysOfOneTag } from "../../support/signer/odd-keys.ts";

const PAIR = keyPair(13, "sets");
const [, ZSK] = PAIR;
const OLD_KSK = revoked(createKey({ seed: "sets/old" }));
const EDWARDS_PAIR = keyPair(15, "sets");

function silent(key: SigningKey): SigningKey {
  return { ...key, signs: "nothing" };
}

function idleKeys(count: number): SigningKey[] {
  return Array.from({ length: count }, (_, i) => silent(createKey({ seed: `idle ${i}`, flags: 256 })));
}

function signingKeys(count: number): SigningKey[] {
  return Array.from({ length: count }, (_, i) => createKey({ seed: `signing ${i}`, flags: 256 }));
}

function collision(count: number): ZonePlan {
  const first = silent(createKey({ algorithm: 15, seed: "sets/collision", flags: 256 }));
  const keys = keysOfOneTag(first, (publicKey) => isEdwardsPoint(15, publicKey) === true, count);
  return { keys: [...EDWARDS_PAIR, ...keys] };
}

/** The DNSKEY RRset with another TTL, and signed so. */
function withTtl(ttl: number): Mutation {
  return (zone) =>
    mutate(
      zone,
      editRecords("@", "DNSKEY", (record) => ({ ...record, ttl })),
      resign("@", "DNSKEY"),
    );
}

/** A large set on a server that can send so many octets over UDP, and whose TCP may be dead. */
function large(udpLimit: number, silence: "tcp" | false): ZonePlan {
  const behaviour = { udpLimit, silent: silence };
  return { keys: keyPair(8), servers: [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], behaviour }] };
}

/** A DNSKEY at www, signed by the zone as its own data. */
function strayKey(owner: string): readonly string[] {
  return [`${owner} DNSKEY 256 3 13 ${Buffer.from(ZSK.publicKey).toString("base64")}`];
}

/** What is wrong with the DNSKEY RRset as a whole. */
export const KEYS_SETS: readonly KeysCase[] = [
  {
    id: "dnskey-no-sep",
    when: "one key without SEP signs everything",
    scenario: zoneTest({ keys: [{ ...combinedKey(13, "sets"), flags: 256 }] }),
    reports: ["dnskey-no-sep:info"],
  },
  {
    id: "dnskey-no-sep",
    when: "there is no DS",
    scenario: zoneTest({ keys: [{ ...combinedKey(13, "sets"), flags: 256 }], ds: [] }, { expect: "any" }),
    reports: ["chain-island-of-security:info"],
  },
  {
    id: "dnskey-keytag-collision",
    when: "two keys have one tag",
    scenario: zoneTest(collision(2)),
    reports: ["dnskey-keytag-collision:info"],
  },
  {
    id: "dnskey-keytag-collision",
    when: "three keys have one tag",
    scenario: zoneTest(collision(3)),
    reports: ["dnskey-keytag-collision:critical"],
  },
  { id: "dnskey-keytag-collision", when: "all tags differ", scenario: zoneTest({ keys: PAIR }), reports: [] },
  {
    id: "dnskey-too-many",
    when: "five keys sign nothing",
    scenario: zoneTest({ keys: [...PAIR, ...idleKeys(5)] }),
    reports: ["dnskey-too-many:warning"],
  },
  {
    id: "dnskey-too-many",
    when: "nine keys sign",
    scenario: zoneTest({ keys: [...PAIR, ...signingKeys(7)] }),
    reports: ["dnskey-too-many:warning"],
  },
  {
    id: "dnskey-too-many",
    when: "four of eight keys sign nothing",
    scenario: zoneTest({ keys: [...PAIR, ...signingKeys(2), ...idleKeys(4)] }),
    reports: [],
  },
  {
    id: "dnskey-rrset-too-large",
    when: "the answer has over 1232 octets",
    scenario: zoneTest({ keys: [...keyPair(8), silent(createKey({ algorithm: 8, bits: 4096, flags: 256 }))] }),
    reports: ["dnskey-rrset-too-large:info"],
  },
  {
    id: "dnskey-rrset-too-large",
    when: "a server truncates what would fit, and its TCP works",
    scenario: zoneTest(large(512, false)),
    reports: ["dnskey-rrset-too-large:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "dnskey-rrset-too-large",
    when: "a server truncates, and its TCP is dead",
    scenario: zoneTest(large(800, "tcp")),
    reports: ["dnskey-rrset-too-large:critical", "ns-unresponsive-tcp:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "dnskey-rrset-too-large",
    when: "TCP is dead, but nobody needs it",
    scenario: zoneTest(large(1232, "tcp")),
    reports: [],
  },
  {
    id: "dnskey-ttl-vs-signature",
    when: "the TTL is over a third of the signature's validity",
    scenario: zoneTest({ keys: PAIR, inception: -3600, expiration: 86_400, mutations: [withTtl(33_000)] }),
    reports: ["dnskey-ttl-vs-signature:info"],
  },
  {
    id: "dnskey-ttl-vs-signature",
    when: "the TTL is over two days",
    scenario: zoneTest({ keys: PAIR, mutations: [withTtl(172_801)] }),
    reports: ["dnskey-ttl-vs-signature:info"],
  },
  {
    id: "dnskey-ttl-vs-signature",
    when: "the TTL is two days, of a signature for 15",
    scenario: zoneTest({ keys: PAIR, mutations: [withTtl(172_800)] }),
    reports: [],
  },
  {
    id: "dnskey-revoked-not-self-signed",
    when: "a revoked key signs nothing",
    scenario: zoneTest({ keys: [...PAIR, silent(OLD_KSK)] }),
    reports: ["dnskey-revoked-not-self-signed:warning", "dnskey-revoked-present:info"],
  },
  {
    id: "dnskey-revoked-not-self-signed",
    when: "its signature is missing at one server",
    scenario: zoneTest({
      keys: [...PAIR, OLD_KSK],
      servers: [
        { addresses: [GOOD_SERVER] },
        { addresses: [BAD_SERVER], mutations: [dropRrsig("@", "DNSKEY", keyTag(OLD_KSK))] },
      ],
    }),
    reports: ["dnskey-revoked-not-self-signed:warning", "dnskey-revoked-present:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "dnskey-revoked-not-self-signed",
    when: "a revoked key signs its revocation",
    scenario: zoneTest({ keys: [...PAIR, OLD_KSK] }),
    reports: ["dnskey-revoked-present:info"],
  },
  {
    id: "dnskey-not-at-apex",
    when: "www has a DNSKEY",
    scenario: zoneTest({ keys: PAIR, records: strayKey("www") }),
    reports: ["dnskey-not-at-apex:warning"],
  },
  {
    id: "dnskey-not-at-apex",
    when: "a name given with --query has one, at one server",
    scenario: zoneTest(
      {
        keys: PAIR,
        servers: [
          { addresses: [GOOD_SERVER] },
          {
            addresses: [BAD_SERVER],
            mutations: [addRecords(...strayKey("deep.host")), resign("deep.host", "DNSKEY", { key: ZSK })],
          },
        ],
      },
      { queries: ["deep.host.zone.test."] },
    ),
    reports: ["dnskey-not-at-apex:warning"],
    servers: [BAD_SERVER],
  },
  {
    id: "dnskey-not-at-apex",
    when: "www is a zone of its own on the same server",
    scenario: zoneTest(
      { keys: PAIR, servers: [{ addresses: [GOOD_SERVER] }] },
      { zones: { "www.zone.test.": { servers: [{ addresses: [GOOD_SERVER] }] } } },
    ),
    reports: [],
  },
];
