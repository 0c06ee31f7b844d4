import { type Finding, type FindingId } from "../../dnssec/finding.ts";
import { LEVELS } from "../../util/level.ts";
import type { Causes } from "../shared/causes.ts";
import { isSameServer } from "../shared/merge-findings.ts";

export const NAMESERVER_CAUSES: Causes = {
  "ns-unresponsive-udp": ["ns-address-special-use"],
  "ns-unresponsive-tcp": ["ns-address-special-use", "ns-unresponsive-udp", "ns-malformed-response"],
  "ns-error-rcode": ["ns-edns-downgrade"],
  "ns-no-dnssec-support": ["ns-edns-downgrade"],
  "ns-inconsistent-signed": ["ns-not-authoritative"],
  "ns-edns-no-opt": ["ns-no-dnssec-support"],
  "ns-dnskey-rrset-differs": ["ns-stale-secondary"],
  "ns-negative-soa-wrong-owner": ["ns-not-authoritative"],
  "ns-ede-from-authoritative": ["ns-error-rcode", "ns-not-authoritative"],
};

/** Names the cause of each finding that follows from another one, no less grave, at the same servers. */
export function causesAtServers(findings: readonly Finding[]): Finding[] {
  return findings.map((each) => {
    const explains = (id: FindingId): boolean =>
      findings.some((other) => other.id === id && isAsGrave(other, each) && isAtAll(other, each));
    const cause = NAMESERVER_CAUSES[each.id]?.find(explains);
    return cause === undefined ? each : { ...each, cause };
  });
}

function isAsGrave(cause: Finding, effect: Finding): boolean {
  return LEVELS.indexOf(cause.level) >= LEVELS.indexOf(effect.level);
}

function isAtAll(cause: Finding, effect: Finding): boolean {
  return effect.servers.every((server) => cause.servers.some((other) => isSameServer(server, other)));
}
