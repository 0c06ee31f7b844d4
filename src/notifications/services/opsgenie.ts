import type { HttpRequest } from "../../util/http-request.ts";
import type { Level } from "../../util/level.ts";
import type { Alert } from "../alert.ts";
import { factsOf, type Message, remarksOf, shortText } from "../message.ts";
import { cut } from "../text.ts";

const MAX_MESSAGE = 130;
const MAX_ALIAS = 512;
const MAX_DESCRIPTION = 15_000;
const MAX_ENTITY = 512;
const MAX_DETAIL = 1000;
const MAX_USER = 100;

const PRIORITIES: Readonly<Record<Level, "P1" | "P2" | "P3" | "P5">> = {
  info: "P5",
  warning: "P3",
  critical: "P2",
  emergency: "P1",
};

/** Requests of the Alert API, also of its successor in Jira Service Management; url is that of the alerts. */
export function opsgenieRequests(message: Message, url: string, secret: string): HttpRequest[] {
  const { action, zone, alerts, resolved, folded, author } = message;
  const note = remarksOf(message).join("\n");
  const sign = { source: "notify_dnssec", ...(author === "" ? {} : { user: cut(author, MAX_USER) }) };
  const send = (method: HttpRequest["method"], path: string, body: object): HttpRequest => ({
    method,
    url: `${url}${path}`,
    headers: { "content-type": "application/json", authorization: `GenieKey ${secret}` },
    body: JSON.stringify(body),
  });
  const act = (alert: Alert, verb: "close" | "acknowledge" | "notes"): HttpRequest =>
    send("POST", pathOf(zone, alert, verb), { ...sign, note });
  const verbs = { acknowledgement: "acknowledge", note: "notes" } as const;
  return [
    ...alerts.flatMap((alert) =>
      action === "problem"
        ? [
            send("POST", "", creation(message, alert, note)),
            // An alert that is open already keeps the priority it was created with.
            send("PUT", pathOf(zone, alert, "priority"), { priority: PRIORITIES[alert.level] }),
          ]
        : action === "recovery"
          ? []
          : [act(alert, verbs[action])],
    ),
    ...[...resolved, ...folded].map((alert) => act(alert, "close")),
  ];
}

function creation({ zone, author, link }: Message, alert: Alert, note: string): object {
  const facts = factsOf(alert);
  const lines = [shortText(alert), "", ...facts.map(([name, text]) => `${name}: ${text}`), link, note];
  return {
    message: cut(`${alert.level.toUpperCase()} ${zone}: ${shortText(alert)}`, MAX_MESSAGE),
    alias: aliasOf(zone, alert),
    description: cut(lines.join("\n").trim(), MAX_DESCRIPTION),
    entity: cut(zone, MAX_ENTITY),
    source: "notify_dnssec",
    ...(author === "" ? {} : { user: cut(author, MAX_USER) }),
    priority: PRIORITIES[alert.level],
    tags: ["dnssec", alert.level, cut(alert.cause, 50)],
    details: {
      ...Object.fromEntries(facts.map(([name, text]) => [name, cut(text, MAX_DETAIL)])),
      ...(link === "" ? {} : { Link: cut(link, MAX_DETAIL) }),
    },
  };
}

function pathOf(zone: string, alert: Alert, verb: string): string {
  return `/${encodeURIComponent(aliasOf(zone, alert))}/${verb}?identifierType=alias`;
}

/** The alert's key with colons for slashes, which not every server takes in a path even if they are encoded. */
function aliasOf(zone: string, { cause }: Alert): string {
  const room = MAX_ALIAS - "dnssec::".length - cause.length;
  return `dnssec:${zone.replaceAll("/", "-").slice(-room)}:${cause}`;
}
