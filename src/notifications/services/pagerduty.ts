import { renderTime } from "../../util/clock.ts";
import type { HttpRequest } from "../../util/http-request.ts";
import type { Level } from "../../util/level.ts";
import { type Alert, alertKey } from "../alert.ts";
import { factsOf, type Message, remarksOf, shortText } from "../message.ts";
import { cut } from "../text.ts";

const MAX_SUMMARY = 1024;

const SEVERITIES: Readonly<Record<Level, "info" | "warning" | "error" | "critical">> = {
  info: "info",
  warning: "warning",
  critical: "error",
  emergency: "critical",
};

/** Events of the Events API v2, one an alert; a note without a problem has none. */
export function pagerDutyRequests(message: Message, url: string, secret: string): HttpRequest[] {
  const { action, zone, alerts, resolved, folded } = message;
  const event = (kind: "trigger" | "acknowledge" | "resolve", alert: Alert, more: object = {}): HttpRequest => ({
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      routing_key: secret,
      event_action: kind,
      dedup_key: alertKey(zone, alert.cause),
      ...more,
    }),
  });
  return [
    ...(action === "problem" ? alerts.map((alert) => event("trigger", alert, details(message, alert))) : []),
    ...(action === "acknowledgement" ? alerts.map((alert) => event("acknowledge", alert)) : []),
    ...[...resolved, ...folded].map((alert) => event("resolve", alert)),
  ];
}

function details(message: Message, alert: Alert): object {
  const { zone, link, at } = message;
  return {
    client: "notify_dnssec",
    ...(link === "" ? {} : { client_url: link, links: [{ href: link, text: "Service in the monitoring system" }] }),
    payload: {
      summary: cut(`${alert.level.toUpperCase()} ${zone}: ${shortText(alert)}`, MAX_SUMMARY),
      source: zone,
      severity: SEVERITIES[alert.level],
      timestamp: renderTime(at),
      component: alert.label,
      group: zone,
      class: alert.cause,
      custom_details: { ...Object.fromEntries(factsOf(alert)), Message: alert.message, Remarks: remarksOf(message) },
    },
  };
}
