import { parseName } from "../../../src/dns/name.ts";
import type { ZonePlan } from "../internet-plan.ts";
import { withSerial } from "../nameservers.ts";
import { dsRecord } from "../signer/ds.ts";
import { createKey } from "../signer/key.ts";
import { EVERY, expire, mutate } from "../signer/mutate.ts";

const DAY = 86400;
const RECORDS = ["@ A 192.0.2.80", "www A 192.0.2.80", "@ MX 10 mail", "mail A 192.0.2.25"];

/** The zones on the stage, each with two servers; `example.` is the parent of the others. */
export const STAGE_ZONES = ["example.", "shop.example.", "calm.example."] as const;
type StageZone = (typeof STAGE_ZONES)[number];

/** What can happen to a zone; each act is a whole zone, signed anew when it begins. */
export const ACTS = {
  healthy: { records: RECORDS, servers: [{}, {}] },
  /** Three days are left at both servers. */
  expiring: { records: RECORDS, inception: -11 * DAY, expiration: 3 * DAY, servers: [{}, {}] },
  /** Ten hours are left at both servers. */
  "expiring-today": { records: RECORDS, inception: -13 * DAY, expiration: DAY / 2 - 7200, servers: [{}, {}] },
  expired: { records: RECORDS, inception: -16 * DAY, expiration: -2 * DAY, servers: [{}, {}] },
  /** The parent has the DS of a key that the zone never had. */
  "ds-swapped": {
    records: RECORDS,
    servers: [{}, {}],
    ds: [dsRecord(parseName("shop.example."), createKey({ seed: "the provider before" }))],
  },
  /** The second server was left behind with a copy that has expired. */
  drifting: {
    records: RECORDS,
    servers: [{}, { mutations: [withSerial(-1), (zone) => mutate(zone, expire(EVERY, EVERY))] }],
  },
  "server-dead": { records: RECORDS, servers: [{}, { behaviour: { silent: true } }] },
  dead: { records: RECORDS, servers: [{ behaviour: { silent: true } }, { behaviour: { silent: true } }] },
  unsigned: { records: RECORDS, servers: [{}, {}], keys: null },
} satisfies Record<string, ZonePlan>;

export type Act = keyof typeof ACTS;

/** Which act each zone is in; zones that are not named are healthy. */
export type Scene = Partial<Record<StageZone, Act>>;
