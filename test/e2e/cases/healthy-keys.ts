import type { LabZone } from "../../support/zonefab/fabricate.ts";
import { dsRdata, makeCollidingKeys, makeKey, withFlags, type ZoneKey } from "../../support/zonefab/keys.ts";
import { add, copySigned, ksk, resign, rrset } from "../../support/zonefab/mutators.ts";
import { signRrset } from "../../support/zonefab/resign.ts";
import type { Mutation } from "../../support/zonefab/signed-zone.ts";
import { healthy, NSEC3, SIGNER_PROGRAMS } from "./healthy-case.ts";
import type { VerdictCase } from "./verdict-case.ts";

const DAY = 86400;

/** Every algorithm from every signing program. */
export function everySigner(): VerdictCase[] {
  return [5, 7, 8, 10, 13, 14, 15, 16].flatMap((algorithm) =>
    SIGNER_PROGRAMS.flatMap((program) => {
      const about = `algorithm ${algorithm} signed by ${program}`;
      const nsec = healthy(`alg${algorithm}-${program}`, `${about}, NSEC`, { algorithm, program });
      if (algorithm === 5) return [nsec];
      return [nsec, healthy(`alg${algorithm}-${program}-h`, `${about}, NSEC3`, { algorithm, program, denial: NSEC3 })];
    }),
  );
}

/** Sets of keys as roll-overs and schemes bring them. */
export function keySets(): VerdictCase[] {
  const key = (flags: number, algorithm = 13): ZoneKey => makeKey(algorithm, flags);
  const csk = key(257);
  const lone = key(256);
  const colliding = makeCollidingKeys(13, 257);
  const collidingZsks = makeCollidingKeys(15, 256);
  const revoked = key(257 | 128);
  const rolling = [key(257, 8), key(256, 8), key(257, 13), key(256, 13)];
  const ofFirst: NonNullable<LabZone["ds"]> = (apex, [first]) => (first === undefined ? [] : [dsRdata(apex, first)]);
  const publish = (extra: ZoneKey): Mutation[] => [add("@", "DNSKEY", () => extra.rdata), resign("@", "DNSKEY", ksk)];
  return [
    healthy("csk", "one key for everything", { keys: [csk] }),
    healthy("csk-knot", "one key for everything, NSEC3, Knot", { keys: [key(257)], program: "knot", denial: NSEC3 }),
    healthy("csk-no-sep", "one key without the SEP bit", {
      keys: [lone],
      program: "ldns",
      ds: (apex) => [dsRdata(apex, lone)],
    }),
    healthy("two-ksks", "two KSKs, a DS for each", { keys: [key(257), key(257), key(256)] }),
    healthy("two-ksks-one-ds", "two KSKs, a DS for the first", { keys: [key(257), key(257), key(256)], ds: ofFirst }),
    healthy("two-zsks", "two ZSKs that both sign", { keys: [key(257), key(256), key(256)] }),
    healthy("standby-ksk", "a KSK published that does not sign", { mutations: publish(key(257)) }),
    healthy("standby-zsk", "a ZSK published that does not sign", { mutations: publish(key(256)) }),
    healthy("revoked-ksk", "an old KSK revoked, which signs too (RFC 5011 2.1)", {
      mutations: [
        ...publish(revoked),
        (zone) => [
          ...zone.records,
          signRrset(
            zone.records.filter((record) => rrset("@", "DNSKEY")(record, zone)),
            zone.apex,
            revoked,
          ),
        ],
      ],
    }),
    healthy("ksk-tag-collision", "two KSKs of one tag", { keys: [...colliding, key(256)], program: "ldns" }),
    healthy("ksk-tag-collision-one-ds", "two KSKs of one tag, a DS for the first", {
      keys: [...colliding, key(256)],
      program: "ldns",
      ds: ofFirst,
    }),
    healthy("zsk-tag-collision", "two ZSKs of one tag", { keys: [key(257, 15), ...collidingZsks], program: "ldns" }),
    healthy("two-algorithms", "two algorithms, DS for both", { keys: rolling }),
    healthy("two-algorithms-knot", "two algorithms, NSEC3, Knot", { keys: rolling, program: "knot", denial: NSEC3 }),
    healthy("two-algorithms-one-ds", "two algorithms, DS for the first", { keys: rolling, ds: ofFirst }),
    healthy("all-by-both", "all data signed by both keys", { mutations: [copySigned(rrset("*", "*"), ksk)] }),
    healthy("many-keys", "20 DNSKEY records", {
      mutations: [...Array.from({ length: 17 }, () => add("@", "DNSKEY", () => key(256).rdata)), ...publish(key(256))],
    }),
    healthy("big-keys", "6 RSA keys, the answer only by TCP", {
      algorithm: 10,
      mutations: [
        ...Array.from({ length: 3 }, () => add("@", "DNSKEY", () => key(256, 10).rdata)),
        ...publish(key(256, 8)),
      ],
    }),
    healthy("odd-flags", "a ZSK with an unknown flag", {
      keys: [key(257), withFlags(key(256), 0x0110)],
      program: "ldns",
    }),
  ];
}

/** Zones that are what they are as a whole. */
export function validity(): VerdictCase[] {
  return [
    healthy("fresh", "signatures that began this second", { inception: 0 }),
    healthy("long", "signatures of 20 years", { inception: -10 * 365 * DAY, expiration: 10 * 365 * DAY }),
    healthy("expired", "a zone whose signatures have all expired", { inception: -30 * DAY, expiration: -DAY }),
    healthy("expired-h", "an NSEC3 zone whose signatures have all expired", {
      inception: -30 * DAY,
      expiration: -DAY,
      denial: NSEC3,
      program: "ldns",
    }),
    healthy("future", "a zone whose signatures are all of the future", { inception: DAY, expiration: 30 * DAY }),
    healthy("unsigned", "an unsigned zone", { keys: null }),
    healthy("no-ds", "a signed zone without a DS", { ds: () => [] }),
    healthy("unsigned-ds", "an unsigned zone with a DS", {
      keys: null,
      ds: (apex) => [dsRdata(apex, makeKey(13, 257))],
    }),
  ];
}
