import { parseName } from "../../../src/dns/name.ts";
import { NOW, threshold } from "../../support/check.ts";
import { zoneTest } from "../../support/fault-case.ts";
import { factsAbout, type KeysCase } from "../../support/keys-check.ts";
import { dsRecord } from "../../support/signer/ds.ts";
import { combinedKey, createKey, keyPair, keyTag, revoked, type SigningKey } from "../../support/signer/key.ts";

const DAY = 86_400;
const APEX = parseName("zone.test.");
const KEYS = keyPair(13, "ages");
const [KSK, ZSK] = KEYS;
const NEW_KSK = createKey({ seed: "ages/new" });
const NEW_ZSK = createKey({ seed: "ages/new zsk", flags: 256 });
const OLD_KSK = revoked(NEW_KSK);
const SOUND = zoneTest({ keys: KEYS });

function silent(key: SigningKey): SigningKey {
  return { ...key, signs: "nothing" };
}

function ds(...keys: readonly SigningKey[]) {
  return keys.map((key) => dsRecord(APEX, key));
}

/** The same zone as so many days ago. */
function since(days: number) {
  return { before: [{ plan: { keys: KEYS }, days }] };
}

/** Keys that have been in use, or out of it, for too long. */
export const KEYS_AGES: readonly KeysCase[] = [
  {
    id: "dnskey-ksk-too-old",
    when: "first seen over three years ago",
    ...since(1096),
    scenario: SOUND,
    reports: ["dnskey-ksk-too-old:warning", "dnskey-zsk-too-old:info"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "due in less than 30 days",
    ...since(1070),
    scenario: SOUND,
    options: { zskMaxAge: 5000 * DAY },
    reports: ["dnskey-ksk-too-old:info"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "made long ago, as the user says",
    scenario: SOUND,
    options: { facts: [factsAbout(keyTag(KSK), { created: NOW - 1100 * DAY })] },
    reports: ["dnskey-ksk-too-old:warning"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "a CSK made long ago",
    scenario: zoneTest({ keys: [combinedKey(13, "ages")] }),
    options: { facts: [factsAbout(keyTag(combinedKey(13, "ages")), { created: NOW - 1100 * DAY })] },
    reports: ["dnskey-ksk-too-old:warning"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "past the date its signer has planned",
    scenario: SOUND,
    options: { facts: [{ ...factsAbout(0, { replacement: NOW - DAY }), keyTag: null, role: "KSK" }] },
    reports: ["dnskey-ksk-too-old:warning"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "-c asks for it",
    scenario: { ...SOUND, critical: "60d" },
    options: { kskMaxAge: 50 * DAY },
    reports: ["dnskey-ksk-too-old:critical"],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "first seen three years but 31 days ago",
    ...since(1064),
    scenario: SOUND,
    options: { zskMaxAge: 5000 * DAY },
    reports: [],
  },
  {
    id: "dnskey-ksk-too-old",
    when: "seen long ago, but made yesterday: the tag has been another key's",
    ...since(1096),
    scenario: SOUND,
    options: { facts: KEYS.map((key) => factsAbout(keyTag(key), { created: NOW - DAY })) },
    reports: [],
  },
  {
    id: "dnskey-zsk-too-old",
    when: "first seen over a year ago",
    ...since(366),
    scenario: SOUND,
    reports: ["dnskey-zsk-too-old:info"],
  },
  {
    id: "dnskey-zsk-too-old",
    when: "and the user wants a warning of that",
    ...since(366),
    scenario: SOUND,
    options: { zskWarning: threshold("0") },
    reports: ["dnskey-zsk-too-old:warning"],
  },
  { id: "dnskey-zsk-too-old", when: "first seen eleven months ago", ...since(330), scenario: SOUND, reports: [] },
  {
    id: "dnskey-zsk-too-old",
    when: "the key is a CSK",
    before: [{ plan: { keys: [combinedKey(13, "ages")] }, days: 366 }],
    scenario: zoneTest({ keys: [combinedKey(13, "ages")] }),
    reports: [],
  },
  {
    id: "dnskey-stale-unused",
    when: "unused for over 30 days",
    before: [{ plan: { keys: [...KEYS, silent(NEW_ZSK)] }, days: 31 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_ZSK)] }),
    reports: ["dnskey-stale-unused:info"],
  },
  {
    id: "dnskey-stale-unused",
    when: "made long ago, and unused when first looked at",
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_ZSK)] }),
    options: { facts: [factsAbout(keyTag(NEW_ZSK), { created: NOW - 100 * DAY })] },
    reports: ["dnskey-stale-unused:info"],
  },
  {
    id: "dnskey-stale-unused",
    when: "made long ago, and published lately",
    before: [{ plan: { keys: KEYS }, days: 10 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_ZSK)] }),
    options: { facts: [factsAbout(keyTag(NEW_ZSK), { created: NOW - 100 * DAY })] },
    reports: [],
  },
  {
    id: "dnskey-stale-unused",
    when: "unused for 29 days",
    before: [{ plan: { keys: [...KEYS, silent(NEW_ZSK)] }, days: 29 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_ZSK)] }),
    reports: [],
  },
  {
    id: "dnskey-stale-unused",
    when: "in use until today",
    before: [{ plan: { keys: [...KEYS, NEW_ZSK] }, days: 31 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_ZSK)] }),
    reports: [],
  },
  {
    id: "dnskey-stale-unused",
    when: "a standby key that DS names",
    before: [{ plan: { keys: [...KEYS, silent(NEW_KSK)], ds: ds(KSK, NEW_KSK) }, days: 200 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_KSK)], ds: ds(KSK, NEW_KSK) }),
    reports: [],
  },
  {
    id: "dnskey-revoked-present",
    when: "revoked today",
    before: [{ plan: { keys: [...KEYS, NEW_KSK], ds: ds(KSK, NEW_KSK) }, days: 200 }],
    scenario: zoneTest({ keys: [...KEYS, OLD_KSK] }),
    reports: ["dnskey-revoked-present:info"],
  },
  {
    id: "dnskey-revoked-present",
    when: "revoked over 60 days ago",
    before: [{ plan: { keys: [...KEYS, OLD_KSK] }, days: 61 }],
    scenario: zoneTest({ keys: [...KEYS, OLD_KSK] }),
    reports: ["dnskey-revoked-present:warning"],
  },
  {
    id: "dnskey-revoked-present",
    when: "revoked over 60 days ago, as its key file says of the tag it had before",
    scenario: zoneTest({ keys: [...KEYS, OLD_KSK] }),
    options: { facts: [factsAbout(keyTag(NEW_KSK), { revoked: NOW - 61 * DAY })] },
    reports: ["dnskey-revoked-present:warning"],
  },
  {
    id: "dnskey-revoked-present",
    when: "no key is revoked",
    scenario: zoneTest({ keys: [...KEYS, NEW_KSK], ds: ds(KSK, NEW_KSK) }),
    reports: [],
  },
];

const TWO_KSKS = { keys: [...KEYS, NEW_KSK], ds: ds(KSK) };

/** Rollovers that stand still. */
export const KEYS_ROLLOVERS: readonly KeysCase[] = [
  {
    id: "dnskey-rollover-incomplete",
    when: "a new KSK signs, but DS names only the old one",
    before: [{ plan: TWO_KSKS, days: 15 }],
    scenario: zoneTest(TWO_KSKS),
    reports: ["dnskey-rollover-incomplete:warning"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "the same, by its key file's date",
    scenario: zoneTest(TWO_KSKS),
    options: { facts: [factsAbout(keyTag(NEW_KSK), { published: NOW - 15 * DAY })] },
    reports: ["dnskey-rollover-incomplete:warning"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "the old KSK has lost its DS, but still signs",
    before: [{ plan: { keys: [...KEYS, NEW_KSK], ds: ds(NEW_KSK) }, days: 15 }],
    scenario: zoneTest({ keys: [...KEYS, NEW_KSK], ds: ds(NEW_KSK) }),
    reports: ["dnskey-rollover-incomplete:warning"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "the old KSK was removed, but its DS is still there",
    before: [
      { plan: { keys: [...KEYS, NEW_KSK], ds: ds(KSK, NEW_KSK) }, days: 20 },
      { plan: { keys: [NEW_KSK, ZSK], ds: ds(KSK, NEW_KSK) }, days: 15 },
    ],
    scenario: zoneTest({ keys: [NEW_KSK, ZSK], ds: ds(KSK, NEW_KSK) }),
    reports: ["dnskey-rollover-incomplete:warning"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "a key is past the date its signer has planned",
    scenario: SOUND,
    options: { facts: [factsAbout(keyTag(ZSK), { created: NOW - 90 * DAY, replacement: NOW - 15 * DAY })] },
    reports: ["dnskey-rollover-incomplete:warning"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "two ZSKs sign for a month",
    before: [{ plan: { keys: [...KEYS, NEW_ZSK] }, days: 30 }],
    scenario: zoneTest({ keys: [...KEYS, NEW_ZSK] }),
    reports: ["dnskey-rollover-incomplete:info"],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "a new KSK was made long ago, and published lately",
    before: [{ plan: { keys: KEYS }, days: 10 }],
    scenario: zoneTest(TWO_KSKS),
    options: { facts: [factsAbout(keyTag(NEW_KSK), { created: NOW - 100 * DAY })] },
    reports: [],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "a new KSK has waited 13 days for its DS",
    before: [{ plan: TWO_KSKS, days: 13 }],
    scenario: zoneTest(TWO_KSKS),
    reports: [],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "DS of a key to come",
    before: [{ plan: { keys: KEYS, ds: ds(KSK, NEW_KSK) }, days: 100 }],
    scenario: zoneTest({ keys: KEYS, ds: ds(KSK, NEW_KSK) }),
    reports: [],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "a standby KSK that signs nothing yet",
    before: [{ plan: { keys: [...KEYS, silent(NEW_KSK)] }, days: 20 }],
    scenario: zoneTest({ keys: [...KEYS, silent(NEW_KSK)] }),
    reports: [],
  },
  {
    id: "dnskey-rollover-incomplete",
    when: "each step came within two weeks of the last",
    before: [{ plan: { keys: [KSK, ZSK, NEW_KSK], ds: ds(KSK) }, days: 13 }],
    scenario: zoneTest({ keys: [NEW_KSK, ZSK], ds: ds(NEW_KSK) }),
    reports: [],
  },
];
