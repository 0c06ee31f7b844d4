import { checkNameservers, type NameserversOptions } from "../../src/checks/nameservers/check.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { RrType } from "../../src/dns/registry.ts";
import { questions, runOn, type Scenario } from "./check.ts";
import { editRecords, type Mutation, mutate, type Resigning, resign } from "./signer/mutate.ts";

/** Runs check_dnssec_nameservers' check on a planned internet, which counts as a private one unless told. */
export function nameserversOf(
  scenario: Scenario,
  options: Partial<Omit<NameserversOptions, "queries">> = {},
): Promise<CheckOutcome> {
  const whole = { queries: questions(scenario), serialTolerance: 0, isPublic: false, ...options };
  return runOn<NameserversOptions>(checkNameservers, scenario, whole, "0:3h", "0:1d");
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

/** The zone as it was before it was signed. */
export const unsign: Mutation = (zone) => ({
  ...zone,
  records: zone.records.filter(({ type }) => !DNSSEC_TYPES.has(type)),
});

const DNSSEC_TYPES = new Set<number>([RrType.DNSKEY, RrType.RRSIG, RrType.NSEC, RrType.NSEC3, RrType.NSEC3PARAM]);
