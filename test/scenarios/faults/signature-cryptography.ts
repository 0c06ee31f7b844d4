import { parseName } from "../../../src/dns/name.ts";
import { BAD_SERVER, type FaultCase, KEYS, oneOfTwo, withWww } from "../../support/fault-case.ts";
import { createKey, keyPair, keyTag, revoked, type SigningKey } from "../../support/signer/key.ts";
import { addRrsig, editRecords, editRrsig, flipSignature, resign } from "../../support/signer/mutate.ts";
import { addDnskey } from "../../support/signer/mutate-keys.ts";
import { dsRecord } from "../../support/signer/ds.ts";

const [KSK] = KEYS;
const SECOND_ZSK: SigningKey = createKey({ seed: "second", flags: 256, signs: "nothing" });
const APEX = parseName("zone.test.");
const CUT_SHORT = editRrsig("www", "A", ({ signature }) => ({ signature: signature.subarray(0, 60) }));

/** Faults of the signature itself and of what it says. */
export const SIGNATURE_CRYPTOGRAPHY: readonly FaultCase[] = [
  {
    id: "rrsig-bogus",
    when: "one bit of the signature is wrong",
    scenario: withWww({ mutations: [flipSignature("www", "A")] }),
    reports: ["rrsig-bogus:critical"],
  },
  {
    id: "rrsig-bogus",
    when: "the data was edited after signing at one of two servers",
    scenario: withWww({
      servers: oneOfTwo(editRecords("www", "A", (record) => ({ ...record, rdata: Uint8Array.of(192, 0, 2, 99) }))),
    }),
    reports: ["rrsig-bogus:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-bogus",
    when: "only letters of the owner changed case",
    scenario: withWww({ mutations: [editRecords("www", "A", (r) => ({ ...r, owner: parseName("WWW.Zone.TEST.") }))] }),
    reports: [],
  },
  {
    id: "rrsig-bogus-dnskey",
    when: "one bit of the DS-matched key's signature is wrong",
    scenario: withWww({ mutations: [flipSignature("@", "DNSKEY")] }),
    reports: ["rrsig-bogus-dnskey:emergency"],
  },
  {
    id: "rrsig-bogus-dnskey",
    when: "the ZSK's signature over DNSKEY still holds, which no DS vouches for",
    scenario: withWww({
      mutations: [addRrsig("@", "DNSKEY", { key: KEYS[1] }), flipSignature("@", "DNSKEY", keyTag(KSK))],
    }),
    reports: ["rrsig-bogus-dnskey:emergency"],
  },
  {
    id: "rrsig-bogus-dnskey",
    when: "a key was added after signing at one of two servers",
    scenario: withWww({ servers: oneOfTwo(addDnskey(SECOND_ZSK)) }),
    reports: ["rrsig-bogus-dnskey:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-bogus-dnskey",
    when: "only the ZSK's own signature over DNSKEY is wrong",
    scenario: withWww({
      mutations: [addRrsig("@", "DNSKEY", { key: KEYS[1] }), flipSignature("@", "DNSKEY", keyTag(KEYS[1]))],
    }),
    reports: ["rrsig-bogus-partial:warning"],
  },
  {
    id: "rrsig-bogus-partial",
    when: "one of two signatures is wrong",
    scenario: withWww({
      keys: [...KEYS, SECOND_ZSK],
      mutations: [addRrsig("www", "A", { key: SECOND_ZSK }), flipSignature("www", "A", keyTag(SECOND_ZSK))],
    }),
    reports: ["rrsig-bogus-partial:warning"],
  },
  {
    id: "rrsig-bogus-partial",
    when: "both signatures hold",
    scenario: withWww({ keys: [...KEYS, SECOND_ZSK], mutations: [addRrsig("www", "A", { key: SECOND_ZSK })] }),
    reports: [],
  },
  {
    id: "rrsig-signer-name-not-zone",
    when: "the signer is the parent zone",
    scenario: withWww({ mutations: [resign("www", "A", { signerName: parseName("test.") })] }),
    reports: ["rrsig-signer-name-not-zone:critical"],
  },
  {
    id: "rrsig-signer-name-not-zone",
    when: "the signer is a name in the zone",
    scenario: withWww({ mutations: [resign("www", "A", { signerName: parseName("www.zone.test.") })] }),
    reports: ["rrsig-signer-name-not-zone:critical"],
  },
  {
    id: "rrsig-signer-name-not-zone",
    when: "the signer of the SOA is another zone",
    scenario: withWww({ mutations: [resign("@", "SOA", { signerName: parseName("zone.example.") })] }),
    reports: ["rrsig-signer-name-not-zone:critical"],
  },
  {
    id: "rrsig-signer-name-not-zone",
    when: "the answer comes from a signed zone below on the same server",
    scenario: withWww(
      { servers: [{ addresses: [BAD_SERVER] }] },
      {
        queries: ["www.below.zone.test./A"],
        zones: { "below.zone.test.": { records: ["www A 192.0.2.81"], servers: [{ addresses: [BAD_SERVER] }] } },
      },
    ),
    reports: [],
  },
  {
    id: "rrsig-labels-exceed-owner",
    when: "Labels counts one more than the owner has",
    scenario: withWww({ mutations: [resign("www", "A", { labels: 4 })] }),
    reports: ["rrsig-labels-exceed-owner:critical"],
  },
  {
    id: "rrsig-labels-exceed-owner",
    when: "Labels counts fewer because a wildcard was expanded",
    scenario: withWww(
      { records: ["*.wild A 192.0.2.80"] },
      { queries: ["a.b.wild.zone.test./A", "*.wild.zone.test./A"] },
    ),
    reports: [],
  },
  {
    id: "rrsig-bad-length",
    when: "four octets of the signature are lost",
    scenario: withWww({ servers: oneOfTwo(CUT_SHORT) }),
    reports: ["rrsig-bad-length:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-bad-length",
    when: "four octets of an RSA signature are lost",
    scenario: withWww({ keys: keyPair(8), mutations: [CUT_SHORT] }),
    reports: ["rrsig-bad-length:critical"],
  },
  {
    id: "rrsig-bad-length",
    when: "an RSA signature is as long as its key's modulus",
    scenario: withWww({ keys: keyPair(8, "", 1024) }),
    reports: [],
  },
  {
    id: "rrsig-by-revoked-key",
    when: "an address is signed by a revoked key alone",
    scenario: withWww({
      keys: [...KEYS, revoked(SECOND_ZSK)],
      mutations: [resign("www", "A", { key: revoked(SECOND_ZSK) })],
    }),
    reports: ["rrsig-by-revoked-key:critical"],
  },
  {
    id: "rrsig-by-revoked-key",
    when: "the only key that signs DNSKEY was revoked",
    scenario: withWww({ keys: [revoked(KSK), KEYS[1]], ds: [dsRecord(APEX, KSK)] }),
    reports: ["rrsig-by-revoked-key:critical"],
  },
  {
    id: "rrsig-by-revoked-key",
    when: "a revoked KSK announces its end beside the active one",
    scenario: withWww({ keys: [...KEYS, revoked(createKey({ seed: "old" }))], ds: [dsRecord(APEX, KSK)] }),
    reports: [],
  },
];
