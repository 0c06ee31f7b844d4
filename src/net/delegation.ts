import { type AddressFamily, addressFamily, addressText } from "../dns/address.ts";
import type { Answered, ServerAddress } from "../dns/lookup.ts";
import type { Message } from "../dns/message.ts";
import type { DomainName } from "../dns/name.ts";
import { parseEach, parseTarget } from "../dns/rdata.ts";
import type { ResourceRecord } from "../dns/record.ts";
import { referralOwner } from "../dns/referral.ts";
import { CLASS_IN, RrType } from "../dns/registry.ts";

/** A server named by a delegation, with the addresses that came along; name is null for a server given by address. */
interface DelegatedServer {
  readonly name: DomainName | null;
  readonly addresses: readonly ServerAddress[];
}

/** A zone and the servers to ask about it. */
export interface Delegation {
  readonly zone: DomainName;
  readonly servers: readonly DelegatedServer[];
  /** The answer that delegated it; null where a walk starts. */
  readonly referral: Answered | null;
  /** The zone whose servers delegated it; null where a walk starts. */
  readonly delegatedBy: DomainName | null;
  /** True where these servers were given, so that no others are to be looked for. */
  readonly isComplete: boolean;
}

/** Which addresses are used, and the port of the servers found. */
export interface AddressPolicy {
  readonly families: readonly AddressFamily[];
  readonly port: number;
}

/** Nameservers of one delegation that are considered. */
const MAX_NAMESERVERS = 32;
/** Addresses of one nameserver that are considered. */
const MAX_ADDRESSES = 8;

/**
 * The delegation in an answer about name by servers of the zone, or null where it is none. It must lead strictly down
 * towards name, and only glue at or below the zone counts: its servers can vouch for no other.
 */
export function readDelegation(
  reply: Answered,
  zone: DomainName,
  name: DomainName,
  policy: AddressPolicy,
): Delegation | null {
  const { message } = reply;
  const cut = referralOwner(message);
  if (cut === null || !leadsDown(message, zone, name)) return null;
  const nameservers = nameserversOf(message.authority, cut);
  const glue = message.additional.filter((record) => record.owner.isAtOrBelow(zone));
  return {
    zone: cut,
    servers: nameservers.map((server) => ({ name: server, addresses: addressesIn(glue, server, policy) })),
    referral: reply,
    delegatedBy: zone,
    isComplete: false,
  };
}

/** Tells whether a message refers from the zone strictly down towards name. */
export function leadsDown(message: Message, zone: DomainName, name: DomainName): boolean {
  const cut = referralOwner(message);
  return cut !== null && cut.isBelow(zone) && name.isAtOrBelow(cut);
}

/** Tells whether a referral says if the child zone is signed: by its DS or by a denial of it (RFC 4035 3.1.4.1). */
export function tellsOfDs(referral: Message): boolean {
  return referral.authority.some(({ type }) => type === RrType.DS || type === RrType.NSEC || type === RrType.NSEC3);
}

/** The distinct names in the NS RRset of an owner. */
export function nameserversOf(section: readonly ResourceRecord[], owner: DomainName): DomainName[] {
  const records = section.filter((record) => record.type === RrType.NS && record.owner.equals(owner));
  const names = parseEach(
    records.map((record) => record.rdata),
    parseTarget,
  );
  return [...new Map(names.map((name) => [name.key, name])).values()].slice(0, MAX_NAMESERVERS);
}

/** The distinct addresses that records of a section give a server, of the families in use. */
export function addressesIn(
  section: readonly ResourceRecord[],
  name: DomainName,
  { families, port }: AddressPolicy,
): ServerAddress[] {
  const addresses = new Set<string>();
  for (const { owner, type, class: recordClass, rdata } of section) {
    const address = recordClass === CLASS_IN && owner.equals(name) ? addressText(type, rdata) : null;
    if (address !== null && isUsed(address, families)) addresses.add(address);
  }
  return [...addresses].slice(0, MAX_ADDRESSES).map((address) => ({ name, address, port }));
}

/** Tells whether an address is of one of the families. */
export function isUsed(address: string, families: readonly AddressFamily[]): boolean {
  const family = addressFamily(address);
  return family !== null && families.includes(family);
}
