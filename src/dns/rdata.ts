import { WireFormatError } from "../util/errors.ts";
import { Reader } from "../util/reader.ts";
import { type DomainName, readName } from "./name.ts";
import { parseTypeBitmap } from "./type-bitmap.ts";

/** DNSKEY or CDNSKEY RDATA (RFC 4034 2.1). */
export interface Dnskey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly rdata: Uint8Array;
}

/** DS or CDS RDATA (RFC 4034 5.1). */
export interface Ds {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** RRSIG RDATA (RFC 4034 3.1); times are the 32-bit values of the wire, for serial arithmetic. */
export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  /** Seconds. */
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signerName: DomainName;
  readonly signature: Uint8Array;
}

/** NSEC RDATA (RFC 4034 4.1). */
export interface Nsec {
  readonly nextName: DomainName;
  readonly types: ReadonlySet<number>;
}

/** The parameters that NSEC3 and NSEC3PARAM share (RFC 5155 3.1). */
export interface Nsec3Parameters {
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
}

/** NSEC3 RDATA (RFC 5155 3.2). */
export interface Nsec3 extends Nsec3Parameters {
  readonly nextHash: Uint8Array;
  readonly types: ReadonlySet<number>;
}

/** SOA RDATA (RFC 1035 3.3.13); times in seconds. */
export interface Soa {
  readonly primary: DomainName;
  readonly mailbox: DomainName;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** DNSKEY flag bits (RFC 4034 2.1.1, RFC 5011 3). */
export const DnskeyFlag = { ZONE: 0x0100, REVOKE: 0x0080, SEP: 0x0001 } as const;

/** The Opt-Out bit of NSEC3 flags (RFC 5155 3.1.2.1). */
export const NSEC3_OPT_OUT = 1;

export function parseDnskey(rdata: Uint8Array): Dnskey {
  const reader = new Reader(rdata);
  return {
    flags: reader.uint16(),
    protocol: reader.uint8(),
    algorithm: reader.uint8(),
    publicKey: reader.rest(),
    rdata,
  };
}

export function parseDs(rdata: Uint8Array): Ds {
  const reader = new Reader(rdata);
  return { keyTag: reader.uint16(), algorithm: reader.uint8(), digestType: reader.uint8(), digest: reader.rest() };
}

export function parseRrsig(rdata: Uint8Array): Rrsig {
  const reader = new Reader(rdata);
  return {
    typeCovered: reader.uint16(),
    algorithm: reader.uint8(),
    labels: reader.uint8(),
    originalTtl: reader.uint32(),
    expiration: reader.uint32(),
    inception: reader.uint32(),
    keyTag: reader.uint16(),
    signerName: readName(reader),
    signature: reader.rest(),
  };
}

export function parseNsec(rdata: Uint8Array): Nsec {
  const reader = new Reader(rdata);
  return { nextName: readName(reader), types: parseTypeBitmap(reader) };
}

export function parseNsec3(rdata: Uint8Array): Nsec3 {
  const reader = new Reader(rdata);
  return { ...readNsec3Parameters(reader), nextHash: reader.take(reader.uint8()), types: parseTypeBitmap(reader) };
}

export function parseNsec3param(rdata: Uint8Array): Nsec3Parameters {
  const reader = new Reader(rdata);
  const parameters = readNsec3Parameters(reader);
  if (reader.remaining > 0) throw new WireFormatError("octets after the NSEC3PARAM salt");
  return parameters;
}

export function parseSoa(rdata: Uint8Array): Soa {
  const reader = new Reader(rdata);
  return {
    primary: readName(reader),
    mailbox: readName(reader),
    serial: reader.uint32(),
    refresh: reader.uint32(),
    retry: reader.uint32(),
    expire: reader.uint32(),
    minimum: reader.uint32(),
  };
}

/** The name that NS, CNAME, DNAME or PTR RDATA consists of. */
export function parseTarget(rdata: Uint8Array): DomainName {
  return readName(new Reader(rdata));
}

/** The values of those RDATAs that are well formed; malformed ones are left out. */
export function parseEach<T>(rdatas: readonly Uint8Array[], parse: (rdata: Uint8Array) => T): T[] {
  return rdatas.flatMap((rdata) => parseOrNull(rdata, parse) ?? []);
}

/** The value of one RDATA, or null where it is malformed. */
export function parseOrNull<T>(rdata: Uint8Array, parse: (rdata: Uint8Array) => T): T | null {
  try {
    return parse(rdata);
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}

function readNsec3Parameters(reader: Reader): Nsec3Parameters {
  return {
    hashAlgorithm: reader.uint8(),
    flags: reader.uint8(),
    iterations: reader.uint16(),
    salt: reader.take(reader.uint8()),
  };
}
