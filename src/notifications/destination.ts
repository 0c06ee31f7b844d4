import type { HttpRequest } from "../util/http-request.ts";
import { assertNever } from "../util/assert-never.ts";
import type { Message } from "./message.ts";
import { opsgenieRequests } from "./services/opsgenie.ts";
import { pagerDutyRequests } from "./services/pagerduty.ts";
import { slackRequests } from "./services/slack.ts";
import { teamsRequests } from "./services/teams.ts";
import { webhookRequests } from "./services/webhook.ts";

/** The services that a message can go to. */
export const SERVICES = ["pagerduty", "opsgenie", "slack", "teams", "webhook"] as const;
export type Service = (typeof SERVICES)[number];

/** What a service's secret is: its own key, the whole URL, or what messages are signed with, if they are. */
export const SECRETS: Readonly<Record<Service, "key" | "url" | "signature">> = {
  pagerduty: "key",
  opsgenie: "key",
  slack: "url",
  teams: "url",
  webhook: "signature",
};

/** Where a service is, unless --url says. */
export const DEFAULT_URLS: Readonly<Record<Service, string | null>> = {
  pagerduty: "https://events.pagerduty.com/v2/enqueue",
  opsgenie: "https://api.opsgenie.com/v2/alerts",
  slack: null,
  teams: null,
  webhook: null,
};

/** The requests that tell a service of a message, in order, each safe to send again; url is the secret's where that is one. */
export function requestsFor(service: Service, message: Message, url: string, secret: string | null): HttpRequest[] {
  switch (service) {
    case "pagerduty":
      return pagerDutyRequests(message, url, secret ?? "");
    case "opsgenie":
      return opsgenieRequests(message, url, secret ?? "");
    case "slack":
      return slackRequests(message, url);
    case "teams":
      return teamsRequests(message, url);
    case "webhook":
      return webhookRequests(message, url, secret);
    default:
      return assertNever(service);
  }
}
