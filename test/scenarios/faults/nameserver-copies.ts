import { RrType } from "../../../src/dns/registry.ts";
import { BAD_SERVER, GOOD_SERVER, KEYS } from "../../support/fault-case.ts";
import { badSecond, type NameserverCase, saying, signedAt, withSerial } from "../../support/nameservers.ts";
import { createKey, keyPair } from "../../support/signer/key.ts";
import { type Mutation, mutate } from "../../support/signer/mutate.ts";
import { signAnew, unsign } from "../../support/signer/mutate-zone.ts";
import { dropDnskey, editDnskey, withDnskeyResigned } from "../../support/signer/mutate-keys.ts";

const HOUR = 3600;
const DAY = 86_400;
const servers = [BAD_SERVER];
const STANDBY = createKey({ seed: "standby", flags: 256, signs: "nothing" });
const OLD_ZSK = createKey({ seed: "old", flags: 256 });

/** The zone with another ZSK in the place of its own, three days old. */
const beforeRollover: Mutation = (zone) =>
  mutate(
    { ...zone, signing: { ...zone.signing, keys: [KEYS[0], OLD_ZSK] } },
    editDnskey(KEYS[1], { publicKey: OLD_ZSK.publicKey }),
    withSerial(-1),
    signedAt(-3 * DAY, 11 * DAY),
  );

/** Servers that do not serve the one signed zone. */
export const NAMESERVER_COPIES: readonly NameserverCase[] = [
  {
    id: "ns-no-dnssec-support",
    when: "signatures are left out",
    scenario: badSecond({ behaviour: { stripsDnssec: true } }),
    reports: ["ns-no-dnssec-support:critical"],
    servers,
  },
  {
    id: "ns-no-dnssec-support",
    when: "keys are left out, signatures sent",
    scenario: saying((response, query) =>
      query.questions[0]?.type === RrType.DNSKEY ? { ...response, answer: [] } : response,
    ),
    reports: ["ns-no-dnssec-support:critical", "ns-negative-without-soa:warning"],
    servers,
  },
  {
    id: "ns-no-dnssec-support",
    when: "the zone is unsigned everywhere",
    scenario: badSecond({}, { keys: null }, { expect: "insecure" }),
    reports: ["zone-unsigned:info"],
  },
  {
    id: "ns-inconsistent-signed",
    when: "one server has the unsigned zone",
    scenario: badSecond({ mutations: [unsign()] }),
    reports: ["ns-inconsistent-signed:critical"],
    servers,
  },
  {
    id: "ns-inconsistent-signed",
    when: "one server leaves signatures out",
    scenario: badSecond({ behaviour: { stripsDnssec: true } }),
    reports: ["ns-no-dnssec-support:critical"],
  },
  {
    id: "ns-dnskey-rrset-differs",
    when: "the key that signs is missing",
    scenario: badSecond({ mutations: [withDnskeyResigned(dropDnskey(KEYS[1]))] }),
    reports: ["ns-dnskey-rrset-differs:critical"],
    servers,
  },
  {
    id: "ns-dnskey-rrset-differs",
    when: "a key that signs nothing is missing",
    scenario: badSecond({ mutations: [withDnskeyResigned(dropDnskey(STANDBY))] }, { keys: [...KEYS, STANDBY] }),
    reports: ["ns-dnskey-rrset-differs:warning"],
    servers,
  },
  {
    id: "ns-dnskey-rrset-differs",
    when: "a pre-published key is missing from a copy that is an hour behind",
    scenario: badSecond(
      {
        mutations: [(zone) => mutate(zone, withSerial(-1), dropDnskey(STANDBY), signedAt(-2 * DAY, 12 * DAY))],
      },
      { keys: [...KEYS, STANDBY], inception: -HOUR },
    ),
    reports: ["ns-dnskey-rrset-differs:info", "ns-stale-secondary:info"],
    servers,
  },
  {
    id: "ns-dnskey-rrset-differs",
    when: "a copy is an hour behind in an algorithm rollover, and the keys of both sign the newest",
    scenario: badSecond(
      { mutations: [(zone) => mutate(zone, signAnew({ keys: KEYS }), withSerial(-1), signedAt(-2 * DAY, 12 * DAY))] },
      { keys: [...KEYS, ...keyPair(15)], inception: -HOUR },
    ),
    reports: ["ns-dnskey-rrset-differs:info", "ns-stale-secondary:info"],
    servers,
  },
  {
    id: "ns-dnskey-rrset-differs",
    when: "copies are of different age but have the same keys",
    scenario: badSecond({ mutations: [withSerial(-1), signedAt(-3 * DAY, 11 * DAY)] }),
    reports: ["ns-stale-secondary:critical"],
  },
  {
    id: "ns-stale-secondary",
    when: "a copy is overdue by days",
    scenario: badSecond({ mutations: [withSerial(-1), signedAt(-3 * DAY, 11 * DAY)] }),
    reports: ["ns-stale-secondary:critical"],
    servers,
  },
  {
    id: "ns-stale-secondary",
    when: "the serial has wrapped around since",
    scenario: badSecond({ mutations: [withSerial(1 - 2 ** 31), signedAt(-3 * DAY, 11 * DAY)] }),
    reports: ["ns-stale-secondary:critical"],
    servers,
  },
  {
    id: "ns-stale-secondary",
    when: "a copy expires before it could be refreshed",
    scenario: badSecond({ mutations: [withSerial(-1), signedAt(-DAY, HOUR)] }),
    reports: ["ns-stale-secondary:critical"],
    servers,
  },
  {
    id: "ns-stale-secondary",
    when: "one serial was signed twice, days apart",
    scenario: badSecond({ mutations: [signedAt(-5 * DAY, 9 * DAY)] }),
    reports: ["ns-stale-secondary:critical"],
    servers,
  },
  {
    id: "ns-stale-secondary",
    when: "the other copy is an hour ahead",
    scenario: badSecond({ mutations: [withSerial(1), signedAt(-HOUR, 14 * DAY)] }),
    reports: ["ns-stale-secondary:info"],
    servers: [GOOD_SERVER],
  },
  {
    id: "ns-stale-secondary",
    when: "the other copy is four hours ahead",
    scenario: badSecond({ mutations: [withSerial(1), signedAt(-4 * HOUR, 14 * DAY)] }),
    reports: ["ns-stale-secondary:warning"],
    servers: [GOOD_SERVER],
  },
  {
    id: "ns-stale-secondary",
    when: "a copy is from before the signing key was replaced",
    scenario: badSecond({ mutations: [beforeRollover] }),
    reports: ["ns-stale-secondary:critical", "ns-dnskey-rrset-differs:critical"],
    servers,
  },
  {
    id: "ns-stale-secondary",
    when: "a copy is within the tolerated serials",
    scenario: badSecond({ mutations: [withSerial(-2), signedAt(-3 * DAY, 11 * DAY)] }),
    options: { serialTolerance: 2 },
    reports: [],
  },
];
