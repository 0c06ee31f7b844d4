import type { Service } from "../../../src/notifications/destination.ts";

/** What a request to one of the services looks like to it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What each service would say against a request, by its published limits; empty where it takes it. */
export function violationsOf(service: Service, request: Received): string[] {
  if (request.headers["content-type"] !== "application/json") return ["is no JSON"];
  return RULES[service](JSON.parse(request.body) as Fields, request).filter((violation) => violation !== "");
}

type Fields = Readonly<Record<string, unknown>>;
type Rule = (body: Fields, request: Received) => string[];

const RULES: Readonly<Record<Service, Rule>> = {
  pagerduty: (body) => {
    const payload = body["payload"] as Fields | undefined;
    const isTrigger = body["event_action"] === "trigger";
    return [
      need(["trigger", "acknowledge", "resolve"].includes(String(body["event_action"])), "event_action"),
      need(String(body["routing_key"]) !== "", "routing_key"),
      text(body, "dedup_key", 255),
      need(isTrigger || payload === undefined, "payload"),
      ...(isTrigger
        ? [
            text(payload ?? {}, "summary", 1024),
            text(payload ?? {}, "source", 1024),
            need(["info", "warning", "error", "critical"].includes(String(payload?.["severity"])), "severity"),
            need(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(payload?.["timestamp"])), "timestamp"),
          ]
        : []),
    ];
  },
  opsgenie: (body, { method, path, headers }) => {
    const action = /\/alerts\/[A-Za-z0-9._%~-]+\/(close|acknowledge|notes|priority)\?identifierType=alias$/.exec(
      path,
    )?.[1];
    const isCreation = path.endsWith("/alerts");
    return [
      need(/^GenieKey \S+$/.test(String(headers["authorization"])), "authorization"),
      need(isCreation || action !== undefined, "path"),
      need(method === (action === "priority" ? "PUT" : "POST"), "method"),
      ...(isCreation || action === "priority" ? [need(/^P[1-5]$/.test(String(body["priority"])), "priority")] : []),
      ...(action === "notes" ? [text(body, "note", 25_000)] : []),
      ...(isCreation
        ? [
            text(body, "message", 130),
            text(body, "alias", 512),
            text(body, "description", 15_000),
            text(body, "entity", 512),
            need(
              (body["tags"] as string[]).every((tag) => tag.length <= 50),
              "tags",
            ),
            need(Object.entries(body["details"] as Fields).join("").length <= 8000, "details"),
          ]
        : []),
    ];
  },
  slack: (body) => {
    const blocks = body["blocks"] as readonly Fields[];
    const limits: Readonly<Record<string, number>> = { header: 150, section: 3000, context: 2000 };
    const texts = blocks.flatMap((block) =>
      [block["text"], block["elements"]].flat().flatMap((each) => (each ? [{ block, object: each as Fields }] : [])),
    );
    return [
      text(body, "text", 4000),
      need(blocks.length <= 50, "number of blocks"),
      ...texts.map(({ block, object }) => text(object, "text", limits[String(block["type"])] ?? 0)),
      need(![body, ...texts.map(({ object }) => object)].some(hasMention), "a mention"),
    ];
  },
  teams: (body, { body: sent }) => {
    const [attachment = {}] = body["attachments"] as readonly Fields[];
    const card = attachment["content"] as Fields;
    return [
      need(Buffer.byteLength(sent) <= 28_000, "size"),
      need(body["type"] === "message", "type"),
      need(attachment["contentType"] === "application/vnd.microsoft.card.adaptive", "contentType"),
      need(card["type"] === "AdaptiveCard", "card"),
      need(!/"TextBlock"|"value":"(?:[^"\\]|\\.)*\]\(/.test(sent), "a text that may hold a link in Markdown"),
    ];
  },
  webhook: (body) => [need(body["version"] === 1, "version"), text(body, "id", 36)],
};

/** Slack reads mentions in its markup, unless a text is marked as plain. */
function hasMention(object: Fields): boolean {
  return object["type"] !== "plain_text" && /<[!@#]/.test(String(object["text"]));
}

function need(holds: boolean, what: string): string {
  return holds ? "" : `${what} is wrong`;
}

function text(fields: Fields, name: string, length: number): string {
  const value = fields[name];
  return need(typeof value === "string" && value.length > 0 && value.length <= length, `${name} of 1 to ${length}`);
}
