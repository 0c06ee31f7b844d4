import { parseName } from "../../../src/dns/name.ts";
import { parseDs, parseRrsig } from "../../../src/dns/rdata.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { ask } from "../ask.ts";
import type { Endpoint } from "../daemons/exchange.ts";
import { keyTagOf } from "../signer/key.ts";
import type { Zone } from "../signer/zone.ts";

/** A signed zone, as its server transfers it, and the RDATA of its DS at one moment. */
export interface Capture {
  /** Seconds since 1970. */
  readonly at: number;
  readonly zone: Zone;
  readonly ds: readonly Uint8Array[];
}

/** What one key is there for in a capture. */
interface KeyDuties {
  readonly isPublished: boolean;
  readonly signsKeys: boolean;
  /** How many RRsets it signs besides DNSKEY, CDS and CDNSKEY. */
  readonly signsData: "all" | "some" | "none";
  readonly isInDs: boolean;
}

/** By key tag. */
export type Duties = ReadonlyMap<number, KeyDuties>;

const KEY_TYPES: ReadonlySet<number> = new Set([RrType.DNSKEY, RrType.CDS, RrType.CDNSKEY]);

/** Transfers a zone (RFC 5936), in the one message that a small zone takes; null while the server refuses. */
export async function transferZone({ address, port }: Endpoint, apex: string): Promise<Zone | null> {
  const records = (await ask(address, port, apex, "AXFR", { tcp: true, edns: null }))?.answer ?? [];
  const isWhole = records.length > 1 && records.at(-1)?.type === RrType.SOA;
  return isWhole ? { apex: parseName(apex), records: records.slice(0, -1) } : null;
}

/** RDATA of the records of a type at the apex. */
export function apexRdatas({ apex, records }: Zone, type: number): Uint8Array[] {
  return records.filter((record) => record.type === type && record.owner.equals(apex)).map(({ rdata }) => rdata);
}

/** The duties of every key that is published, signs or is in the DS. */
export function keyDuties({ zone, ds }: Capture): Duties {
  const signatures = zone.records
    .filter(({ type }) => type === RrType.RRSIG)
    .map(({ owner, rdata }) => ({ owner, ...parseRrsig(rdata) }));
  const data = signatures.filter(({ typeCovered }) => !KEY_TYPES.has(typeCovered));
  const dataSets = new Set(data.map(({ owner, typeCovered }) => `${typeCovered} ${owner.key}`)).size;
  const published = apexRdatas(zone, RrType.DNSKEY).map(keyTagOf);
  const inDs = ds.map((rdata) => parseDs(rdata).keyTag);
  const tags = [...new Set([...published, ...inDs, ...signatures.map(({ keyTag }) => keyTag)])];
  const duties = tags.map((tag): [number, KeyDuties] => {
    const signed = data.filter(({ keyTag }) => keyTag === tag).length;
    return [
      tag,
      {
        isPublished: published.includes(tag),
        signsKeys: signatures.some(({ keyTag, typeCovered }) => keyTag === tag && typeCovered === RrType.DNSKEY),
        signsData: signed === 0 ? "none" : signed === dataSets ? "all" : "some",
        isInDs: inDs.includes(tag),
      },
    ];
  });
  return new Map(duties);
}

/** The duties in words, in the order of tags: `12345 published, signs keys, in DS; 23456 published, signs all data`. */
export function dutiesText(duties: Duties): string {
  const texts = [...duties].map(([tag, { isPublished, signsKeys, signsData, isInDs }]) => {
    const words = [
      isPublished ? "published" : "",
      signsKeys ? "signs keys" : "",
      signsData === "none" ? "" : `signs ${signsData} data`,
      isInDs ? "in DS" : "",
    ];
    return `${tag} ${words.filter((word) => word !== "").join(", ")}`;
  });
  return texts.toSorted().join("; ");
}
