import { RrType } from "../../../src/dns/registry.ts";
import type { Mutation } from "./mutate.ts";
import { type SignedZone, type SigningOptions, signZone } from "./sign-zone.ts";

const MADE_BY_SIGNER: ReadonlySet<number> = new Set([
  RrType.RRSIG,
  RrType.DNSKEY,
  RrType.NSEC,
  RrType.NSEC3,
  RrType.NSEC3PARAM,
]);

/** Signs the whole zone anew, denial chain and all: with other keys, for other times, or after records changed. */
export function signAnew(change: Partial<SigningOptions> = {}): Mutation {
  return (zone) => signZone(withoutSigner(zone), { ...zone.signing, ...change });
}

/** Takes out all that signing had added: the copy of a server that was left behind or never knew. */
export function unsign(): Mutation {
  return (zone) => ({ ...withoutSigner(zone), signing: { ...zone.signing, denial: "none" } });
}

function withoutSigner(zone: SignedZone): SignedZone {
  return { ...zone, records: zone.records.filter(({ type }) => !MADE_BY_SIGNER.has(type)) };
}
