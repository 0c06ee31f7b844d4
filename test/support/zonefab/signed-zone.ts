import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import type { ZoneKey } from "./keys.ts";

/** A signed zone on its way from the signer to the server, and the keys it was signed with. */
export interface SignedZone {
  readonly apex: DomainName;
  readonly records: readonly ResourceRecord[];
  readonly keys: readonly ZoneKey[];
}

/** A fault put into a signed zone: returns its new records. */
export type Mutation = (zone: SignedZone) => readonly ResourceRecord[];

/** Applies mutations one after the other. */
export function mutate(zone: SignedZone, mutations: readonly Mutation[]): SignedZone {
  let { records } = zone;
  for (const mutation of mutations) records = mutation({ ...zone, records });
  return { ...zone, records };
}
