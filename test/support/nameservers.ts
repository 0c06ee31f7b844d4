import { expect } from "vitest";
import { checkNameservers, type NameserversOptions } from "../../src/checks/nameservers/check.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import type { Message } from "../../src/dns/message.ts";
import { describe } from "../../src/dnssec/finding.ts";
import { NOW, questions, runOn, type Scenario } from "./check.ts";
import { BAD_SERVER, type FaultCase, GOOD_SERVER, KEYS, type Mark, zoneTest } from "./fault-case.ts";
import type { ServerPlan, ZonePlan } from "./internet-plan.ts";
import type { Response } from "./server/response.ts";
import { EVERY, editRecords, type Mutation, mutate, type Resigning, resign } from "./signer/mutate.ts";

/** Options of the check that a scenario may set. */
type Options = Partial<Omit<NameserversOptions, "queries">>;

/** A case of check_dnssec_nameservers; its internet counts as a private one unless told. */
export interface NameserverCase extends FaultCase {
  readonly options?: Options;
}

/** Runs check_dnssec_nameservers' check on a planned internet. */
export function nameserversOf(scenario: Scenario, options: Options = {}): Promise<CheckOutcome> {
  const whole = { queries: questions(scenario), serialTolerance: 0, isPublic: false, ...options };
  return runOn<NameserversOptions>(checkNameservers, scenario, whole, "0:3h", "0:1d");
}

/** Almost no server offers a channel for error reports: only the cases about it say so. */
const USUAL: Mark = "ns-error-reporting-channel:info";

/** Runs a case and holds all that is reported, and at which servers, against the table. */
export async function expectNameserverCase({ id, scenario, options, reports, servers }: NameserverCase): Promise<void> {
  const { findings } = await nameserversOf(scenario, options);
  for (const found of findings) describe(found);
  const marks = findings.map((found): Mark => `${found.id}:${found.level}`);
  const shown = id === "ns-error-reporting-channel" ? marks : marks.filter((mark) => mark !== USUAL);
  expect([...new Set(shown)].toSorted()).toEqual(reports.toSorted());
  if (servers === undefined) return;
  const blamed = findings.filter((found) => found.id === id).flatMap((found) => found.servers);
  expect([...new Set(blamed.map(({ address }) => address))].toSorted()).toEqual(servers.toSorted());
}

/** A good server of zone.test. and one that differs as told. */
export function badSecond(bad: ServerPlan, plan: ZonePlan = {}, scenario: Partial<Scenario> = {}): Scenario {
  const servers = [{ addresses: [GOOD_SERVER] }, { ...bad, addresses: [BAD_SERVER] }];
  return zoneTest({ keys: KEYS, records: ["a.b A 192.0.2.80"], servers, ...plan }, scenario);
}

/** A good server and one that says something else. */
export function saying(
  alter: (response: Response, query: Message) => Response | null,
  scenario: Partial<Scenario> = {},
): Scenario {
  return badSecond({ behaviour: { alter } }, {}, scenario);
}

/** Five numbers of four octets end the SOA, the serial first (RFC 1035 3.3.13). */
const SERIAL_FROM_END = 20;

/** A copy with another serial, its SOA signed again. */
export function withSerial(change: number, fields: Resigning = {}): Mutation {
  const edited = editRecords("@", "SOA", (record) => {
    const rdata = Buffer.from(record.rdata);
    const offset = rdata.length - SERIAL_FROM_END;
    rdata.writeUInt32BE((rdata.readUInt32BE(offset) + change) >>> 0, offset);
    return { ...record, rdata: new Uint8Array(rdata) };
  });
  return (zone) => mutate(zone, edited, resign("@", "SOA", fields));
}

/** A copy whose every signature is of another time, in seconds relative to now. */
export function signedAt(inception: number, expiration: number): Mutation {
  return resign(EVERY, EVERY, { inception: NOW + inception, expiration: NOW + expiration });
}
