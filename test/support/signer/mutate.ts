import type { ResourceRecord } from "../../../src/dns/record.ts";
import { RrType, typeCode } from "../../../src/dns/registry.ts";
import { nsec3Owner } from "./denial-chain.ts";
import type { SigningKey } from "./key.ts";
import { nameRelativeTo } from "./rdata-text.ts";
import { type RrsigFields, readRrsig, rrsigRdata, signRrset } from "./rrsig.ts";
import { type SignedZone, keysFor, signableRrsets } from "./sign-zone.ts";
import { parseRecords } from "./zone.ts";

/**
 * In mutations an owner is relative to the zone's apex (`@`, `www`, `host.other.`); an NSEC3's is the name that was
 * hashed, or its own. EVERY stands for every owner or every type.
 */
export const EVERY = "**";

const HOUR = 3600;
const MONTH = 30 * 86400;

/** One step that breaks, or otherwise changes, a signed zone. */
export type Mutation = (zone: SignedZone) => SignedZone;

/** Field values to sign, and the key to sign with; the zone's own keys where none is given. */
export interface Resigning extends Partial<Omit<RrsigFields, "signature" | "typeCovered">> {
  readonly key?: SigningKey;
}

/** Applies mutations in order; the zone itself stays as it is. */
export function mutate(zone: SignedZone, ...steps: readonly Mutation[]): SignedZone {
  return steps.reduce((current, step) => step(current), zone);
}

/** Takes an RRset out, its signatures too. */
export function dropRrset(owner: string, type: string): Mutation {
  return filterRecords((record, zone) => !isOf(record, zone, owner, type) && !isRrsigOf(record, zone, owner, type));
}

/** Takes an RRset out and leaves its signatures. */
export function dropRecords(owner: string, type: string): Mutation {
  return filterRecords((record, zone) => !isOf(record, zone, owner, type));
}

/** Takes out the signatures of an RRset, or only those with a key tag. */
export function dropRrsig(owner: string, type: string, tag?: number): Mutation {
  return filterRecords((record, zone) => {
    const isMeant = isRrsigOf(record, zone, owner, type);
    return !isMeant || (tag !== undefined && readRrsig(record.rdata).keyTag !== tag);
  });
}

/** Adds records, in zone-file form and unsigned. */
export function addRecords(...lines: readonly string[]): Mutation {
  return (zone) => ({ ...zone, records: [...zone.records, ...parseRecords(lines.join("\n"), zone.apex)] });
}

/** Changes the records of an RRset, not its signatures; `resign` afterwards where they are to fit. */
export function editRecords(owner: string, type: string, edit: (record: ResourceRecord) => ResourceRecord): Mutation {
  return (zone) => ({
    ...zone,
    records: zone.records.map((record) => (isOf(record, zone, owner, type) ? edit(record) : record)),
  });
}

/** Changes fields of finished signatures, which then no longer verify unless the field is not signed. */
export function editRrsig(
  owner: string,
  type: string,
  edit: Partial<RrsigFields> | ((fields: RrsigFields) => Partial<RrsigFields>),
): Mutation {
  return (zone) => ({
    ...zone,
    records: zone.records.map((record) => {
      if (!isRrsigOf(record, zone, owner, type)) return record;
      const fields = readRrsig(record.rdata);
      return { ...record, rdata: rrsigRdata({ ...fields, ...(typeof edit === "function" ? edit(fields) : edit) }) };
    }),
  });
}

/** Inverts one bit at the end of every signature of an RRset. */
export function flipSignature(owner: string, type: string, tag?: number): Mutation {
  return editRrsig(owner, type, ({ signature, keyTag }) =>
    tag !== undefined && keyTag !== tag ? {} : { signature: withLastBitFlipped(signature) },
  );
}

/** Signs RRsets again in place of their signatures, with field values and a key of choice. */
export function resign(owner: string, type: string, fields: Resigning = {}): Mutation {
  return (zone) => mutate(zone, dropRrsig(owner, type), addRrsig(owner, type, fields));
}

/** Adds a signature of choice beside those an RRset has. */
export function addRrsig(owner: string, type: string, { key, ...fields }: Resigning = {}): Mutation {
  return (zone) => {
    const { inception, expiration, keys } = zone.signing;
    const added = signableRrsets(zone.apex, zone.records)
      .filter(([first]) => first !== undefined && isOf(first, zone, owner, type))
      .flatMap((rrset) =>
        (key === undefined ? keysFor(rrset[0]?.type ?? 0, keys) : [key]).map((signer) =>
          signRrset(rrset, signer, { inception, expiration, signerName: zone.apex, ...fields }),
        ),
      );
    return { ...zone, records: [...zone.records, ...added] };
  };
}

/** Signs RRsets again for a period that ended before the zone's own signatures began. */
export function expire(owner: string, type: string, fields: Resigning = {}): Mutation {
  return (zone) => {
    const expiration = zone.signing.inception - HOUR;
    return resign(owner, type, { inception: expiration - MONTH, expiration, ...fields })(zone);
  };
}

/** Signs RRsets again for a period that begins after the zone's own signatures end. */
export function postdate(owner: string, type: string, fields: Resigning = {}): Mutation {
  return (zone) => {
    const inception = zone.signing.expiration + HOUR;
    return resign(owner, type, { inception, expiration: inception + MONTH, ...fields })(zone);
  };
}

/** A copy that differs in its last bit. */
export function withLastBitFlipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((octet, i) => (i === bytes.length - 1 ? octet ^ 1 : octet));
}

/** Tells whether a record is of an owner and type as mutations name them. */
export function isOf(record: ResourceRecord, zone: SignedZone, owner: string, type: string): boolean {
  return isOfType(record.type, type) && isOfOwner(record, zone, owner, record.type);
}

function isRrsigOf(record: ResourceRecord, zone: SignedZone, owner: string, type: string): boolean {
  if (record.type !== RrType.RRSIG) return false;
  const { typeCovered } = readRrsig(record.rdata);
  return isOfType(typeCovered, type) && isOfOwner(record, zone, owner, typeCovered);
}

function isOfType(type: number, wanted: string): boolean {
  return wanted === EVERY || type === typeCode(wanted);
}

function isOfOwner({ owner }: ResourceRecord, { apex, signing }: SignedZone, wanted: string, type: number): boolean {
  if (wanted === EVERY) return true;
  const name = nameRelativeTo(wanted, apex);
  if (type !== RrType.NSEC3 || typeof signing.denial === "string") return owner.equals(name);
  return owner.equals(nsec3Owner(apex, name, signing.denial)) || owner.equals(name);
}

function filterRecords(keep: (record: ResourceRecord, zone: SignedZone) => boolean): Mutation {
  return (zone) => ({ ...zone, records: zone.records.filter((record) => keep(record, zone)) });
}
