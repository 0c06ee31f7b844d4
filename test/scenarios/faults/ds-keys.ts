import {
  announcing,
  APEX,
  childOfTwo,
  delegated,
  type DsCase,
  GOOD_DS,
  KSK,
  OTHER_KSK,
  ZSK,
} from "../../support/ds-case.ts";
import { BAD_SERVER, GOOD_SERVER, KEYS } from "../../support/fault-case.ts";
import { dsRecord, editDs } from "../../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, keyTag, revoked } from "../../support/signer/key.ts";
import { dropRrsig, expire } from "../../support/signer/mutate.ts";
import { dropDnskey, editDnskey, withDnskeyResigned } from "../../support/signer/mutate-keys.ts";

const OTHER_DS = dsRecord(APEX, OTHER_KSK);
const WRONG_DIGEST = editDs(GOOD_DS, { digest: OTHER_DS.rdata.subarray(4) });
const TWO_KSKS = [...KEYS, OTHER_KSK];
const WITHOUT_ZONE_BIT = createKey({ seed: "no zone bit", flags: 1, signs: "nothing" });
const REVOKED = revoked(OTHER_KSK);
const CSK = combinedKey(13, "csk");
const ED25519 = keyPair(15, "zone");
const KSK_GONE = withDnskeyResigned(dropDnskey(KSK));
const BROKEN = ["< chain-no-secure-entry-point:emergency", "< ds-missing-algorithm:critical"] as const;

/** Faults between the DS and the zone's keys. */
export const DS_KEYS: readonly DsCase[] = [
  {
    id: "ds-digest-mismatch",
    when: "there is no other DS",
    scenario: delegated({ ds: [WRONG_DIGEST] }),
    reports: ["ds-digest-mismatch:emergency", ...BROKEN],
  },
  {
    id: "ds-digest-mismatch",
    when: "only a SHA-1 DS fits, which is ignored beside it",
    scenario: delegated({ ds: [WRONG_DIGEST, dsRecord(APEX, KSK, 1)] }),
    reports: ["ds-digest-mismatch:emergency", "ds-digest-sha1:warning", "< ds-digest-sha1-ignored:info", ...BROKEN],
  },
  {
    id: "ds-digest-mismatch",
    when: "another DS works",
    scenario: delegated({ keys: TWO_KSKS, ds: [WRONG_DIGEST, OTHER_DS] }),
    reports: ["ds-digest-mismatch:critical"],
  },
  {
    id: "ds-digest-mismatch",
    when: "keys of one tag are told apart by digest",
    scenario: delegated({}),
    reports: [],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "there is no other DS",
    scenario: delegated({ ds: [OTHER_DS] }),
    reports: ["ds-keytag-no-dnskey:emergency", ...BROKEN],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "a stale one stands beside one that works",
    scenario: delegated({ ds: [GOOD_DS, OTHER_DS] }),
    reports: ["ds-keytag-no-dnskey:warning"],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "the stale one is of an algorithm that is gone",
    scenario: delegated({ ds: [GOOD_DS, dsRecord(APEX, ED25519[0])] }),
    reports: ["ds-keytag-no-dnskey:warning", "< ds-missing-algorithm:critical"],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "the key is missing at one of two servers",
    scenario: childOfTwo({}, KSK_GONE),
    reports: [
      "ds-keytag-no-dnskey:critical",
      "< chain-no-secure-entry-point:critical",
      "< ds-missing-algorithm:critical",
    ],
    servers: [BAD_SERVER],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "each of two providers has a key of its own",
    scenario: delegated({
      keys: TWO_KSKS,
      servers: [
        {
          addresses: [GOOD_SERVER],
          mutations: [dropRrsig("@", "DNSKEY", keyTag(OTHER_KSK)), withDnskeyResigned(dropDnskey(OTHER_KSK))],
        },
        { addresses: [BAD_SERVER], mutations: [withDnskeyResigned(dropDnskey(KSK))] },
      ],
    }),
    reports: ["ds-keytag-no-dnskey:info"],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "CDS and CDNSKEY announce the coming key",
    scenario: delegated({ ds: [GOOD_DS, OTHER_DS], records: announcing(KSK, OTHER_KSK) }),
    reports: ["ds-keytag-no-dnskey:info", "cds-no-matching-dnskey:info", "< cdnskey-no-matching-dnskey:info"],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "the key is said to be a standby key",
    scenario: delegated({ ds: [GOOD_DS, OTHER_DS] }),
    standby: [keyTag(OTHER_KSK)],
    reports: ["ds-keytag-no-dnskey:info"],
  },
  {
    id: "ds-keytag-no-dnskey",
    when: "each of two DS has its key",
    scenario: delegated({ keys: TWO_KSKS }),
    reports: [],
  },
  {
    id: "ds-algorithm-mismatch",
    when: "there is no other DS",
    scenario: delegated({ ds: [editDs(GOOD_DS, { algorithm: 8 })] }),
    reports: ["ds-algorithm-mismatch:emergency", ...BROKEN],
  },
  {
    id: "ds-algorithm-mismatch",
    when: "another DS works",
    scenario: delegated({ ds: [GOOD_DS, editDs(GOOD_DS, { algorithm: 14 })] }),
    reports: ["ds-algorithm-mismatch:critical", "< ds-missing-algorithm:critical"],
  },
  {
    id: "ds-algorithm-mismatch",
    when: "two algorithms have a key each",
    scenario: delegated({ keys: [...KEYS, ...ED25519] }),
    reports: [],
  },
  {
    id: "ds-missing-algorithm",
    when: "the key of one of two algorithms does not sign",
    scenario: delegated({
      keys: [...KEYS, ...ED25519],
      mutations: [dropRrsig("@", "DNSKEY", keyTag(ED25519[0]))],
    }),
    reports: ["ds-missing-algorithm:critical"],
  },
  {
    id: "ds-missing-algorithm",
    when: "the only signature over DNSKEY has expired",
    scenario: delegated({ mutations: [expire("@", "DNSKEY")] }),
    reports: ["rrsig-expired-dnskey:emergency", ...BROKEN],
  },
  {
    id: "ds-missing-algorithm",
    when: "one of two keys of the algorithm does not sign",
    scenario: delegated({ keys: TWO_KSKS, mutations: [dropRrsig("@", "DNSKEY", keyTag(OTHER_KSK))] }),
    reports: [],
  },
  {
    id: "ds-points-to-revoked-key",
    when: "the DS is of the key before it was revoked, and another works",
    scenario: delegated({ keys: [...KEYS, REVOKED], ds: [GOOD_DS, OTHER_DS] }),
    reports: ["ds-points-to-revoked-key:critical"],
  },
  {
    id: "ds-points-to-revoked-key",
    when: "there is no other DS",
    scenario: delegated({ keys: [...KEYS, REVOKED], ds: [dsRecord(APEX, REVOKED)] }),
    reports: ["ds-points-to-revoked-key:emergency", ...BROKEN],
  },
  {
    id: "ds-points-to-revoked-key",
    when: "the revoked key has no DS any more",
    scenario: delegated({ keys: [...KEYS, REVOKED], ds: [GOOD_DS] }),
    reports: [],
  },
  {
    id: "ds-points-to-non-zone-key",
    when: "another DS works",
    scenario: delegated({ keys: [...KEYS, WITHOUT_ZONE_BIT], ds: [GOOD_DS, dsRecord(APEX, WITHOUT_ZONE_BIT)] }),
    reports: ["ds-points-to-non-zone-key:critical"],
  },
  {
    id: "ds-points-to-non-zone-key",
    when: "there is no other DS",
    scenario: delegated({ keys: [...KEYS, WITHOUT_ZONE_BIT], ds: [dsRecord(APEX, WITHOUT_ZONE_BIT)] }),
    reports: ["ds-points-to-non-zone-key:emergency", ...BROKEN],
  },
  {
    id: "ds-points-to-non-zone-key",
    when: "a key without the ZONE bit has no DS",
    scenario: delegated({ keys: [...KEYS, WITHOUT_ZONE_BIT], ds: [GOOD_DS] }),
    reports: [],
  },
  {
    id: "ds-points-to-non-sep-key",
    when: "one key without SEP signs everything",
    scenario: delegated({ keys: [createKey({ seed: "csk", flags: 256, signs: "all" })] }),
    reports: ["ds-points-to-non-sep-key:info"],
  },
  {
    id: "ds-points-to-non-sep-key",
    when: "one key with SEP signs everything",
    scenario: delegated({ keys: [CSK] }),
    reports: [],
  },
  {
    id: "ds-points-to-non-sep-key",
    when: "only the ZSK has no SEP",
    scenario: delegated({ keys: [KSK, ZSK] }),
    reports: [],
  },
  {
    id: "chain-ds-without-dnskey",
    when: "the zone is unsigned",
    scenario: delegated({ keys: null, ds: [GOOD_DS] }),
    reports: ["chain-ds-without-dnskey:emergency", "< ds-missing-algorithm:critical"],
  },
  {
    id: "chain-no-secure-entry-point",
    when: "the DS-matched key was edited after signing",
    scenario: delegated({ mutations: [editDnskey(KSK, { publicKey: OTHER_KSK.publicKey })] }),
    reports: ["ds-keytag-no-dnskey:emergency", ...BROKEN],
  },
];
