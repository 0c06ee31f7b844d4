import { announcing, APEX, childOfTwo, delegated, type DsCase, KSK, OTHER_KSK, ZSK } from "../../support/ds-case.ts";
import { BAD_SERVER, KEYS } from "../../support/fault-case.ts";
import { withSerial } from "../../support/nameservers.ts";
import { cdnskeyLine, cdsLine, dsRecord } from "../../support/signer/ds.ts";
import { createKey, keyTag, type SigningKey } from "../../support/signer/key.ts";
import {
  addRecords,
  addRrsig,
  dropRecords,
  dropRrset,
  dropRrsig,
  expire,
  flipSignature,
  mutate,
  type Mutation,
  postdate,
  resign,
} from "../../support/signer/mutate.ts";

const CDS = cdsLine(APEX, KSK);
const CDNSKEY = cdnskeyLine(KSK);
const BOTH = announcing(KSK);
const DELETE = ["@ CDS 0 0 0 00", "@ CDNSKEY 0 3 0 AA=="];
const UNPUBLISHED = createKey({ seed: "unpublished", published: false });
const IDLE = createKey({ seed: "idle", signs: "nothing" });
const WITHOUT_ZONE_BIT = createKey({ seed: "no zone bit", flags: 1, signs: "nothing" });
const WITHOUT_SEP = createKey({ seed: "no sep", flags: 256, signs: "all" });

/** The signing key is one that nothing but itself vouches for. */
function signedBy(type: string, key: SigningKey): Mutation {
  return resign("@", type, { key });
}

/** Two keys in the zone, the DS names the first. */
function withTwoKeys(...records: readonly string[]) {
  return { keys: [...KEYS, OTHER_KSK], ds: [dsRecord(APEX, KSK)], records };
}

/** Faults of CDS and CDNSKEY. */
export const DS_ANNOUNCEMENTS: readonly DsCase[] = [
  {
    id: "cds-inconsistent-servers",
    when: "one of two servers announces another key too",
    scenario: childOfTwo(withTwoKeys(CDS), (zone) =>
      mutate(zone, addRecords(cdsLine(APEX, OTHER_KSK)), resign("@", "CDS")),
    ),
    reports: ["cds-inconsistent-servers:critical", "cds-only-without-cdnskey:info", "cds-differs-from-ds:info"],
  },
  {
    id: "cds-inconsistent-servers",
    when: "one of three servers has none",
    scenario: delegated({
      records: [CDS],
      servers: [{}, {}, { addresses: [BAD_SERVER], mutations: [dropRrset("@", "CDS")] }],
    }),
    reports: ["cds-inconsistent-servers:critical", "cds-only-without-cdnskey:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "cds-inconsistent-servers",
    when: "one of two servers has not yet fetched the zone that announces another key",
    scenario: childOfTwo({ records: [CDS] }, (zone) => mutate(zone, dropRrset("@", "CDS"), withSerial(-1))),
    reports: ["cds-inconsistent-servers:info", "cds-only-without-cdnskey:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "cds-inconsistent-servers",
    when: "one of two servers has an older serial, but a signer of its own",
    scenario: childOfTwo(
      {
        keys: [...KEYS, { ...OTHER_KSK, signs: "nothing" }],
        ds: [dsRecord(APEX, KSK), dsRecord(APEX, OTHER_KSK)],
        records: [CDS],
      },
      (zone) => mutate(zone, dropRrset("@", "CDS"), withSerial(-1), resign("@", "DNSKEY", { key: OTHER_KSK })),
    ),
    reports: ["cds-inconsistent-servers:critical", "cds-only-without-cdnskey:info", "cds-differs-from-ds:info"],
  },
  {
    id: "cds-inconsistent-servers",
    when: "both have the same, in another order",
    scenario: childOfTwo({ records: announcing(KSK, OTHER_KSK), keys: [...KEYS, OTHER_KSK] }, (zone) => ({
      ...zone,
      records: zone.records.toReversed(),
    })),
    reports: [],
  },
  {
    id: "cdnskey-inconsistent-servers",
    when: "one of three servers has none",
    scenario: delegated({
      records: [CDNSKEY],
      servers: [{}, {}, { addresses: [BAD_SERVER], mutations: [dropRrset("@", "CDNSKEY")] }],
    }),
    reports: ["cdnskey-inconsistent-servers:critical", "cdnskey-only-without-cds:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "cdnskey-inconsistent-servers",
    when: "both have the same",
    scenario: childOfTwo({ records: BOTH }),
    reports: [],
  },
  {
    id: "cds-cdnskey-mismatch",
    when: "they are of different keys",
    scenario: delegated(withTwoKeys(CDS, cdnskeyLine(OTHER_KSK))),
    reports: ["cds-cdnskey-mismatch:critical", "cdnskey-differs-from-ds:info"],
  },
  {
    id: "cds-cdnskey-mismatch",
    when: "only one asks for removal",
    scenario: delegated({ records: [CDS, "@ CDNSKEY 0 3 0 AA=="] }),
    reports: ["cds-cdnskey-mismatch:critical", "cdnskey-delete-request:warning"],
  },
  {
    id: "cds-cdnskey-mismatch",
    when: "the CDS have two digests of the one key",
    scenario: delegated({
      records: [...BOTH, cdsLine(APEX, KSK, 4)],
      ds: [dsRecord(APEX, KSK), dsRecord(APEX, KSK, 4)],
    }),
    reports: [],
  },
  {
    id: "cds-cdnskey-mismatch",
    when: "one CDS has a digest that can't be computed",
    scenario: delegated({ records: [...BOTH, `@ CDS ${keyTag(KSK)} 13 6 ${"00".repeat(32)}`] }),
    reports: ["cds-differs-from-ds:info"],
  },
  {
    id: "cds-only-without-cdnskey",
    when: "there is no CDNSKEY",
    scenario: delegated({ records: [CDS] }),
    reports: ["cds-only-without-cdnskey:info"],
  },
  { id: "cds-only-without-cdnskey", when: "there are both", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-only-without-cds",
    when: "there is no CDS",
    scenario: delegated({ records: [CDNSKEY] }),
    reports: ["cdnskey-only-without-cds:info"],
  },
  { id: "cdnskey-only-without-cds", when: "there is neither", scenario: delegated({}), reports: [] },
  {
    id: "cds-differs-from-ds",
    when: "a new key is announced",
    scenario: delegated(withTwoKeys(...announcing(OTHER_KSK))),
    reports: ["cds-differs-from-ds:info", "< cdnskey-differs-from-ds:info"],
  },
  {
    id: "cds-differs-from-ds",
    when: "the digest type is another",
    scenario: delegated({ records: [cdsLine(APEX, KSK, 4), CDNSKEY] }),
    reports: ["cds-differs-from-ds:info"],
  },
  { id: "cds-differs-from-ds", when: "they are the same", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-differs-from-ds",
    when: "a new key is announced",
    scenario: delegated(withTwoKeys(cdnskeyLine(OTHER_KSK))),
    reports: ["cdnskey-differs-from-ds:info", "cdnskey-only-without-cds:info"],
  },
  {
    id: "cdnskey-differs-from-ds",
    when: "the DS has another digest of the same key",
    scenario: delegated({ records: [CDNSKEY], ds: [dsRecord(APEX, KSK, 4)] }),
    reports: ["cdnskey-only-without-cds:info", "ds-digest-sha256-missing:info"],
  },
  {
    id: "cds-unsigned",
    when: "there is no signature over it",
    scenario: delegated({ records: BOTH, mutations: [dropRrsig("@", "CDS")] }),
    reports: ["cds-unsigned:critical"],
  },
  {
    id: "cds-unsigned",
    when: "there is none at one of two servers",
    scenario: childOfTwo({ records: BOTH }, dropRrsig("@", "CDS")),
    reports: ["cds-unsigned:critical"],
    servers: [BAD_SERVER],
  },
  { id: "cds-unsigned", when: "it is signed", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-unsigned",
    when: "there is no signature over it",
    scenario: delegated({ records: BOTH, mutations: [dropRrsig("@", "CDNSKEY")] }),
    reports: ["cdnskey-unsigned:critical"],
  },
  {
    id: "cdnskey-unsigned",
    when: "neither has one, which is one fault",
    scenario: delegated({ records: BOTH, mutations: [dropRrsig("@", "CDS"), dropRrsig("@", "CDNSKEY")] }),
    reports: ["cds-unsigned:critical", "< cdnskey-unsigned:critical"],
  },
  { id: "cdnskey-unsigned", when: "it is signed", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-signature-invalid",
    when: "it has expired",
    scenario: delegated({ records: BOTH, mutations: [expire("@", "CDS")] }),
    reports: ["cds-signature-invalid:critical"],
  },
  {
    id: "cds-signature-invalid",
    when: "it has not begun",
    scenario: delegated({ records: BOTH, mutations: [postdate("@", "CDS")] }),
    reports: ["cds-signature-invalid:critical"],
  },
  {
    id: "cds-signature-invalid",
    when: "one bit is wrong",
    scenario: delegated({ records: BOTH, mutations: [flipSignature("@", "CDS")] }),
    reports: ["cds-signature-invalid:critical"],
  },
  {
    id: "cds-signature-invalid",
    when: "another one is valid",
    scenario: delegated({
      ...withTwoKeys(...BOTH),
      mutations: [flipSignature("@", "CDS", keyTag(OTHER_KSK))],
    }),
    reports: [],
  },
  {
    id: "cdnskey-signature-invalid",
    when: "one bit is wrong",
    scenario: delegated({ records: BOTH, mutations: [flipSignature("@", "CDNSKEY")] }),
    reports: ["cdnskey-signature-invalid:critical"],
  },
  { id: "cdnskey-signature-invalid", when: "it is valid", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-signed-by-unknown-key",
    when: "the key is not in DNSKEY",
    scenario: delegated({ records: BOTH, mutations: [signedBy("CDS", UNPUBLISHED)] }),
    reports: ["cds-signed-by-unknown-key:critical"],
  },
  {
    id: "cds-signed-by-unknown-key",
    when: "a known key signs too",
    scenario: delegated({ records: BOTH, mutations: [addRrsig("@", "CDS", { key: UNPUBLISHED })] }),
    reports: [],
  },
  {
    id: "cdnskey-signed-by-unknown-key",
    when: "the key is not in DNSKEY",
    scenario: delegated({ records: BOTH, mutations: [signedBy("CDNSKEY", UNPUBLISHED)] }),
    reports: ["cdnskey-signed-by-unknown-key:critical"],
  },
  { id: "cdnskey-signed-by-unknown-key", when: "it is known", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-not-signed-by-ds-key",
    when: "the ZSK alone signs it",
    scenario: delegated({ records: BOTH, mutations: [signedBy("CDS", ZSK)] }),
    reports: ["cds-not-signed-by-ds-key:critical", "cds-not-signed-by-own-key:info"],
  },
  {
    id: "cds-not-signed-by-ds-key",
    when: "only the new key signs it",
    scenario: delegated({
      ...withTwoKeys(...announcing(OTHER_KSK)),
      mutations: [signedBy("CDS", OTHER_KSK), signedBy("CDNSKEY", OTHER_KSK)],
    }),
    reports: [
      "cds-not-signed-by-ds-key:critical",
      "< cdnskey-not-signed-by-ds-key:critical",
      "cds-differs-from-ds:info",
      "< cdnskey-differs-from-ds:info",
    ],
  },
  {
    id: "cds-not-signed-by-ds-key",
    when: "old and new key sign it",
    scenario: delegated(withTwoKeys(...announcing(OTHER_KSK))),
    reports: ["cds-differs-from-ds:info", "< cdnskey-differs-from-ds:info"],
  },
  {
    id: "cdnskey-not-signed-by-ds-key",
    when: "the ZSK alone signs it",
    scenario: delegated({ records: BOTH, mutations: [signedBy("CDNSKEY", ZSK)] }),
    reports: ["cdnskey-not-signed-by-ds-key:critical", "cdnskey-not-signed-by-own-key:info"],
  },
  { id: "cdnskey-not-signed-by-ds-key", when: "the KSK signs it", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-not-signed-by-own-key",
    when: "the old key signs the announcement of the new one",
    scenario: delegated({ ...withTwoKeys(cdsLine(APEX, OTHER_KSK)), mutations: [signedBy("CDS", KSK)] }),
    reports: ["cds-not-signed-by-own-key:info", "cds-differs-from-ds:info", "cds-only-without-cdnskey:info"],
  },
  {
    id: "cds-not-signed-by-own-key",
    when: "one of two announced keys signs it",
    scenario: delegated({ ...withTwoKeys(...announcing(KSK, OTHER_KSK)), mutations: [signedBy("CDS", KSK)] }),
    reports: ["cds-differs-from-ds:info", "< cdnskey-differs-from-ds:info"],
  },
  {
    id: "cdnskey-not-signed-by-own-key",
    when: "the old key signs the announcement of the new one",
    scenario: delegated({ ...withTwoKeys(cdnskeyLine(OTHER_KSK)), mutations: [signedBy("CDNSKEY", KSK)] }),
    reports: ["cdnskey-not-signed-by-own-key:info", "cdnskey-differs-from-ds:info", "cdnskey-only-without-cds:info"],
  },
  { id: "cdnskey-not-signed-by-own-key", when: "it does", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-no-matching-dnskey",
    when: "the key is not published, but another is announced too",
    scenario: delegated({ records: [CDS, cdsLine(APEX, UNPUBLISHED)] }),
    reports: ["cds-no-matching-dnskey:warning", "cds-differs-from-ds:info", "cds-only-without-cdnskey:info"],
  },
  {
    id: "cds-no-matching-dnskey",
    when: "one of two digests of the key in the DS is of another",
    scenario: delegated({ records: [CDS, `@ CDS ${keyTag(KSK)} 13 4 ${"00".repeat(48)}`] }),
    reports: ["cds-no-matching-dnskey:warning", "cds-differs-from-ds:info", "cds-only-without-cdnskey:info"],
  },
  {
    id: "cds-no-matching-dnskey",
    when: "the key is published",
    scenario: delegated({ records: [CDS] }),
    reports: ["cds-only-without-cdnskey:info"],
  },
  {
    id: "cdnskey-no-matching-dnskey",
    when: "the key is not published, but another is announced too",
    scenario: delegated({ records: [CDNSKEY, cdnskeyLine(UNPUBLISHED)] }),
    reports: ["cdnskey-no-matching-dnskey:warning", "cdnskey-differs-from-ds:info", "cdnskey-only-without-cds:info"],
  },
  {
    id: "cdnskey-no-matching-dnskey",
    when: "the key is published",
    scenario: delegated({ records: [CDNSKEY] }),
    reports: ["cdnskey-only-without-cds:info"],
  },
  {
    id: "cds-key-not-signing-dnskey",
    when: "the only announced key does not sign",
    scenario: delegated({ keys: [...KEYS, IDLE], records: [cdsLine(APEX, IDLE)] }),
    reports: [
      "< cds-key-not-signing-dnskey:warning",
      "cds-would-break-chain:critical",
      "cds-not-signed-by-own-key:info",
      "cds-differs-from-ds:info",
      "cds-only-without-cdnskey:info",
    ],
  },
  {
    id: "cds-key-not-signing-dnskey",
    when: "a standby key is announced beside the one that signs",
    scenario: delegated({
      keys: [...KEYS, IDLE],
      records: announcing(KSK, IDLE),
      ds: [dsRecord(APEX, KSK), dsRecord(APEX, IDLE)],
    }),
    reports: ["cds-key-not-signing-dnskey:info", "< cdnskey-key-not-signing-dnskey:info"],
  },
  { id: "cds-key-not-signing-dnskey", when: "it signs", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-key-not-signing-dnskey",
    when: "the only announced key does not sign",
    scenario: delegated({ keys: [...KEYS, IDLE], records: [cdnskeyLine(IDLE)] }),
    reports: [
      "< cdnskey-key-not-signing-dnskey:warning",
      "cds-would-break-chain:critical",
      "cdnskey-not-signed-by-own-key:info",
      "cdnskey-differs-from-ds:info",
      "cdnskey-only-without-cds:info",
    ],
  },
  { id: "cdnskey-key-not-signing-dnskey", when: "it signs", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-matches-non-zone-key",
    when: "the announced key lacks the bit",
    scenario: delegated({ keys: [...KEYS, WITHOUT_ZONE_BIT], records: [CDS, cdsLine(APEX, WITHOUT_ZONE_BIT)] }),
    reports: [
      "cds-matches-non-zone-key:critical",
      "cds-key-not-signing-dnskey:info",
      "cds-differs-from-ds:info",
      "cds-only-without-cdnskey:info",
    ],
  },
  { id: "cds-matches-non-zone-key", when: "it has the bit", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-non-zone-key",
    when: "the announced key lacks the bit",
    scenario: delegated({ keys: [...KEYS, WITHOUT_ZONE_BIT], records: announcing(KSK, WITHOUT_ZONE_BIT) }),
    reports: [
      "cds-matches-non-zone-key:critical",
      "< cdnskey-non-zone-key:critical",
      "cds-key-not-signing-dnskey:info",
      "< cdnskey-key-not-signing-dnskey:info",
      "cds-differs-from-ds:info",
      "< cdnskey-differs-from-ds:info",
    ],
  },
  { id: "cdnskey-non-zone-key", when: "it has the bit", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-matches-non-sep-key",
    when: "the one key of the zone lacks the bit",
    scenario: delegated({ keys: [WITHOUT_SEP], records: announcing(WITHOUT_SEP) }),
    reports: ["cds-matches-non-sep-key:info", "< cdnskey-non-sep-key:info", "ds-points-to-non-sep-key:info"],
  },
  { id: "cds-matches-non-sep-key", when: "it has the bit", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-non-sep-key",
    when: "the one key of the zone lacks the bit",
    scenario: delegated({ keys: [WITHOUT_SEP], records: [cdnskeyLine(WITHOUT_SEP)] }),
    reports: ["cdnskey-non-sep-key:info", "cdnskey-only-without-cds:info", "ds-points-to-non-sep-key:info"],
  },
  { id: "cdnskey-non-sep-key", when: "it has the bit", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-without-dnskey",
    when: "the zone is not signed",
    scenario: delegated({ keys: null, records: [CDS] }, { expect: "any" }),
    reports: ["cds-without-dnskey:critical", "zone-unsigned:info"],
  },
  {
    id: "cds-without-dnskey",
    when: "one of two servers has lost the keys",
    scenario: childOfTwo({ records: [CDS] }, dropRecords("@", "DNSKEY")),
    reports: [
      "< cds-without-dnskey:critical",
      "cds-only-without-cdnskey:info",
      "chain-ds-without-dnskey:critical",
      "< ds-missing-algorithm:critical",
    ],
    servers: [BAD_SERVER],
  },
  { id: "cds-without-dnskey", when: "there are keys", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-without-dnskey",
    when: "the zone is not signed",
    scenario: delegated({ keys: null, records: [CDNSKEY] }, { expect: "any" }),
    reports: ["cdnskey-without-dnskey:critical", "zone-unsigned:info"],
  },
  { id: "cdnskey-without-dnskey", when: "there are keys", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-delete-request",
    when: "security is to stay",
    scenario: delegated({ records: DELETE }),
    reports: ["cds-delete-request:warning", "< cdnskey-delete-request:warning"],
  },
  {
    id: "cds-delete-request",
    when: "it need not stay",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  { id: "cds-delete-request", when: "a key is announced", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cdnskey-delete-request",
    when: "it need not stay",
    scenario: delegated({ records: ["@ CDNSKEY 0 3 0 AA=="] }, { expect: "any" }),
    reports: ["cdnskey-delete-request:info", "cdnskey-only-without-cds:info"],
  },
  { id: "cdnskey-delete-request", when: "a key is announced", scenario: delegated({ records: BOTH }), reports: [] },
  {
    id: "cds-delete-mixed",
    when: "a key is announced beside it",
    scenario: delegated({ records: [CDS, "@ CDS 0 0 0 00"] }),
    reports: ["cds-delete-mixed:critical", "cds-only-without-cdnskey:info"],
  },
  {
    id: "cds-delete-mixed",
    when: "a key is announced beside it, and by CDNSKEY alone",
    scenario: delegated({ records: [...BOTH, "@ CDS 0 0 0 00"] }),
    reports: ["cds-delete-mixed:critical", "< cds-cdnskey-mismatch:critical"],
  },
  {
    id: "cds-delete-mixed",
    when: "it stands alone",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  {
    id: "cdnskey-delete-mixed",
    when: "keys are announced beside it",
    scenario: delegated({ records: [...BOTH, ...DELETE] }),
    reports: ["cds-delete-mixed:critical", "< cdnskey-delete-mixed:critical"],
  },
  {
    id: "cdnskey-delete-mixed",
    when: "it stands alone",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  {
    id: "cds-delete-malformed",
    when: "the digest is left empty",
    scenario: delegated({ records: ["@ CDS \\# 4 00000000", "@ CDNSKEY 0 3 0 AA=="] }),
    reports: ["cds-delete-malformed:warning", "cdnskey-delete-request:warning"],
  },
  {
    id: "cds-delete-malformed",
    when: "the key tag is not 0",
    scenario: delegated({ records: ["@ CDS 1 0 0 00", "@ CDNSKEY 0 3 0 AA=="] }),
    reports: ["cds-delete-malformed:warning", "cdnskey-delete-request:warning"],
  },
  {
    id: "cds-delete-malformed",
    when: "it is well formed",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  {
    id: "cdnskey-delete-malformed",
    when: "the flags are those of a key",
    scenario: delegated({ records: ["@ CDS 0 0 0 00", "@ CDNSKEY 257 3 0 AA=="] }),
    reports: ["cdnskey-delete-malformed:warning", "cds-delete-request:warning"],
  },
  {
    id: "cdnskey-delete-malformed",
    when: "it is well formed",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  {
    id: "cds-would-break-chain",
    when: "the announced key is not in the zone",
    scenario: delegated({ records: announcing(UNPUBLISHED) }),
    reports: [
      "cds-would-break-chain:critical",
      "< cds-no-matching-dnskey:warning",
      "< cdnskey-no-matching-dnskey:warning",
      "< cds-not-signed-by-own-key:info",
      "< cdnskey-not-signed-by-own-key:info",
      "cds-differs-from-ds:info",
      "< cdnskey-differs-from-ds:info",
    ],
  },
  {
    id: "cds-would-break-chain",
    when: "one of two servers lacks the new key",
    scenario: childOfTwo(withTwoKeys(...announcing(OTHER_KSK)), dropRrsig("@", "DNSKEY", keyTag(OTHER_KSK))),
    reports: [
      "cds-would-break-chain:critical",
      "< cds-key-not-signing-dnskey:warning",
      "< cdnskey-key-not-signing-dnskey:warning",
      "cds-differs-from-ds:info",
      "< cdnskey-differs-from-ds:info",
    ],
    servers: [BAD_SERVER],
  },
  {
    id: "cds-would-break-chain",
    when: "a key of an algorithm that does not sign is announced too",
    scenario: delegated({
      keys: [...KEYS, createKey({ algorithm: 15, seed: "idle", signs: "nothing" })],
      ds: [dsRecord(APEX, KSK)],
      records: announcing(KSK, createKey({ algorithm: 15, seed: "idle" })),
    }),
    reports: [
      "cds-would-break-chain:critical",
      "< cds-key-not-signing-dnskey:info",
      "< cdnskey-key-not-signing-dnskey:info",
      "cds-differs-from-ds:info",
      "< cdnskey-differs-from-ds:info",
    ],
  },
  {
    id: "cds-would-break-chain",
    when: "the DS is as broken as the CDS",
    scenario: delegated({
      keys: [...KEYS, createKey({ algorithm: 15, seed: "idle", signs: "nothing" })],
      ds: [KSK, createKey({ algorithm: 15, seed: "idle" })].map((key) => dsRecord(APEX, key)),
      records: announcing(KSK, createKey({ algorithm: 15, seed: "idle" })),
    }),
    reports: [
      "ds-missing-algorithm:critical",
      "cds-key-not-signing-dnskey:info",
      "< cdnskey-key-not-signing-dnskey:info",
    ],
  },
  {
    id: "cds-would-break-chain",
    when: "the new key signs already",
    scenario: delegated(withTwoKeys(...announcing(OTHER_KSK))),
    reports: ["cds-differs-from-ds:info", "< cdnskey-differs-from-ds:info"],
  },
  {
    id: "cds-weak-digest",
    when: "SHA-1 is asked for too",
    scenario: delegated({ records: [...BOTH, cdsLine(APEX, KSK, 1)] }),
    reports: ["cds-weak-digest:warning", "cds-differs-from-ds:info"],
  },
  {
    id: "cds-weak-digest",
    when: "a request for removal has digest type 0",
    scenario: delegated({ records: DELETE }, { expect: "any" }),
    reports: ["cds-delete-request:info", "< cdnskey-delete-request:info"],
  },
  {
    id: "cds-not-at-apex",
    when: "there is one at a name that was asked for",
    scenario: delegated({ records: [CDS.replace("@", "www"), "www A 192.0.2.80"] }, { queries: ["www.zone.test./A"] }),
    reports: ["cds-not-at-apex:warning"],
  },
  {
    id: "cds-not-at-apex",
    when: "the name is the apex of a zone below, on the same server",
    scenario: delegated(
      { servers: [{ addresses: ["192.0.2.1"] }] },
      {
        queries: ["below.zone.test./A"],
        zones: { "below.zone.test.": { records: [CDS], servers: [{ addresses: ["192.0.2.1"] }] } },
      },
    ),
    reports: [],
  },
  {
    id: "cds-not-at-apex",
    when: "it is a copy for authenticated bootstrapping",
    scenario: delegated(
      { records: [CDS.replace("@", "_dsboot.other.test._signal.ns1")] },
      { queries: ["_dsboot.other.test._signal.ns1.zone.test./A"] },
    ),
    reports: [],
  },
];
