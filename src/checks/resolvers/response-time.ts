import type { Reply } from "../../dns/lookup.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { alerts, renderThreshold } from "../../monitoring/range.ts";
import type { CheckContext } from "../context.ts";
import type { ResolverView } from "./gather.ts";

/** Seconds that a resolver took for the zone's SOA, repeats included; null where it has not answered. */
export function responseTime({ replies }: Pick<ResolverView, "replies">): number | null {
  const [soa] = replies;
  return soa === undefined ? null : secondsOf(soa);
}

/** Judges response times by the thresholds. */
export function slownessFindings(
  { zone, warning, critical }: Pick<CheckContext<unknown>, "zone" | "warning" | "critical">,
  views: readonly ResolverView[],
): Finding[] {
  return views.flatMap((view) => {
    const time = responseTime(view);
    if (time === null) return [];
    const isCritical = alerts(critical, time);
    if (!isCritical && !alerts(warning, time)) return [];
    const limit = renderThreshold(isCritical ? critical : warning, "s") ?? "";
    const params = { found: timeText(time), limit: `${limit} s` };
    const level = isCritical ? "critical" : "warning";
    return [finding("resolver-slow", { subject: { name: zone }, servers: [view.server], level, params })];
  });
}

/** A short time in words: `32 ms` or `2.4 s`. */
export function timeText(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

function secondsOf(reply: Reply): number | null {
  return reply.kind === "answered" ? Math.round(reply.elapsed) / 1000 : null;
}
