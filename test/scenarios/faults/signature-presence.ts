import { BAD_SERVER, type FaultCase, GOOD_SERVER, KEYS, oneOfTwo, withWww } from "../../support/fault-case.ts";
import { NOW } from "../../support/check.ts";
import { createKey } from "../../support/signer/key.ts";
import { addRecords, addRrsig, dropRrset, dropRrsig, EVERY, resign } from "../../support/signer/mutate.ts";
import { dropDnskey, editDnskey, withDnskeyResigned } from "../../support/signer/mutate-keys.ts";
import { unsign } from "../../support/signer/mutate-zone.ts";

const [, ZSK] = KEYS;
const ED25519_ZSK = createKey({ algorithm: 15, seed: "ed25519", flags: 256 });
const SECOND_ZSK = createKey({ seed: "second", flags: 256 });

/** Signatures beyond the zone's own, by keys that are published. */
function moreSignatures(count: number) {
  const keys = Array.from({ length: count }, (_, i) => createKey({ seed: `more ${i}`, flags: 256, signs: "nothing" }));
  return { keys: [...KEYS, ...keys], mutations: keys.map((key) => addRrsig("www", "A", { key })) };
}

/** Faults of which signatures there are, and by which keys. */
export const SIGNATURE_PRESENCE: readonly FaultCase[] = [
  {
    id: "rrsig-missing",
    when: "one RRset has no signature",
    scenario: withWww({ mutations: [dropRrsig("www", "A")] }),
    reports: ["rrsig-missing:critical"],
  },
  {
    id: "rrsig-missing",
    when: "one RRset at the apex has no signature at one of two servers",
    scenario: withWww({ records: ["www A 192.0.2.80", "@ MX 10 www"], servers: oneOfTwo(dropRrsig("@", "MX")) }),
    reports: ["rrsig-missing:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-missing",
    when: "the addresses of a zone below have none, which is not this zone's",
    scenario: withWww(
      { records: ["www.below A 192.0.2.80", "below NS ns.elsewhere."] },
      { queries: ["below.zone.test./NS"] },
    ),
    reports: [],
  },
  {
    id: "rrsig-missing",
    when: "an unsigned zone below is on the same server",
    scenario: withWww(
      { servers: [{ addresses: [GOOD_SERVER] }] },
      {
        queries: ["www.below.zone.test./A", "below.zone.test./SOA"],
        zones: {
          "below.zone.test.": { keys: null, records: ["www A 192.0.2.81"], servers: [{ addresses: [GOOD_SERVER] }] },
        },
      },
    ),
    reports: [],
  },
  {
    id: "rrsig-missing",
    when: "the zone is an island, and one RRset has no signature",
    scenario: withWww({ ds: [], mutations: [dropRrsig("www", "A")] }, { expect: "any" }),
    reports: ["chain-island-of-security:info", "rrsig-missing:critical"],
  },
  {
    id: "rrsig-missing-dnskey",
    when: "DNSKEY has no signature",
    scenario: withWww({ mutations: [dropRrsig("@", "DNSKEY")] }),
    reports: ["rrsig-missing-dnskey:emergency"],
  },
  {
    id: "rrsig-missing-dnskey",
    when: "DNSKEY has no signature at one of two servers",
    scenario: withWww({ servers: oneOfTwo(dropRrsig("@", "DNSKEY")) }),
    reports: ["rrsig-missing-dnskey:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-missing-dnskey",
    when: "no DS depends on it",
    scenario: withWww({ ds: [], mutations: [dropRrsig("@", "DNSKEY")] }, { expect: "any" }),
    reports: ["chain-island-of-security:info", "rrsig-missing:critical"],
  },
  {
    id: "rrsig-missing-all",
    when: "no RRset has a signature",
    scenario: withWww({ mutations: [dropRrsig(EVERY, EVERY)] }),
    reports: ["rrsig-missing-all:emergency"],
  },
  {
    id: "rrsig-missing-all",
    when: "one of two servers leaves all signatures out",
    scenario: withWww({
      servers: [{ addresses: [GOOD_SERVER] }, { addresses: [BAD_SERVER], behaviour: { stripsDnssec: true } }],
    }),
    reports: ["rrsig-missing-all:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-missing-all",
    when: "no DS depends on them",
    scenario: withWww({ ds: [], mutations: [dropRrsig(EVERY, EVERY)] }, { expect: "any" }),
    reports: ["chain-island-of-security:info", "rrsig-missing:critical", "nsec-signature-missing:critical"],
  },
  {
    id: "rrsig-missing-all",
    when: "one of two servers has an unsigned copy, keys gone as well",
    scenario: withWww({ servers: oneOfTwo(unsign()) }),
    reports: ["ns-inconsistent-signed:critical"],
  },
  {
    id: "rrsig-signer-key-missing",
    when: "the ZSK was withdrawn before its signatures",
    scenario: withWww({ mutations: [withDnskeyResigned(dropDnskey(ZSK))] }),
    reports: ["rrsig-signer-key-missing:critical", "nsec-signature-key-missing:critical"],
  },
  {
    id: "nsec-signature-key-missing",
    when: "the ZSK was withdrawn before its signatures",
    scenario: withWww({ mutations: [withDnskeyResigned(dropDnskey(ZSK))] }),
    reports: ["rrsig-signer-key-missing:critical", "nsec-signature-key-missing:critical"],
    cause: "rrsig-signer-key-missing",
  },
  {
    id: "rrsig-signer-key-missing",
    when: "one of two servers signs with a ZSK of its own",
    scenario: withWww({ servers: oneOfTwo(resign("www", "A", { key: SECOND_ZSK })) }),
    reports: ["rrsig-signer-key-missing:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-signer-key-missing",
    when: "the signature of a withdrawn key stands beside a valid one",
    scenario: withWww({ mutations: [addRrsig("www", "A", { key: SECOND_ZSK })] }),
    reports: [],
  },
  {
    id: "rrsig-algorithm-has-no-dnskey",
    when: "no key has the only signature's algorithm",
    scenario: withWww({ mutations: [resign("www", "A", { key: ED25519_ZSK })] }),
    reports: ["rrsig-algorithm-has-no-dnskey:critical"],
  },
  {
    id: "rrsig-algorithm-has-no-dnskey",
    when: "the ZSK is published with a wrong algorithm number",
    scenario: withWww({
      keys: [createKey({ algorithm: 15, seed: "ksk" }), ZSK],
      mutations: [withDnskeyResigned(editDnskey(ZSK, { algorithm: 15 }))],
    }),
    reports: ["rrsig-algorithm-has-no-dnskey:critical"],
  },
  {
    id: "rrsig-algorithm-has-no-dnskey",
    when: "an algorithm rollover begins: new signatures beside valid ones",
    scenario: withWww({ mutations: [addRrsig("www", "A", { key: ED25519_ZSK })] }),
    reports: ["rrsig-algorithm-has-no-dnskey:info"],
  },
  {
    id: "rrsig-algorithm-has-no-dnskey",
    when: "the other algorithm's keys are published",
    scenario: withWww({ keys: [...KEYS, createKey({ algorithm: 15, seed: "ksk" }), ED25519_ZSK] }),
    reports: [],
  },
  {
    id: "rrsig-count-excessive",
    when: "one RRset has nine signatures",
    scenario: withWww(moreSignatures(8)),
    reports: ["rrsig-count-excessive:warning"],
  },
  {
    id: "rrsig-count-excessive",
    when: "one RRset has three signatures",
    scenario: withWww(moreSignatures(2)),
    reports: ["rrsig-count-excessive:info"],
  },
  {
    id: "rrsig-count-excessive",
    when: "one RRset has two signatures",
    scenario: withWww(moreSignatures(1)),
    reports: [],
  },
  {
    id: "soa-serial-not-bumped-after-resign",
    when: "one of two servers holds older signatures under the same serial",
    scenario: withWww({ servers: oneOfTwo(resign("@", "SOA", { inception: NOW - 2 * 86_400 })) }),
    reports: ["soa-serial-not-bumped-after-resign:warning"],
    servers: [BAD_SERVER],
  },
  {
    id: "soa-serial-not-bumped-after-resign",
    when: "it holds them under an older serial",
    scenario: withWww({
      servers: oneOfTwo(
        dropRrset("@", "SOA"),
        addRecords("@ SOA ns1 hostmaster 2026112300 7200 3600 1209600 900"),
        resign("@", "SOA", { inception: NOW - 2 * 86_400 }),
      ),
    }),
    reports: [],
  },
  {
    id: "soa-serial-not-bumped-after-resign",
    when: "each server signs for itself as it answers, some seconds apart",
    scenario: withWww({ servers: oneOfTwo(resign("@", "SOA", { inception: NOW - 86_395 })) }),
    reports: [],
  },
  {
    id: "soa-serial-not-bumped-after-resign",
    when: "each server signs for itself with a key of its own",
    scenario: withWww({
      keys: [...KEYS, { ...SECOND_ZSK, signs: "nothing" }],
      servers: oneOfTwo(resign("@", "SOA", { key: SECOND_ZSK, inception: NOW - 2 * 86_400 })),
    }),
    reports: [],
  },
];
