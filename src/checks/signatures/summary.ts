import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import { countMetric, type Metric, metricLabel } from "../../monitoring/perfdata.ts";
import type { Threshold } from "../../monitoring/range.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import { earliest, type Expiry, expiryMetric, expiryText } from "../shared/expiry.ts";
import type { SeenRrset, SignaturesOptions } from "./check.ts";

/** The line that says how the signatures stand: the worst finding, or how much is signed and until when. */
export function signaturesSummary(
  zone: DomainName,
  findings: readonly Finding[],
  seen: readonly SeenRrset[],
  servers: number,
  expiry: (Expiry & { readonly server: ServerAddress }) | null,
): string {
  const worst = worstFinding(findings);
  if (worst?.id === "rrsig-expiring-soon" && expiry !== null) {
    return `${expiryText(expiry, zone)}${whereText(worst.servers)}`;
  }
  if (worst !== undefined && worst.level !== "info") {
    return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  }
  if (expiry === null) return worst === undefined ? "nothing is signed" : describe(worst).message;
  const rrsets = new Set(seen.map(({ set }) => `${set.type} ${set.owner.key}`)).size;
  return `${rrsets} RRsets signed on ${servers} ${servers === 1 ? "server" : "servers"}, ${expiryText(expiry, zone)}`;
}

/** How long signatures last: over all, for DNSKEY, and at each server; and how many RRsets were looked at. */
export function signaturesMetrics(
  thresholds: { readonly now: number; readonly warning: Threshold; readonly critical: Threshold },
  { dnskeyWarning, dnskeyCritical }: SignaturesOptions,
  zone: DomainName,
  seen: readonly SeenRrset[],
  expiries: readonly (Expiry & { readonly server: ServerAddress })[],
): Metric[] {
  const dnskeys = expiries.filter(({ type, name }) => type === RrType.DNSKEY && name.equals(zone));
  const dnskeyThresholds = { ...thresholds, warning: dnskeyWarning, critical: dnskeyCritical };
  const servers = [...new Map(seen.map(({ server }) => [metricName(server), server])).entries()];
  return [
    expiryMetric(thresholds, earliest(expiries)),
    { ...expiryMetric(dnskeyThresholds, earliest(dnskeys)), name: "dnskey_expiry" },
    countMetric("rrsets", seen.length),
    countMetric("servers", servers.length),
    ...servers.map(([name, server]) => ({
      ...expiryMetric(thresholds, earliest(expiries.filter((expiry) => expiry.server === server))),
      name,
    })),
  ];
}

/** `expiry_ns1_example_com_192_0_2_1`: one server's address. */
function metricName({ name, address }: ServerAddress): string {
  return metricLabel("expiry", ...(name === null ? [] : [nameText(name)]), address);
}
