import type { DomainName } from "../../dns/name.ts";
import { extendedErrorText } from "../../dnssec/extended-errors.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { countMetric, type Metric, metricLabel } from "../../monitoring/perfdata.ts";
import { renderThreshold } from "../../monitoring/range.ts";
import type { CheckContext } from "../context.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import { verdictOf } from "./agreement.ts";
import { isAuthenticated, isResolved, type ResolverView } from "./gather.ts";
import { responseTime, timeText } from "./response-time.ts";

/** What one resolver makes of the zone's SOA, as the JSON object has it. */
export interface ResolverState {
  readonly address: string;
  readonly port: number;
  readonly role: ResolverView["role"];
  readonly answer: string;
  readonly resolves: boolean;
  readonly authenticates: boolean;
  /** In words. */
  readonly extended_errors: readonly string[];
  /** Seconds; null where no answer came. */
  readonly response_time: number | null;
}

/** How each resolver does. */
export function resolverStates(views: readonly ResolverView[]): ResolverState[] {
  return views.map((view) => {
    const [soa] = view.replies;
    const message = soa?.kind === "answered" ? soa.message : null;
    return {
      address: view.server.address,
      port: view.server.port,
      role: view.role,
      answer: soa?.kind === "answered" ? verdictOf(soa) : "no answer",
      resolves: message !== null && isResolved(message),
      authenticates: soa !== undefined && isAuthenticated(soa),
      extended_errors: (message?.edns?.extendedErrors ?? []).map(extendedErrorText),
      response_time: responseTime(view),
    };
  });
}

/** The line that says how resolvers stand: the worst finding, or how many resolve the zone and how fast. */
export function resolversSummary(
  zone: DomainName,
  findings: readonly Finding[],
  states: readonly ResolverState[],
): string {
  const worst = worstFinding(findings.filter(({ cause }) => cause === undefined));
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  const authenticating = states.filter(({ authenticates }) => authenticates).length;
  const count = `${states.length} ${states.length === 1 ? "resolver resolves" : "resolvers resolve"} it`;
  const slowest = slowestOf(states);
  const speed = slowest === null ? "" : `, the slowest in ${timeText(slowest)}`;
  return `${count}, ${authenticating === states.length ? "authenticated" : `${authenticating} with AD`}${speed}`;
}

/** Response times over all and of each resolver, and how many resolve and authenticate the zone. */
export function resolversMetrics(
  { warning, critical }: Pick<CheckContext<unknown>, "warning" | "critical">,
  states: readonly ResolverState[],
): Metric[] {
  const time = (name: string, value: number | null): Metric => ({
    ...countMetric(name, value),
    uom: "s",
    warn: renderThreshold(warning, "s"),
    crit: renderThreshold(critical, "s"),
  });
  const count = (name: string, value: number): Metric => ({ ...countMetric(name, value), max: states.length });
  return [
    time("response_time", slowestOf(states)),
    countMetric("resolvers", states.length),
    count("resolving", states.filter(({ resolves }) => resolves).length),
    count("authenticating", states.filter(({ authenticates }) => authenticates).length),
    ...states.map((state) => time(metricName(state), state.response_time)),
  ];
}

/** One line a resolver, for -v. */
export function resolversDetails(states: readonly ResolverState[]): string[] {
  return states.map(({ address, answer, role, extended_errors: errors, response_time: time }) => {
    const parts = [answer, ...errors, ...(time === null ? [] : [timeText(time)])];
    return `resolver ${address}${role === "unmarked" ? "" : ` (${role})`}: ${parts.join(", ")}`;
  });
}

function slowestOf(states: readonly ResolverState[]): number | null {
  const times = states.flatMap(({ response_time: time }) => time ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

const DNS_PORT = 53;

/** `response_time_192_0_2_1`, with the port where it is not 53. */
function metricName({ address, port }: ResolverState): string {
  return metricLabel("response_time", address, ...(port === DNS_PORT ? [] : [String(port)]));
}
