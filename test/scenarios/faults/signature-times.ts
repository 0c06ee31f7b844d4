import { BAD_SERVER, type FaultCase, KEYS, oneOfTwo, withWww } from "../../support/fault-case.ts";
import { NOW } from "../../support/check.ts";
import { createKey } from "../../support/signer/key.ts";
import { addRrsig, expire, postdate, resign } from "../../support/signer/mutate.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const [KSK] = KEYS;
const OTHER_KSK = createKey({ seed: "other" });
const OLD = { inception: NOW - 40 * DAY, expiration: NOW - 10 * DAY };
const FUTURE = { inception: NOW + 10 * DAY, expiration: NOW + 40 * DAY };
const BACKWARDS = { inception: NOW - DAY, expiration: NOW - 2 * DAY };

/** Faults of inception and expiration. */
export const SIGNATURE_TIMES: readonly FaultCase[] = [
  {
    id: "rrsig-expired-dnskey",
    when: "the only signature over DNSKEY has expired",
    scenario: withWww({ mutations: [expire("@", "DNSKEY")] }),
    reports: ["rrsig-expired-dnskey:emergency"],
  },
  {
    id: "rrsig-expired",
    when: "everything has expired",
    scenario: withWww({ inception: -30 * DAY, expiration: -DAY }),
    reports: ["rrsig-expired-dnskey:emergency", "rrsig-expired:emergency", "rrsig-expired-denial:emergency"],
    cause: "rrsig-expired-dnskey",
  },
  {
    id: "rrsig-expired-dnskey",
    when: "it has expired at one of two servers",
    scenario: withWww({ servers: oneOfTwo(expire("@", "DNSKEY")) }),
    reports: ["rrsig-expired-dnskey:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-expired-dnskey",
    when: "another key of the DS still has a valid signature",
    scenario: withWww({
      keys: [...KEYS, OTHER_KSK],
      mutations: [resign("@", "DNSKEY", { key: OTHER_KSK }), addRrsig("@", "DNSKEY", { key: KSK, ...OLD })],
    }),
    reports: ["rrsig-expired:info"],
  },
  {
    id: "rrsig-expired",
    when: "it has expired at one of two servers",
    scenario: withWww({ servers: oneOfTwo(expire("www", "A")) }),
    reports: ["rrsig-expired:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-expired",
    when: "it has expired everywhere",
    scenario: withWww({ mutations: [expire("www", "A")] }),
    reports: ["rrsig-expired:emergency"],
  },
  {
    id: "rrsig-expired",
    when: "another signature is valid",
    scenario: withWww({ mutations: [addRrsig("www", "A", OLD)] }),
    reports: ["rrsig-expired:info"],
  },
  {
    id: "rrsig-expired",
    when: "it ends this very second",
    scenario: withWww({ mutations: [resign("www", "A", { expiration: NOW })] }),
    reports: [
      "rrsig-expiry-in-clock-skew:critical",
      "rrsig-expiring-soon:critical",
      "rrsig-ttl-beyond-expiration:warning",
    ],
  },
  {
    id: "rrsig-not-yet-valid-dnskey",
    when: "the only signature over DNSKEY begins in the future",
    scenario: withWww({ mutations: [postdate("@", "DNSKEY")] }),
    reports: ["rrsig-not-yet-valid-dnskey:emergency"],
  },
  {
    id: "rrsig-not-yet-valid-dnskey",
    when: "the next signature of an offline KSK stands beside the valid one",
    scenario: withWww({ mutations: [addRrsig("@", "DNSKEY", FUTURE)] }),
    reports: [],
  },
  {
    id: "rrsig-not-yet-valid",
    when: "the only signature begins in the future at one of two servers",
    scenario: withWww({ servers: oneOfTwo(postdate("www", "A")) }),
    reports: ["rrsig-not-yet-valid:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-not-yet-valid",
    when: "everything begins in the future",
    scenario: withWww({ inception: DAY, expiration: 16 * DAY }),
    reports: [
      "rrsig-not-yet-valid-dnskey:emergency",
      "rrsig-not-yet-valid:critical",
      "rrsig-not-yet-valid-denial:critical",
    ],
  },
  {
    id: "rrsig-not-yet-valid",
    when: "it begins this very second",
    scenario: withWww({ mutations: [resign("www", "A", { inception: NOW })] }),
    reports: ["rrsig-inception-in-clock-skew:warning"],
  },
  {
    id: "rrsig-expires-before-inception",
    when: "the only signature ends before it begins",
    scenario: withWww({ mutations: [resign("www", "A", BACKWARDS)] }),
    reports: ["rrsig-expires-before-inception:critical"],
  },
  {
    id: "rrsig-expires-before-inception",
    when: "the only signature over DNSKEY ends before it begins",
    scenario: withWww({ mutations: [resign("@", "DNSKEY", BACKWARDS)] }),
    reports: ["rrsig-expires-before-inception:emergency"],
  },
  {
    id: "rrsig-expires-before-inception",
    when: "it stands beside a valid one",
    scenario: withWww({ mutations: [addRrsig("www", "A", BACKWARDS)] }),
    reports: ["rrsig-expires-before-inception:critical"],
  },
  {
    id: "rrsig-expires-before-inception",
    when: "the period goes over the wrap of 32-bit times",
    scenario: withWww(
      { inception: 2 ** 32 - NOW - DAY, expiration: 2 ** 32 - NOW + 14 * DAY },
      { later: 2 ** 32 - NOW },
    ),
    reports: [],
  },
  {
    id: "rrsig-expiring-soon",
    when: "five days are left with the default thresholds",
    scenario: withWww({ inception: -10 * DAY, expiration: 5 * DAY }),
    reports: ["rrsig-expiring-soon:warning", "rrsig-refresh-stalled:info"],
  },
  {
    id: "rrsig-expiring-soon",
    when: "four minutes are left, which is worse",
    scenario: withWww({ mutations: [resign("www", "A", { expiration: NOW + 240 })] }),
    reports: [
      "rrsig-expiry-in-clock-skew:critical",
      "rrsig-expiring-soon:critical",
      "rrsig-ttl-beyond-expiration:warning",
    ],
    cause: "rrsig-expiry-in-clock-skew",
  },
  {
    id: "rrsig-expiring-soon",
    when: "half a day is left at one of two servers",
    scenario: withWww({ servers: oneOfTwo(resign("www", "A", { expiration: NOW + DAY / 2 })) }),
    reports: ["rrsig-expiring-soon:critical"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-expiring-soon",
    when: "a fifth of the period is left and a quarter is asked for",
    scenario: withWww({ inception: -80 * DAY, expiration: 20 * DAY }, { warning: "25%" }),
    reports: ["rrsig-expiring-soon:warning", "rrsig-refresh-stalled:warning"],
  },
  {
    id: "rrsig-expiring-soon",
    when: "a signer on the fly dates its signatures by a clock that stands still",
    scenario: withWww({ denial: "compact", inception: -40 * HOUR, expiration: 10 * HOUR }),
    reports: ["rrsig-expiring-soon:critical"],
  },
  {
    id: "rrsig-expiring-soon",
    when: "eight days are left",
    scenario: withWww({ inception: -7 * DAY, expiration: 8 * DAY }),
    reports: [],
  },
  {
    id: "rrsig-expiring-soon",
    when: "a signature that ends soon stands beside a longer one",
    scenario: withWww({ mutations: [addRrsig("www", "A", { expiration: NOW + HOUR })] }),
    reports: [],
  },
  {
    id: "rrsig-expiry-in-clock-skew",
    when: "four minutes are left",
    scenario: withWww({ mutations: [resign("www", "A", { expiration: NOW + 240 })] }),
    reports: [
      "rrsig-expiry-in-clock-skew:critical",
      "rrsig-expiring-soon:critical",
      "rrsig-ttl-beyond-expiration:warning",
    ],
  },
  {
    id: "rrsig-expiry-in-clock-skew",
    when: "six minutes are left",
    scenario: withWww({ mutations: [resign("www", "A", { expiration: NOW + 360 })] }),
    reports: ["rrsig-expiring-soon:critical", "rrsig-ttl-beyond-expiration:warning"],
  },
  {
    id: "rrsig-inception-in-clock-skew",
    when: "the only signature began a minute ago",
    scenario: withWww({ mutations: [resign("www", "A", { inception: NOW - 60 })] }),
    reports: ["rrsig-inception-in-clock-skew:warning"],
  },
  {
    id: "rrsig-inception-in-clock-skew",
    when: "an older signature is still valid",
    scenario: withWww({ mutations: [addRrsig("www", "A", { inception: NOW - 60 })] }),
    reports: [],
  },
  {
    id: "rrsig-inception-in-clock-skew",
    when: "it began six minutes ago",
    scenario: withWww({ mutations: [resign("www", "A", { inception: NOW - 360 })] }),
    reports: [],
  },
];
