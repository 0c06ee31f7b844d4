import type { ZoneServers } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import { countMetric, type Metric } from "../../monitoring/perfdata.ts";
import { renderThreshold, type Threshold } from "../../monitoring/range.ts";
import { whereText, findingText, worstFinding } from "../shared/worst-finding.ts";
import { apexReply } from "./apex-reply.ts";
import type { ZoneCopy } from "./copies.ts";
import type { ServerAnswers } from "./gather.ts";
import type { Lag } from "./lag.ts";

/** The line that says how the servers stand: the worst finding, or what they all serve. */
export function nameserversSummary(
  zone: DomainName,
  findings: readonly Finding[],
  copies: readonly ZoneCopy[],
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  const [first] = copies;
  if (first === undefined) return worst === undefined ? "no server answered" : describe(worst).message;
  const addresses = copies.length === 1 ? "1 address serves" : `all ${copies.length} addresses serve`;
  const state = first.keys.length > 0 ? "signed" : "unsigned";
  const serials = [...new Set(copies.map(({ soa }) => soa.serial))];
  return `${addresses} the ${state} zone, ${serials.length === 1 ? "serial" : "serials"} ${serials.join(", ")}`;
}

/** How far the copies are apart, how many servers there are and fail, and how long the slowest took. */
export function nameserversMetrics(
  { warning, critical }: { readonly warning: Threshold; readonly critical: Threshold },
  servers: readonly ServerAnswers[],
  copies: readonly ZoneCopy[],
  lags: readonly Lag[],
): Metric[] {
  const times = servers.flatMap(({ soa }) => (soa.kind === "answered" ? [soa.elapsed] : []));
  const lag = copies.length === 0 ? null : Math.max(0, ...lags.map(({ behindFor }) => behindFor ?? 0));
  return [
    {
      ...countMetric("copy_lag", lag),
      uom: "s",
      warn: renderThreshold(warning, "s"),
      crit: renderThreshold(critical, "s"),
    },
    countMetric("servers", servers.length),
    countMetric("servers_failing", servers.filter(({ soa }) => apexReply(soa).answer === null).length),
    { ...countMetric("slowest_answer", times.length === 0 ? null : Math.round(Math.max(...times))), uom: "ms" },
  ];
}

/** One line a server: what it serves, or why not. */
export function serverDetails(servers: readonly ServerAnswers[], copies: readonly ZoneCopy[]): string[] {
  return servers.map(({ server, soa }) => {
    const copy = copies.find((each) => each.server === server);
    const name = server.name === null ? "" : `${nameText(server.name)} `;
    const state =
      copy === undefined
        ? (apexReply(soa).failure?.detail ?? "no SOA")
        : `serial ${copy.soa.serial}, ${copy.keys.length} keys`;
    return `server: ${name}${server.address}: ${state}`;
  });
}

/** Nameservers without an address, a line each. */
export function unusableDetails({ unusable }: ZoneServers): string[] {
  return unusable.map(({ name, reason }) => `server: ${nameText(name)} ${reason}`);
}
