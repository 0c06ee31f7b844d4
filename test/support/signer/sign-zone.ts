import type { DomainName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType } from "../../../src/dns/registry.ts";
import { type Nsec3Parameters, isOccluded, nsec3Chain, nsec3ParamRdata, nsecChain, zoneCuts } from "./denial-chain.ts";
import { type SigningKey, dnskeyRdata } from "./key.ts";
import { signRrset } from "./rrsig.ts";
import { type Zone, groupRrsets } from "./zone.ts";

/** How a zone denies existence; `compact` leaves it to the server, which signs answers as it gives them (RFC 9824). */
export type Denial = "nsec" | "compact" | "none" | Nsec3Parameters;

/** How a zone is signed. */
export interface SigningOptions {
  readonly keys: readonly SigningKey[];
  /** Seconds since 1970. */
  readonly inception: number;
  readonly expiration: number;
  readonly denial: Denial;
}

/** A signed zone and how it was signed, so that a fault can be signed again. */
export interface SignedZone extends Zone {
  readonly signing: SigningOptions;
}

/** NSEC3 as RFC 9276 recommends it. */
export const NSEC3: Nsec3Parameters = { iterations: 0, salt: new Uint8Array(0), optOut: false };

const KEY_TYPES: ReadonlySet<number> = new Set([RrType.DNSKEY, RrType.CDS, RrType.CDNSKEY]);

/** Signs a zone: adds the published keys, the denial chain and every signature it needs. */
export function signZone(zone: Zone, signing: SigningOptions): SignedZone {
  const { apex } = zone;
  const soa = zone.records.find(({ type, owner }) => type === RrType.SOA && owner.equals(apex));
  if (soa === undefined) throw new Error(`${apex.toString()} has no SOA`);
  const denialTtl = Math.min(soa.ttl, Buffer.from(soa.rdata).readUInt32BE(soa.rdata.length - 4));
  const atApex = (type: number, rdata: Uint8Array, ttl: number) => ({ owner: apex, type, class: CLASS_IN, ttl, rdata });
  const published = signing.keys
    .filter((key) => key.published)
    .map((key) => atApex(RrType.DNSKEY, dnskeyRdata(key), 3600));
  const plain = [...zone.records, ...published];
  const data =
    typeof signing.denial === "string"
      ? plain
      : [...plain, atApex(RrType.NSEC3PARAM, nsec3ParamRdata(signing.denial), 0)];
  const complete = [...data, ...denialChain(apex, data, signing.denial, denialTtl)];
  const { inception, expiration, keys } = signing;
  const signatures = signableRrsets(apex, complete).flatMap((rrset) =>
    keysFor(rrset[0]?.type ?? 0, keys).map((key) => signRrset(rrset, key, { inception, expiration, signerName: apex })),
  );
  return { apex, records: [...complete, ...signatures], signing };
}

/** The keys that sign an RRset of this type. */
export function keysFor(type: number, keys: readonly SigningKey[]): SigningKey[] {
  const scope = KEY_TYPES.has(type) ? "dnskey" : "data";
  return keys.filter(({ signs }) => signs === scope || signs === "all");
}

/** The RRsets a zone signs: authoritative, not NS at a cut, not themselves signatures (RFC 4035 2.2). */
export function signableRrsets(apex: DomainName, records: readonly ResourceRecord[]): ResourceRecord[][] {
  const cuts = zoneCuts(apex, records);
  const isSigned = ({ owner, type }: ResourceRecord) => {
    if (type === RrType.RRSIG || isOccluded(owner, apex, cuts)) return false;
    return !cuts.has(owner.key) || type === RrType.DS || type === RrType.NSEC;
  };
  return groupRrsets(records.filter(isSigned));
}

function denialChain(apex: DomainName, records: readonly ResourceRecord[], denial: Denial, ttl: number) {
  if (denial === "nsec") return nsecChain(apex, records, ttl);
  return typeof denial === "string" ? [] : nsec3Chain(apex, records, ttl, denial);
}
