import { nsec3Hash } from "../crypto/digest.ts";
import type { DomainName } from "../dns/name.ts";
import { toHex } from "../util/bytes.ts";

/** File systems take names of 255 octets; the rest is left to what a temporary file adds. */
const MAX_FILE_NAME = 180;

/** A zone's name as a file name: nothing in it but letters, digits, `-`, `_`, `.` and `%XX`; a long one ends in its hash. */
export function zoneFileName(zone: DomainName): string {
  const text = zone.isRoot() ? "." : zone.toString().toLowerCase().slice(0, -1);
  const safe = text.replace(/[^a-z0-9._-]|^\./g, (character) => `%${toHex(Buffer.from(character))}`);
  if (safe.length <= MAX_FILE_NAME) return `${safe}.json`;
  return `${safe.slice(0, MAX_FILE_NAME - 41)}-${toHex(nsec3Hash(zone, new Uint8Array(0), 0))}.json`;
}
