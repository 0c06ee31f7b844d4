import { isRevoked, isZoneKey } from "./key-tag.ts";
import { sameKey, type ZoneKey } from "./zone-key.ts";

/**
 * What a key is seen to do, whatever its SEP flag says (RFC 6781 3.1): sign the keys, the data, both, or nothing that was
 * looked at, as keys do that are published ahead of their use.
 */
export type KeyRole = "KSK" | "ZSK" | "CSK" | "no signature of it seen" | "revoked" | "no zone key";

/** The role of a key by the keys whose signatures over DNSKEY and over other data were seen. */
export function keyRole(key: ZoneKey, keySigners: readonly ZoneKey[], dataSigners: readonly ZoneKey[]): KeyRole {
  if (isRevoked(key)) return "revoked";
  if (!isZoneKey(key)) return "no zone key";
  const signsKeys = keySigners.some((signer) => sameKey(signer, key));
  const signsData = dataSigners.some((signer) => sameKey(signer, key));
  if (signsKeys) return signsData ? "CSK" : "KSK";
  return signsData ? "ZSK" : "no signature of it seen";
}
