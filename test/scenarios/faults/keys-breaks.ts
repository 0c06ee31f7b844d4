import { parseName } from "../../../src/dns/name.ts";
import { BAD_SERVER, oneOfTwo, zoneTest } from "../../support/fault-case.ts";
import type { KeysCase } from "../../support/keys-check.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import { createKey, keyPair, keyTag } from "../../support/signer/key.ts";
import { dropRrsig, flipSignature, resign } from "../../support/signer/mutate.ts";
import { dropDnskey, editDnskey, flipDnskey, withDnskeyResigned } from "../../support/signer/mutate-keys.ts";
import { oddKey } from "../../support/signer/odd-keys.ts";

const APEX = parseName("zone.test.");
const KEYS = keyPair(13, "breaks");
const [KSK, ZSK] = KEYS;
const NEW_KSK = createKey({ seed: "breaks/new" });
const NEW_ZSK = createKey({ seed: "breaks/new zsk", flags: 256 });
const BOTH_SIGN = [KSK, { ...ZSK, signs: "all" as const }];

/** Keys that are gone, edited, or may not be used. */
export const KEYS_BREAKS: readonly KeysCase[] = [
  {
    id: "dnskey-zsk-missing",
    when: "the ZSK was taken out and DNSKEY signed again",
    scenario: zoneTest({ keys: KEYS, mutations: [withDnskeyResigned(dropDnskey(ZSK))] }),
    reports: ["dnskey-zsk-missing:emergency"],
  },
  {
    id: "dnskey-zsk-missing",
    when: "another key stands in its place",
    scenario: zoneTest({ keys: KEYS, mutations: [withDnskeyResigned(flipDnskey(ZSK))] }),
    reports: ["dnskey-zsk-missing:emergency", "dnskey-malformed:critical"],
  },
  {
    id: "dnskey-zsk-missing",
    when: "one server lacks it",
    scenario: zoneTest({ keys: KEYS, servers: oneOfTwo(withDnskeyResigned(dropDnskey(ZSK))) }),
    reports: ["dnskey-zsk-missing:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "dnskey-zsk-missing",
    when: "it was taken out while NS still has nothing but its signature",
    scenario: zoneTest({ keys: KEYS, mutations: [resign("@", "NS", { key: NEW_ZSK })] }),
    reports: ["dnskey-zsk-missing:critical"],
  },
  {
    id: "dnskey-zsk-missing",
    when: "a signature of a key to come stands beside a good one",
    scenario: zoneTest({ keys: [...KEYS, createKey({ seed: "to come", flags: 256, published: false })] }),
    reports: [],
  },
  {
    id: "dnskey-ksk-missing",
    when: "the KSK was taken out",
    scenario: zoneTest({ keys: KEYS, mutations: [dropDnskey(KSK)] }),
    reports: ["dnskey-ksk-missing:emergency", "dnskey-changed-after-signing:emergency", "dnskey-no-sep:info"],
  },
  {
    id: "dnskey-ksk-missing",
    when: "another KSK signs, and the DS is stale",
    scenario: zoneTest({ keys: [NEW_KSK, ZSK], ds: [dsRecord(APEX, KSK)] }),
    reports: ["dnskey-ksk-missing:emergency"],
  },
  {
    id: "dnskey-ksk-missing",
    when: "only the digest of the DS is wrong",
    scenario: zoneTest({ keys: KEYS, ds: [withLastOctetFlipped()] }),
    reports: [],
  },
  {
    id: "dnskey-ksk-missing",
    when: "only the tag of the DS is wrong",
    scenario: zoneTest({ keys: KEYS, ds: [withTag(1)] }),
    reports: [],
  },
  {
    id: "dnskey-ksk-missing",
    when: "a DS of a key to come stands beside a good one",
    scenario: zoneTest({ keys: KEYS, ds: [dsRecord(APEX, KSK), dsRecord(APEX, NEW_KSK)] }),
    reports: [],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "the ZSK was taken out",
    scenario: zoneTest({ keys: KEYS, mutations: [dropDnskey(ZSK)] }),
    reports: ["dnskey-changed-after-signing:emergency", "dnskey-zsk-missing:emergency"],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "a key was added",
    scenario: zoneTest({ keys: BOTH_SIGN, mutations: [flipSignature("@", "DNSKEY")] }),
    reports: ["dnskey-changed-after-signing:emergency"],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "the KSK's octets were changed",
    scenario: zoneTest({ keys: KEYS, mutations: [flipDnskey(KSK)] }),
    reports: ["dnskey-ksk-missing:emergency", "dnskey-changed-after-signing:emergency", "dnskey-malformed:critical"],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "the ZSK's algorithm was changed to one unassigned",
    scenario: zoneTest({ keys: KEYS, mutations: [editDnskey(ZSK, { algorithm: 100 })] }),
    reports: [
      "dnskey-changed-after-signing:emergency",
      "dnskey-zsk-missing:emergency",
      "dnskey-algorithm-unassigned:critical",
      "rrsig-algorithm-incomplete:warning",
    ],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "only the KSK's signature was changed, and the ZSK's holds",
    scenario: zoneTest({ keys: BOTH_SIGN, mutations: [flipSignature("@", "DNSKEY", keyTag(KSK))] }),
    reports: [],
  },
  {
    id: "dnskey-changed-after-signing",
    when: "the KSK's signature is missing",
    scenario: zoneTest({ keys: BOTH_SIGN, mutations: [dropRrsig("@", "DNSKEY", keyTag(KSK))] }),
    reports: [],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "the ZSK's flags were set to 0",
    scenario: zoneTest({ keys: KEYS, mutations: [editDnskey(ZSK, { flags: 0 })] }),
    reports: [
      "dnskey-changed-after-signing:emergency",
      "dnskey-zsk-missing:emergency",
      "dnskey-zone-bit-clear:critical",
    ],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "a ZSK with flags 0 signs",
    scenario: zoneTest({ keys: [KSK, { ...ZSK, flags: 0 }] }),
    reports: ["dnskey-zone-bit-clear:critical"],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "the KSK's flags were set to 0",
    scenario: zoneTest({ keys: KEYS, mutations: [editDnskey(KSK, { flags: 0 })] }),
    reports: ["dnskey-changed-after-signing:emergency", "dnskey-no-sep:info", "dnskey-zone-bit-clear:emergency"],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "a key with flags 1 is in the DS",
    scenario: zoneTest({ keys: [{ ...KSK, flags: 1 }, ZSK] }),
    reports: ["dnskey-zone-bit-clear:emergency"],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "no key has it",
    scenario: zoneTest({
      keys: [
        { ...KSK, flags: 1 },
        { ...ZSK, flags: 0 },
      ],
    }),
    reports: ["dnskey-zone-bit-clear:emergency"],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "the key signs nothing",
    scenario: zoneTest({ keys: [...KEYS, oddKey({ flags: 0 })] }),
    reports: ["dnskey-zone-bit-clear:info"],
  },
  {
    id: "dnskey-zone-bit-clear",
    when: "flags are 256 and 257",
    scenario: zoneTest({ keys: KEYS, mutations: [resign("@", "DNSKEY")] }),
    reports: [],
  },
];

function withLastOctetFlipped() {
  const record = dsRecord(APEX, KSK);
  return { ...record, rdata: record.rdata.map((octet, i) => (i === record.rdata.length - 1 ? octet ^ 1 : octet)) };
}

function withTag(tag: number) {
  const record = dsRecord(APEX, KSK);
  return { ...record, rdata: Uint8Array.from([tag >> 8, tag & 255, ...record.rdata.subarray(2)]) };
}
