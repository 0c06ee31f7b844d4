import type { DomainName } from "../../dns/name.ts";
import { isSecureEntryPoint, isUsableForZoneData } from "../../dnssec/key-tag.ts";
import { makeDs } from "../../dnssec/ds.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import { toBase64, toHex } from "../../util/bytes.ts";
import { type Announcement, announced } from "./announcement.ts";

/** What should stand at the registrar, in zone-file form: some take DS records, others DNSKEY. */
export interface RegistrarRecords {
  readonly ds: readonly string[];
  readonly dnskey: readonly string[];
}

const SHA256 = 2;

/**
 * The records of the keys that vouch for the zone: those announced by CDS or CDNSKEY if one of them signs the DNSKEY RRset,
 * else those that sign it, with SEP if any has it.
 */
export function registrarRecords(
  zone: DomainName,
  signers: readonly ZoneKey[],
  announcements: readonly Announcement[],
): RegistrarRecords {
  const usable = signers.filter(isUsableForZoneData);
  const entryPoints = usable.filter(isSecureEntryPoint);
  const wanted = announcements.flatMap(announced).flatMap(({ key }) => key ?? []);
  const isAnnounced = wanted.some((key) => usable.some((signer) => sameKey(signer, key)));
  const chosen = isAnnounced ? wanted.filter(isUsableForZoneData) : entryPoints.length > 0 ? entryPoints : usable;
  const keys = chosen.filter((key, i) => chosen.findIndex((other) => sameKey(other, key)) === i);
  return {
    ds: keys.flatMap((key) => {
      const ds = makeDs(zone, key, SHA256);
      return ds === null ? [] : [`${zone.toString()} IN DS ${key.tag} ${key.algorithm} ${SHA256} ${toHex(ds.digest)}`];
    }),
    dnskey: keys.map(
      ({ flags, protocol, algorithm, publicKey }) =>
        `${zone.toString()} IN DNSKEY ${flags} ${protocol} ${algorithm} ${toBase64(publicKey)}`,
    ),
  };
}
