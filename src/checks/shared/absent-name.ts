import type { DomainName } from "../../dns/name.ts";

/** A label that no zone holds, so that servers must prove its absence. */
const ABSENT_LABEL = "dnssec-check-absent-name";
const MAX_NAME = 255;

/** A name below this one that does not exist; null where it would be too long. Every check asks for the same one. */
export function absentName(name: DomainName, label = ABSENT_LABEL): DomainName | null {
  const octets = new TextEncoder().encode(label);
  return name.wire.length + octets.length + 1 > MAX_NAME ? null : name.child(octets);
}
