import type { ServerAddress } from "../../dns/lookup.ts";
import type { Finding, FindingId } from "../../dnssec/finding.ts";
import { isSameServer } from "./merge-findings.ts";

/** What has run out everywhere is lost for everybody. */
const WORSE_EVERYWHERE = new Set<FindingId>(["rrsig-expired", "rrsig-expired-denial"]);

/**
 * Fits levels to how many of the answering servers show a fault: what would be an emergency is critical while another
 * server is still good, and expired data is an emergency once none is.
 */
export function levelBySpread(found: Finding, answering: readonly ServerAddress[]): Finding {
  const isAbout = (server: ServerAddress): boolean => found.servers.some((other) => isSameServer(server, other));
  const affected = answering.filter(isAbout);
  // A fault seen elsewhere, at the parent's servers say, is none of these servers'.
  if (affected.length === 0 || affected.length < found.servers.length) return found;
  const isEverywhere = affected.length === answering.length;
  if (!isEverywhere && found.level === "emergency") return { ...found, level: "critical" };
  const isWorse = isEverywhere && found.level === "critical" && WORSE_EVERYWHERE.has(found.id);
  return isWorse ? { ...found, level: "emergency" } : found;
}
