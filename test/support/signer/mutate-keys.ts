import { CLASS_IN, RrType } from "../../../src/dns/registry.ts";
import { type SigningKey, dnskeyRdata, keyTag, keyTagOf } from "./key.ts";
import { type Mutation, editRecords, mutate, resign, withLastBitFlipped } from "./mutate.ts";

/** The fields of a DNSKEY that a test may get wrong. */
export type DnskeyFields = Pick<SigningKey, "flags" | "protocol" | "algorithm" | "publicKey">;

/** Takes a key out of the DNSKEY RRset, the signatures left as they are. */
export function dropDnskey(key: SigningKey): Mutation {
  return (zone) => ({
    ...zone,
    records: zone.records.filter(({ type, rdata }) => type !== RrType.DNSKEY || keyTagOf(rdata) !== keyTag(key)),
  });
}

/** Puts a key into the DNSKEY RRset, the signatures left as they are. */
export function addDnskey(key: SigningKey): Mutation {
  return (zone) => {
    const dnskey = { owner: zone.apex, type: RrType.DNSKEY, class: CLASS_IN, ttl: 3600, rdata: dnskeyRdata(key) };
    return { ...zone, records: [...zone.records, dnskey] };
  };
}

/** Changes fields of a published key, the signatures left as they are. */
export function editDnskey(key: SigningKey, fields: Partial<DnskeyFields>): Mutation {
  return editRecords("@", "DNSKEY", (record) =>
    keyTagOf(record.rdata) === keyTag(key) ? { ...record, rdata: dnskeyRdata({ ...key, ...fields }) } : record,
  );
}

/** Inverts one bit of a published key, the signatures left as they are. */
export function flipDnskey(key: SigningKey): Mutation {
  return editDnskey(key, { publicKey: withLastBitFlipped(key.publicKey) });
}

/** Runs a mutation and signs the DNSKEY RRset again, so that the one fault stands alone. */
export function withDnskeyResigned(mutation: Mutation): Mutation {
  return (zone) => mutate(zone, mutation, resign("@", "DNSKEY"));
}
