import { NOW } from "../../support/check.ts";
import { BAD_SERVER, type FaultCase, oneOfTwo, withWww } from "../../support/fault-case.ts";
import { editRecords, EVERY, mutate, resign } from "../../support/signer/mutate.ts";

const DAY = 86_400;

/** Faults of how long signatures last and of the TTLs that go with them. */
export const SIGNATURE_PERIODS: readonly FaultCase[] = [
  {
    id: "rrsig-remaining-too-long",
    when: "SOA and DNSKEY are signed for another 200 days",
    scenario: withWww({ expiration: 200 * DAY }),
    reports: ["rrsig-remaining-too-long:warning", "rrsig-validity-too-long:warning"],
  },
  {
    id: "rrsig-remaining-too-long",
    when: "they are signed for another 170 days",
    scenario: withWww({ expiration: 170 * DAY }),
    reports: [],
  },
  {
    id: "rrsig-validity-too-long",
    when: "the whole period is 200 days and half of it is over",
    scenario: withWww({ inception: -90 * DAY, expiration: 110 * DAY }),
    reports: ["rrsig-validity-too-long:warning"],
  },
  {
    id: "rrsig-validity-too-long",
    when: "the whole period is 180 days",
    scenario: withWww({ inception: -80 * DAY, expiration: 100 * DAY }),
    reports: [],
  },
  {
    id: "rrsig-validity-too-short",
    when: "it is shorter than the SOA expire",
    scenario: withWww({ inception: -DAY, expiration: 10 * DAY }),
    reports: ["rrsig-validity-too-short:warning"],
  },
  {
    id: "rrsig-validity-too-short",
    when: "it is shorter than three times the TTL",
    scenario: withWww({ records: ["@ 864000 SOA ns1 hostmaster 1 7200 3600 86400 900", "www A 192.0.2.80"] }),
    reports: ["rrsig-validity-too-short:warning"],
  },
  {
    id: "rrsig-validity-too-short",
    when: "only other RRsets than SOA and DNSKEY are signed for a short time",
    scenario: withWww({ mutations: [resign("www", "A", { expiration: NOW + 8 * DAY })] }),
    reports: [],
  },
  {
    id: "rrsig-refresh-stalled",
    when: "nothing was signed for more than four fifths of the period",
    scenario: withWww({ inception: -81 * DAY, expiration: 19 * DAY }),
    reports: ["rrsig-refresh-stalled:warning"],
  },
  {
    id: "rrsig-refresh-stalled",
    when: "nothing was signed for more than half of the period",
    scenario: withWww({ inception: -51 * DAY, expiration: 49 * DAY }),
    reports: ["rrsig-refresh-stalled:info"],
  },
  {
    id: "rrsig-refresh-stalled",
    when: "the SOA was signed since",
    scenario: withWww({
      inception: -81 * DAY,
      expiration: 19 * DAY,
      mutations: [resign("@", "SOA", { inception: NOW - DAY, expiration: NOW + 99 * DAY })],
    }),
    reports: [],
  },
  {
    id: "rrsig-ttl-beyond-expiration",
    when: "the TTL is longer than what is left",
    scenario: withWww({ records: ["www 1728000 A 192.0.2.80"] }),
    reports: ["rrsig-ttl-beyond-expiration:warning"],
  },
  {
    id: "rrsig-ttl-beyond-expiration",
    when: "the TTL is just shorter than what is left",
    scenario: withWww({ records: ["www 1200000 A 192.0.2.80"] }),
    reports: [],
  },
  {
    id: "rrsig-ttl-mismatch",
    when: "the RRSIG is served with a lower TTL",
    scenario: withWww({ servers: oneOfTwo(editRecords("www", "RRSIG", (record) => ({ ...record, ttl: 60 }))) }),
    reports: ["rrsig-ttl-mismatch:info"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-ttl-mismatch",
    when: "both are served with a TTL that has counted down",
    scenario: withWww({ mutations: [editRecords("www", EVERY, (record) => ({ ...record, ttl: 60 }))] }),
    reports: [],
  },
  {
    id: "rrsig-original-ttl-exceeded",
    when: "both are served with a TTL above the signed one",
    scenario: withWww({ servers: oneOfTwo(editRecords("www", EVERY, (record) => ({ ...record, ttl: 7200 }))) }),
    reports: ["rrsig-original-ttl-exceeded:warning"],
    servers: [BAD_SERVER],
  },
  {
    id: "rrsig-original-ttl-exceeded",
    when: "both are served with the TTL that is signed",
    scenario: withWww({
      mutations: [
        (zone) =>
          mutate(
            zone,
            editRecords("www", EVERY, (record) => ({ ...record, ttl: 7200 })),
            resign("www", "A"),
          ),
      ],
    }),
    reports: [],
  },
];
