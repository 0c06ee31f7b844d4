import { type Dnskey, parseDnskey, parseEach } from "../dns/rdata.ts";
import type { Rrset } from "../dns/record.ts";
import { keyTag } from "./key-tag.ts";

/** A published key with its tag. */
export interface ZoneKey extends Dnskey {
  readonly tag: number;
}

/** The keys of a DNSKEY RRset; malformed records are left out. */
export function zoneKeys(rrset: Rrset): ZoneKey[] {
  return parseEach(rrset.rdatas, parseDnskey).map((key) => ({ ...key, tag: keyTag(key) }));
}

/** Tells whether two keys are the same record. */
export function sameKey(a: ZoneKey, b: ZoneKey): boolean {
  return a.tag === b.tag && a.rdata.length === b.rdata.length && a.rdata.every((octet, i) => octet === b.rdata[i]);
}
