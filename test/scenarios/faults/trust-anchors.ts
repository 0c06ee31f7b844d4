import { parseName } from "../../../src/dns/name.ts";
import { toHex } from "../../../src/util/bytes.ts";
import type { AnchorCase } from "../../support/anchor-case.ts";
import { NOW } from "../../support/check.ts";
import type { ZonePlan } from "../../support/internet-plan.ts";
import { fails } from "../../support/resolver-case.ts";
import { createKey, dnskeyRdata, keyPair, type SigningKey } from "../../support/signer/key.ts";
import { keyTag } from "../../../src/dnssec/key-tag.ts";
import { dsRecord } from "../../support/signer/ds.ts";

const KEYS = keyPair(13, "root of anchors");
const [KSK] = KEYS;
const ROOT = { keys: KEYS };
const TAG = keyTag({ algorithm: KSK.algorithm, rdata: dnskeyRdata(KSK) });
const KSK_2024 = ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";
const KSK_2017 = ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
const OWN = dsLine(KSK);
const DAY = 86_400;
/** Between the day that KSK-2024 signs from and the revocation of KSK-2017. */
const BETWEEN = Date.UTC(2026, 10, 23) / 1000 - NOW;
/** Before both. */
const EARLIER = Date.UTC(2026, 8, 1) / 1000 - NOW;

/** A root whose keys have the tags of KSK-2017 and KSK-2024, and that one of them signs. */
function rolling(signer: 20326 | 38696): ZonePlan {
  const keys = ([20326, 38696] as const).map((tag) =>
    createKey({ algorithm: 15, seed: SEEDS[tag], signs: tag === signer ? "dnskey" : "nothing" }),
  );
  return { keys: [...keys, createKey({ algorithm: 15, flags: 256 })] };
}

/** Of these come keys with the tags. */
const SEEDS = { 20326: "anchors/2462", 38696: "anchors/30877" } as const;

function dsLine(key: SigningKey): string {
  const { rdata } = dsRecord(parseName("."), key);
  return `. IN DS ${TAG} ${rdata[2]} ${rdata[3]} ${toHex(rdata.subarray(4))}`;
}

function autotrust(state: number, updated: number): string {
  const key = `. 172800 IN DNSKEY 257 3 13 ${Buffer.from(KSK.publicKey).toString("base64")}`;
  return `; autotrust trust anchor file\n;;id: . 1\n;;last_success: ${updated} ;;now\n${key} ;{id = ${TAG} (ksk), size = 256b} ;;state=${state} [  X  ] ;;count=0 ;;lastchange=1 ;;now\n`;
}

/** BIND's state of the root's key, with the times of its next look and of its trust's beginning. */
function managedKeys(refresh: number, trustedFrom: number): string {
  const [next, from] = [refresh, trustedFrom].map((time) =>
    new Date(time * 1000).toISOString().replace(/\D/g, "").slice(0, 14),
  );
  const key = Buffer.from(KSK.publicKey).toString("base64");
  return `@ 0 IN SOA . . 1 0 0 0 0\n  KEYDATA ${next} ${from} 19700101000000 257 3 13 (\n    ${key}\n    ) ; KSK\n`;
}

/** What is wrong with the anchors of files and resolvers. */
export const TRUST_ANCHORS: readonly AnchorCase[] = [
  {
    id: "resolver-trust-anchor-ksk-2024-missing",
    when: "the sentinel says that a resolver does not trust it, after it signs",
    root: ROOT,
    isPublic: true,
    trusts: [TAG],
    reports: ["resolver-trust-anchor-ksk-2024-missing:emergency"],
  },
  {
    id: "resolver-trust-anchor-ksk-2024-missing",
    when: "the same before it signs",
    root: ROOT,
    isPublic: true,
    trusts: [TAG, 20326],
    later: EARLIER,
    reports: ["resolver-trust-anchor-ksk-2024-missing:critical"],
  },
  {
    id: "resolver-trust-anchor-ksk-2024-missing",
    when: "the resolver trusts it",
    root: ROOT,
    isPublic: true,
    trusts: [TAG, 38696],
    reports: [],
  },
  {
    id: "resolver-trust-anchor-ksk-2024-missing",
    when: "the root is one of its own",
    root: ROOT,
    trusts: [TAG],
    reports: [],
  },
  {
    id: "resolver-trust-anchor-missing",
    when: "the resolver lacks the key of a root of one's own",
    root: ROOT,
    trusts: [],
    reports: ["resolver-trust-anchor-missing:emergency"],
  },
  {
    id: "resolver-trust-anchor-missing",
    when: "the resolver lacks KSK-2017, which still signs",
    root: rolling(20326),
    isPublic: true,
    trusts: [38696],
    later: BETWEEN,
    reports: ["resolver-trust-anchor-missing:emergency"],
  },
  {
    id: "resolver-trust-anchor-missing",
    when: "the resolver lacks KSK-2017, which is published for its revocation only",
    root: rolling(38696),
    isPublic: true,
    trusts: [38696],
    later: BETWEEN,
    reports: [],
  },
  {
    id: "resolver-trust-anchor-ksk-2017-still-trusted",
    when: "the resolver trusts it after its revocation",
    root: ROOT,
    isPublic: true,
    trusts: [TAG, 38696, 20326],
    reports: ["resolver-trust-anchor-ksk-2017-still-trusted:info"],
  },
  {
    id: "resolver-trust-anchor-ksk-2017-still-trusted",
    when: "a file has it after its revocation",
    root: ROOT,
    isPublic: true,
    file: [OWN, KSK_2024, KSK_2017].join("\n"),
    reports: ["resolver-trust-anchor-ksk-2017-still-trusted:info"],
  },
  {
    id: "resolver-trust-anchor-ksk-2017-still-trusted",
    when: "it is not revoked yet",
    root: ROOT,
    isPublic: true,
    trusts: [TAG, 38696, 20326],
    later: EARLIER,
    reports: [],
  },
  {
    id: "resolver-sentinel-unsupported",
    when: "a validating resolver answers every sentinel name",
    root: ROOT,
    trusts: null,
    reports: ["resolver-sentinel-unsupported:info"],
  },
  {
    id: "resolver-sentinel-unsupported",
    when: "the resolver does not validate at all",
    root: ROOT,
    behaviour: { alter: (response) => ({ ...response, authenticData: false }) },
    reports: ["resolver-ad-missing:warning", "resolver-sentinel-unsupported:info"],
  },
  {
    id: "resolver-sentinel-unsupported",
    when: "the resolver has a sentinel",
    root: ROOT,
    trusts: [TAG],
    reports: [],
  },
  {
    id: "resolver-sentinel-unsupported",
    when: "the resolver fails everything, its anchors being of no use",
    root: ROOT,
    behaviour: fails(9),
    reports: ["resolver-servfail-on-secure:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "BIND does not trust the key yet",
    root: ROOT,
    file: managedKeys(NOW + DAY, NOW + 20 * DAY),
    reports: ["resolver-trust-anchor-file-outdated:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "BIND should have looked at its keys two weeks ago",
    root: ROOT,
    file: managedKeys(NOW - 14 * DAY, NOW - 90 * DAY),
    reports: ["resolver-trust-anchor-file-outdated:warning"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "BIND trusts the key and will look again",
    root: ROOT,
    file: managedKeys(NOW + DAY, NOW - 90 * DAY),
    reports: [],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "the file lacks KSK-2024",
    root: ROOT,
    isPublic: true,
    file: [OWN, KSK_2017].join("\n"),
    later: EARLIER,
    reports: ["resolver-trust-anchor-file-outdated:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "the file has another key of the same tag",
    root: ROOT,
    file: OWN.replace(/.{8}$/, "00000000"),
    reports: ["resolver-trust-anchor-file-outdated:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "the key is still to be accepted",
    root: ROOT,
    file: autotrust(1, NOW),
    reports: ["resolver-trust-anchor-file-outdated:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "its state was not updated for 31 days",
    root: ROOT,
    file: autotrust(2, NOW - 31 * DAY),
    reports: ["resolver-trust-anchor-file-outdated:critical"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "its state was not updated for 11 days",
    root: ROOT,
    file: autotrust(2, NOW - 11 * DAY),
    reports: ["resolver-trust-anchor-file-outdated:warning"],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "its state is of yesterday",
    root: ROOT,
    file: autotrust(2, NOW - DAY),
    reports: [],
  },
  {
    id: "resolver-trust-anchor-file-outdated",
    when: "the file has all keys",
    root: ROOT,
    isPublic: true,
    file: [OWN, KSK_2024].join("\n"),
    reports: [],
  },
];
