import { parseName } from "../../../src/dns/name.ts";
import { BAD_SERVER, type FaultCase, KEYS, oneOfTwo, withWww } from "../../support/fault-case.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, type SigningKey } from "../../support/signer/key.ts";
import { addRrsig, dropRrsig, EVERY, resign } from "../../support/signer/mutate.ts";

const [KSK, ZSK] = KEYS;
const APEX = parseName("zone.test.");
const ED25519_KEYS = keyPair(15, "zone");
const [ED25519_KSK, ED25519_ZSK] = ED25519_KEYS;
const SM2: SigningKey = createKey({ algorithm: 17, seed: "sm2", flags: 256, signs: "nothing" });
const idle = (key: SigningKey): SigningKey => ({ ...key, signs: "nothing" });

/** Faults of the algorithms that sign, against those that keys and DS announce. */
export const SIGNATURE_ALGORITHMS: readonly FaultCase[] = [
  {
    id: "rrsig-algorithm-incomplete",
    when: "a published key's algorithm signs nothing",
    scenario: withWww({ keys: [...KEYS, idle(ED25519_ZSK)] }),
    reports: ["rrsig-algorithm-incomplete:warning"],
  },
  {
    id: "rrsig-algorithm-incomplete",
    when: "a DS announces that algorithm as well",
    scenario: withWww({ keys: [...KEYS, idle(ED25519_KSK)], ds: [dsRecord(APEX, KSK), dsRecord(APEX, ED25519_KSK)] }),
    reports: ["rrsig-algorithm-incomplete:critical", "rrsig-missing-for-ds-algorithm:critical"],
  },
  {
    id: "rrsig-algorithm-incomplete",
    when: "one of two servers lacks one algorithm's signature over the SOA",
    scenario: withWww({
      keys: [...KEYS, ...ED25519_KEYS],
      ds: [dsRecord(APEX, KSK)],
      servers: oneOfTwo(resign("@", "SOA", { key: ZSK })),
    }),
    reports: ["rrsig-algorithm-incomplete:warning"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-algorithm-incomplete",
    when: "one RRset below the apex lacks the signature of an algorithm that is to come",
    scenario: withWww({
      keys: [...KEYS, ...ED25519_KEYS],
      ds: [dsRecord(APEX, KSK)],
      mutations: [resign("www", "A", { key: ZSK })],
    }),
    reports: ["rrsig-algorithm-incomplete:warning"],
  },
  {
    id: "rrsig-algorithm-incomplete",
    when: "both algorithms sign everything",
    scenario: withWww({ keys: [...KEYS, ...ED25519_KEYS] }),
    reports: [],
  },
  {
    id: "rrsig-missing-for-ds-algorithm",
    when: "the parent has a DS of an algorithm that no key has",
    scenario: withWww({ ds: [dsRecord(APEX, KSK), dsRecord(APEX, ED25519_KSK)] }),
    reports: ["rrsig-missing-for-ds-algorithm:critical"],
  },
  {
    id: "rrsig-missing-for-ds-algorithm",
    when: "one of two servers has no such signatures yet",
    scenario: withWww({
      keys: [...KEYS, ...ED25519_KEYS],
      servers: oneOfTwo(
        resign("@", "DNSKEY", { key: KSK }),
        resign("@", "SOA", { key: ZSK }),
        resign("@", "NS", { key: ZSK }),
      ),
    }),
    reports: ["rrsig-algorithm-incomplete:critical", "rrsig-missing-for-ds-algorithm:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-missing-for-ds-algorithm",
    when: "the other DS has an algorithm that no validator knows",
    scenario: withWww({ ds: [dsRecord(APEX, KSK), dsRecord(APEX, SM2)] }),
    reports: [],
  },
  {
    id: "rrsig-made-with-deprecated-algorithm",
    when: "the zone is signed with RSASHA512",
    scenario: withWww({ keys: keyPair(10) }),
    reports: ["rrsig-made-with-deprecated-algorithm:warning"],
  },
  ...[5, 7].map(
    (algorithm): FaultCase => ({
      id: "rrsig-made-with-deprecated-algorithm",
      when: `the zone is signed with algorithm ${algorithm}, RSA and SHA-1`,
      scenario: withWww({ keys: keyPair(algorithm) }),
      reports: ["rrsig-made-with-deprecated-algorithm:critical"],
    }),
  ),
  ...[8, 13, 14, 15, 16].map(
    (algorithm): FaultCase => ({
      id: "rrsig-made-with-deprecated-algorithm",
      when: `the zone is signed with algorithm ${algorithm}`,
      scenario: withWww({ keys: keyPair(algorithm) }),
      reports: [],
    }),
  ),
  {
    id: "rrsig-algorithm-unknown-to-checker",
    when: "a signature of algorithm 17 stands beside one of algorithm 13",
    scenario: withWww({ keys: [...KEYS, SM2], mutations: [addRrsig(EVERY, EVERY, { key: SM2 })] }),
    reports: ["rrsig-algorithm-unknown-to-checker:info"],
  },
  {
    id: "rrsig-algorithm-unknown-to-checker",
    when: "the whole zone is signed with algorithm 17 alone",
    scenario: withWww({ keys: keyPair(17) }),
    reports: ["chain-insecure-by-unsupported-algorithm:critical", "rrsig-algorithm-unknown-to-checker:info"],
  },
  {
    id: "rrsig-algorithm-unknown-to-checker",
    when: "the whole zone is signed with DSA, which must not be used",
    scenario: withWww({ keys: keyPair(3) }),
    reports: [
      "chain-insecure-by-unsupported-algorithm:critical",
      "rrsig-algorithm-unknown-to-checker:info",
      "rrsig-made-with-deprecated-algorithm:critical",
    ],
  },
  {
    id: "rrsig-missing-for-ds-algorithm",
    when: "one RRset of a secure zone is signed with algorithm 17 alone",
    scenario: withWww({ keys: [...KEYS, SM2], mutations: [resign("www", "A", { key: SM2 })] }),
    reports: [
      "rrsig-algorithm-incomplete:critical",
      "rrsig-algorithm-incomplete:warning",
      "rrsig-algorithm-unknown-to-checker:info",
      "rrsig-missing-for-ds-algorithm:critical",
    ],
  },
  {
    id: "rrsig-algorithm-unknown-to-checker",
    when: "the zone is signed with Ed448",
    scenario: withWww({ keys: [combinedKey(16)] }),
    reports: [],
  },
  {
    id: "rrsig-missing",
    when: "the zone is signed with an algorithm that is unknown, and one RRset not at all",
    scenario: withWww({ keys: keyPair(17), mutations: [dropRrsig("www", "A")] }),
    reports: [
      "chain-insecure-by-unsupported-algorithm:critical",
      "rrsig-algorithm-unknown-to-checker:info",
      "rrsig-missing:critical",
    ],
  },
];
