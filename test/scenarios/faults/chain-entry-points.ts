import { parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { ROOT_ANCHORS } from "../../../src/dnssec/trust-anchor.ts";
import { anchorOf, BAD_SERVER, type FaultCase, KEYS, oneOfTwo, zoneTest } from "../../support/fault-case.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import { createKey, keyPair, keyTag, revoked, type SigningKey, withKeyTag } from "../../support/signer/key.ts";
import { addRrsig, dropRrset, dropRrsig, expire, flipSignature } from "../../support/signer/mutate.ts";
import { dropDnskey } from "../../support/signer/mutate-keys.ts";

const [KSK, ZSK] = KEYS;
const APEX = parseName("zone.test.");
const OTHER_KSK = createKey({ seed: "other" });
const DS = dsRecord(APEX, KSK);
const ROOT_KEYS = keyPair(13, "root");

/** The zone's DS with octets of its RDATA changed: key tag 0 and 1, algorithm 2, digest type 3, digest from 4. */
function dsWith(octets: Readonly<Record<number, number>>, length = DS.rdata.length): readonly ResourceRecord[] {
  return [{ ...DS, rdata: DS.rdata.map((octet, i) => octets[i] ?? octet).subarray(0, length) }];
}

/** A key of the root that waits for its turn, with the tag of a key that the root is known to have. */
function waitingRootKey(tag: number): SigningKey {
  return withKeyTag({ ...createKey({ seed: "waiting" }), signs: "nothing" }, tag);
}

/** A DS that leads to no key that signs: the reason, then what follows. */
const UNLINKED: readonly FaultCase[] = [
  {
    id: "ds-digest-mismatch",
    when: "one bit of the digest is wrong",
    scenario: zoneTest({ keys: KEYS, ds: dsWith({ 35: (DS.rdata[35] ?? 0) ^ 1 }) }),
    reports: ["ds-digest-mismatch:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "no key has the DS's tag",
    scenario: zoneTest({ keys: KEYS, ds: dsWith({ 1: (DS.rdata[1] ?? 0) ^ 1 }) }),
    reports: ["ds-keytag-no-dnskey:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-algorithm-mismatch",
    when: "the key with the DS's tag has another algorithm",
    scenario: zoneTest({ keys: KEYS, ds: dsWith({ 2: 15 }) }),
    reports: ["ds-algorithm-mismatch:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-digest-bad-length",
    when: "the digest is cut short",
    scenario: zoneTest({ keys: KEYS, ds: dsWith({}, 24) }),
    reports: ["ds-digest-bad-length:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-points-to-revoked-key",
    when: "the key was revoked, which changed its tag",
    scenario: zoneTest({ keys: [revoked(KSK), ZSK], ds: [DS] }),
    reports: ["ds-points-to-revoked-key:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-points-to-revoked-key",
    when: "the DS was made from the revoked key",
    scenario: zoneTest({ keys: [revoked(KSK), ZSK], ds: [dsRecord(APEX, revoked(KSK))] }),
    reports: ["ds-points-to-revoked-key:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "ds-points-to-non-zone-key",
    when: "the key lacks the ZONE bit",
    scenario: zoneTest({ keys: [{ ...KSK, flags: 1 }, ZSK], ds: [dsRecord(APEX, { ...KSK, flags: 1 })] }),
    reports: ["ds-points-to-non-zone-key:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "dnskey-protocol-not-3",
    when: "the key's protocol is 1",
    scenario: zoneTest({ keys: [{ ...KSK, protocol: 1 }, ZSK], ds: [dsRecord(APEX, { ...KSK, protocol: 1 })] }),
    reports: ["dnskey-protocol-not-3:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "the ZSK lacks the ZONE bit",
    scenario: zoneTest({ keys: [KSK, { ...ZSK, flags: 0 }] }),
    reports: ["dnskey-zone-bit-clear:critical"],
    security: "bogus",
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "another DS leads to a key that signs",
    scenario: zoneTest({ keys: KEYS, ds: [DS, dsRecord(APEX, OTHER_KSK)] }),
    reports: [],
    security: "secure",
  },
];

/** Faults of the way from the DS or the trust anchor to a key that signs the DNSKEY RRset. */
export const CHAIN_ENTRY_POINTS: readonly FaultCase[] = [
  ...UNLINKED,
  {
    id: "chain-no-secure-entry-point",
    when: "the DS names a key that was withdrawn",
    scenario: zoneTest({ keys: [OTHER_KSK, ZSK], ds: [DS] }),
    reports: ["ds-keytag-no-dnskey:emergency", "chain-no-secure-entry-point:emergency"],
    cause: "ds-keytag-no-dnskey",
    security: "bogus",
  },
  {
    id: "chain-no-secure-entry-point",
    when: "the KSK is gone from one of two servers",
    scenario: zoneTest({ keys: KEYS, servers: oneOfTwo(dropDnskey(KSK)) }),
    reports: ["ds-keytag-no-dnskey:critical", "chain-no-secure-entry-point:critical"],
    servers: [BAD_SERVER],
    cause: "ds-keytag-no-dnskey",
    security: "bogus",
  },
  {
    id: "chain-no-secure-entry-point",
    when: "the KSK's signature has expired",
    scenario: zoneTest({ keys: KEYS, mutations: [expire("@", "DNSKEY")] }),
    reports: ["rrsig-expired-dnskey:emergency", "chain-no-secure-entry-point:emergency"],
    cause: "rrsig-expired-dnskey",
    security: "bogus",
  },
  {
    id: "chain-no-secure-entry-point",
    when: "the KSK's signature does not verify",
    scenario: zoneTest({ keys: KEYS, mutations: [flipSignature("@", "DNSKEY")] }),
    reports: ["rrsig-bogus-dnskey:emergency", "chain-no-secure-entry-point:emergency"],
    cause: "rrsig-bogus-dnskey",
    security: "bogus",
  },
  {
    id: "chain-no-secure-entry-point",
    when: "one of two DS-matched keys signs",
    scenario: zoneTest({ keys: [...KEYS, OTHER_KSK], mutations: [flipSignature("@", "DNSKEY", keyTag(OTHER_KSK))] }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-ksk-signature-missing",
    when: "only the ZSK signs DNSKEY",
    scenario: zoneTest({
      keys: KEYS,
      mutations: [addRrsig("@", "DNSKEY", { key: ZSK }), dropRrsig("@", "DNSKEY", keyTag(KSK))],
    }),
    reports: ["chain-ksk-signature-missing:emergency", "chain-no-secure-entry-point:emergency"],
    security: "bogus",
  },
  {
    id: "chain-ksk-signature-missing",
    when: "only the ZSK signs DNSKEY at one of two servers",
    scenario: zoneTest({
      keys: KEYS,
      servers: oneOfTwo(addRrsig("@", "DNSKEY", { key: ZSK }), dropRrsig("@", "DNSKEY", keyTag(KSK))),
    }),
    reports: ["chain-ksk-signature-missing:critical", "chain-no-secure-entry-point:critical"],
    servers: [BAD_SERVER],
    security: "bogus",
  },
  {
    id: "chain-ksk-signature-missing",
    when: "a standby key is published with its DS and does not sign",
    scenario: zoneTest({ keys: [...KEYS, { ...OTHER_KSK, signs: "nothing" }], ds: [DS, dsRecord(APEX, OTHER_KSK)] }),
    reports: ["chain-ksk-signature-missing:info"],
    security: "secure",
  },
  {
    id: "chain-ksk-signature-missing",
    when: "a key without DS does not sign",
    scenario: zoneTest({ keys: [...KEYS, { ...OTHER_KSK, signs: "nothing" }], ds: [DS] }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-ds-without-dnskey",
    when: "the zone is unsigned while its DS stands",
    scenario: zoneTest({ keys: null, ds: [DS] }),
    reports: ["chain-ds-without-dnskey:emergency"],
    security: "bogus",
  },
  {
    id: "chain-ds-without-dnskey",
    when: "one of two servers has no DNSKEY",
    scenario: zoneTest({ keys: KEYS, servers: oneOfTwo(dropRrset("@", "DNSKEY")) }),
    reports: ["chain-ds-without-dnskey:critical"],
    servers: [BAD_SERVER],
    security: "bogus",
  },
  {
    id: "chain-ds-without-dnskey",
    when: "the zone is unsigned and has no DS",
    scenario: zoneTest({ keys: null }, { expect: "insecure" }),
    reports: ["zone-unsigned:info"],
    security: "insecure",
  },
  {
    id: "chain-trust-anchor-not-signing",
    when: "the root has another key than the anchor",
    scenario: zoneTest({}, { anchors: [anchorOf(".", OTHER_KSK)] }),
    reports: [
      "chain-ancestor-bogus:emergency",
      "chain-trust-anchor-not-signing:emergency",
      "ds-keytag-no-dnskey:emergency",
    ],
    security: "bogus",
  },
  {
    id: "chain-trust-anchor-not-signing",
    when: "an anchor for the zone itself names a key that does not sign",
    scenario: zoneTest(
      { keys: [...KEYS, { ...OTHER_KSK, signs: "nothing" }] },
      { anchors: [anchorOf("zone.test.", OTHER_KSK)] },
    ),
    reports: ["chain-trust-anchor-not-signing:emergency", "chain-ksk-signature-missing:emergency"],
    security: "bogus",
  },
  {
    id: "chain-trust-anchor-not-signing",
    when: "one of two anchors signs",
    scenario: zoneTest({ keys: KEYS }, { anchors: [anchorOf("zone.test.", OTHER_KSK), anchorOf("zone.test.", KSK)] }),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-root-key-unknown",
    when: "the root has a key that no anchor names, and lacks the newest known",
    scenario: zoneTest(
      {},
      {
        zones: { ".": { keys: ROOT_KEYS } },
        anchors: [anchorOf(".", ROOT_KEYS[0]), ...ROOT_ANCHORS],
      },
    ),
    reports: ["chain-root-key-unknown:warning"],
    security: "secure",
  },
  {
    id: "chain-root-key-unknown",
    when: "a new key waits in the root beside those known",
    scenario: zoneTest(
      {},
      {
        zones: { ".": { keys: [...ROOT_KEYS, waitingRootKey(38696), waitingRootKey(4711)] } },
        anchors: [anchorOf(".", ROOT_KEYS[0]), ...ROOT_ANCHORS],
      },
    ),
    reports: ["chain-root-key-unknown:warning"],
    security: "secure",
  },
  {
    id: "chain-root-key-unknown",
    when: "all keys of the root are known",
    scenario: zoneTest(
      {},
      {
        zones: { ".": { keys: [...ROOT_KEYS, waitingRootKey(20326), waitingRootKey(38696)] } },
        anchors: [anchorOf(".", ROOT_KEYS[0]), ...ROOT_ANCHORS],
      },
    ),
    reports: [],
    security: "secure",
  },
  {
    id: "chain-root-key-unknown",
    when: "the root is not the public one",
    scenario: zoneTest({}),
    reports: [],
    security: "secure",
  },
];
