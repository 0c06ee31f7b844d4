import { type DsCase, APEX, delegated, GOOD_DS, KSK } from "../../support/ds-case.ts";
import { dsRecord, editDs } from "../../support/signer/ds.ts";
import { createKey, keyPair } from "../../support/signer/key.ts";

const SHA1 = dsRecord(APEX, KSK, 1);
const SHA384 = dsRecord(APEX, KSK, 4);
const unusable = (fields: Parameters<typeof editDs>[1]) => editDs(GOOD_DS, fields);

/** DS records of keys that the zone has not. */
function leftovers(count: number) {
  return Array.from({ length: count }, (_, i) => dsRecord(APEX, createKey({ seed: `leftover ${i}` })));
}

/** Faults of the DS RRset by itself. */
export const DS_RECORDS: readonly DsCase[] = [
  {
    id: "ds-algorithm-unassigned",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ algorithm: 100 })] }),
    reports: ["ds-algorithm-unassigned:warning"],
  },
  {
    id: "ds-algorithm-unassigned",
    when: "there is no other DS",
    scenario: delegated({ ds: [unusable({ algorithm: 100 })] }),
    reports: ["ds-algorithm-unassigned:critical", "< chain-insecure-by-unsupported-algorithm:critical"],
  },
  {
    id: "ds-algorithm-unassigned",
    when: "the algorithm is a private one",
    scenario: delegated({ ds: [GOOD_DS, unusable({ algorithm: 253 })] }),
    reports: [],
  },
  {
    id: "ds-algorithm-reserved",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ algorithm: 200 })] }),
    reports: ["ds-algorithm-reserved:warning"],
  },
  {
    id: "ds-algorithm-reserved",
    when: "there is no other DS",
    scenario: delegated({ ds: [unusable({ algorithm: 200 })] }),
    reports: ["ds-algorithm-reserved:critical", "< chain-insecure-by-unsupported-algorithm:critical"],
  },
  {
    id: "ds-algorithm-reserved",
    when: "the algorithm is unassigned",
    scenario: delegated({ ds: [GOOD_DS, unusable({ algorithm: 122 })] }),
    reports: ["ds-algorithm-unassigned:warning"],
  },
  {
    id: "ds-algorithm-deprecated",
    when: "the zone is signed with RSASHA1",
    scenario: delegated({ keys: keyPair(5, "old") }),
    reports: ["ds-algorithm-deprecated:critical"],
  },
  {
    id: "ds-algorithm-deprecated",
    when: "its algorithm is one that validators skip",
    scenario: delegated({ ds: [unusable({ algorithm: 3 })] }),
    reports: ["ds-algorithm-deprecated:critical", "< chain-insecure-by-unsupported-algorithm:critical"],
  },
  {
    id: "ds-algorithm-deprecated",
    when: "the zone is signed with RSASHA512, which is only not recommended",
    scenario: delegated({ keys: keyPair(10, "old") }),
    reports: [],
  },
  {
    id: "ds-digest-unassigned",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 100 })] }),
    reports: ["ds-digest-unassigned:warning"],
  },
  {
    id: "ds-digest-unassigned",
    when: "there is no other DS",
    scenario: delegated({ ds: [unusable({ digestType: 100 })] }),
    reports: [
      "ds-digest-unassigned:critical",
      "< chain-insecure-by-unsupported-algorithm:critical",
      "< ds-digest-sha256-missing:info",
    ],
  },
  {
    id: "ds-digest-unassigned",
    when: "the digest type is reserved",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 128 })] }),
    reports: ["ds-digest-reserved:warning"],
  },
  {
    id: "ds-digest-reserved",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 200 })] }),
    reports: ["ds-digest-reserved:warning"],
  },
  {
    id: "ds-digest-reserved",
    when: "the digest type is private",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 253 })] }),
    reports: ["ds-digest-private:warning"],
  },
  {
    id: "ds-digest-private",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 254 })] }),
    reports: ["ds-digest-private:warning"],
  },
  {
    id: "ds-digest-private",
    when: "the digest type is the last one, which is unassigned",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 255 })] }),
    reports: ["ds-digest-unassigned:warning"],
  },
  {
    id: "ds-digest-null",
    when: "the parent took a request for removal for a DS",
    scenario: delegated({
      ds: [GOOD_DS, editDs(GOOD_DS, { keyTag: 0, algorithm: 0, digestType: 0, digest: Uint8Array.of(0) })],
    }),
    reports: ["ds-digest-null:critical", "< ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-null",
    when: "the digest type is SHA-256",
    scenario: delegated({}),
    reports: [],
  },
  {
    id: "ds-digest-sha1",
    when: "there is no other DS",
    scenario: delegated({ ds: [SHA1] }),
    reports: ["ds-digest-sha1:critical", "< ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-sha1",
    when: "a SHA-256 DS stands beside it",
    scenario: delegated({ ds: [SHA1, GOOD_DS] }),
    reports: ["ds-digest-sha1:warning", "< ds-digest-sha1-ignored:info"],
  },
  {
    id: "ds-digest-sha1",
    when: "the digests are SHA-256 and SHA-384",
    scenario: delegated({ ds: [SHA384, GOOD_DS] }),
    reports: [],
  },
  {
    id: "ds-digest-sha1-ignored",
    when: "a SHA-384 DS stands beside it",
    scenario: delegated({ ds: [SHA1, SHA384] }),
    reports: ["ds-digest-sha1:warning", "< ds-digest-sha1-ignored:info", "< ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-sha1-ignored",
    when: "there is only the SHA-1 DS",
    scenario: delegated({ ds: [SHA1] }),
    reports: ["ds-digest-sha1:critical", "< ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-gost94",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 3 })] }),
    reports: ["ds-digest-gost94:critical"],
  },
  {
    id: "ds-digest-gost94",
    when: "the digest is that of 2012",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 5 })] }),
    reports: [],
  },
  {
    id: "ds-digest-limited-support",
    when: "another key has a SHA-256 DS, this one only SM3",
    scenario: delegated({
      keys: [KSK, createKey({ seed: "second", signs: "dnskey" }), keyPair(13, "zone")[1]],
      ds: [GOOD_DS, editDs(dsRecord(APEX, createKey({ seed: "second" })), { digestType: 6 })],
    }),
    reports: ["ds-digest-limited-support:info", "< ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-limited-support",
    when: "the same key has a SHA-384 DS too",
    scenario: delegated({ ds: [SHA384, unusable({ digestType: 5 })] }),
    reports: ["ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-sha256-missing",
    when: "the key has only a SHA-384 DS",
    scenario: delegated({ ds: [SHA384] }),
    reports: ["ds-digest-sha256-missing:info"],
  },
  {
    id: "ds-digest-sha256-missing",
    when: "the key has a SHA-384 DS and a SHA-256 DS",
    scenario: delegated({ ds: [SHA384, GOOD_DS] }),
    reports: [],
  },
  {
    id: "ds-digest-bad-length",
    when: "it stands beside one that works",
    scenario: delegated({ ds: [SHA384, unusable({ digest: GOOD_DS.rdata.subarray(4, 35) })] }),
    reports: ["ds-digest-bad-length:critical"],
  },
  {
    id: "ds-digest-bad-length",
    when: "there is no other DS",
    scenario: delegated({ ds: [unusable({ digest: GOOD_DS.rdata.subarray(4, 35) })] }),
    reports: [
      "ds-digest-bad-length:emergency",
      "< chain-no-secure-entry-point:emergency",
      "< ds-missing-algorithm:critical",
    ],
  },
  {
    id: "ds-digest-bad-length",
    when: "the digest is one that validators skip",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 6, digest: GOOD_DS.rdata.subarray(4, 34) })] }),
    reports: ["ds-digest-bad-length:critical"],
  },
  {
    id: "ds-digest-bad-length",
    when: "the length of an unknown digest can't be told",
    scenario: delegated({ ds: [GOOD_DS, unusable({ digestType: 100, digest: Uint8Array.of(1) })] }),
    reports: ["ds-digest-unassigned:warning"],
  },
  {
    id: "ds-too-many",
    when: "there are nine, five of them of keys long gone",
    scenario: delegated({
      ds: [GOOD_DS, SHA384, ...leftovers(5), unusable({ digestType: 5 }), unusable({ digestType: 6 })],
    }),
    reports: ["ds-too-many:warning", "ds-keytag-no-dnskey:warning"],
  },
  {
    id: "ds-too-many",
    when: "five are of keys long gone",
    scenario: delegated({ ds: [GOOD_DS, ...leftovers(5)] }),
    reports: ["ds-too-many:warning", "ds-keytag-no-dnskey:warning"],
  },
  {
    id: "ds-too-many",
    when: "four are of keys long gone",
    scenario: delegated({ ds: [GOOD_DS, ...leftovers(4)] }),
    reports: ["ds-keytag-no-dnskey:warning"],
  },
  {
    id: "ds-ttl-too-long",
    when: "the TTL is two days",
    scenario: delegated({ ds: [dsRecord(APEX, KSK, 2, 172_800)] }),
    reports: ["ds-ttl-too-long:info"],
  },
  {
    id: "ds-ttl-too-long",
    when: "the TTL is a day",
    scenario: delegated({ ds: [dsRecord(APEX, KSK, 2, 86_400)] }),
    reports: [],
  },
];
