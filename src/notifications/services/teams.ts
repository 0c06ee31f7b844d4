import type { HttpRequest } from "../../util/http-request.ts";
import type { Level } from "../../util/level.ts";
import { factsOf, type Message, remarksOf, shortText, titleOf, worstLevel } from "../message.ts";
import { cut, fitting } from "../text.ts";

/** Teams takes about 28 kB. */
const MAX_BODY = 25_000;
const MAX_TITLE = 300;
const MAX_TEXT = 1000;

const COLOURS: Readonly<Record<Level, "default" | "warning" | "attention">> = {
  info: "default",
  warning: "warning",
  critical: "attention",
  emergency: "attention",
};

/** One Adaptive Card to a webhook of the Workflows app. */
export function teamsRequests(message: Message, url: string): HttpRequest[] {
  const alerts = message.action === "problem" ? message.alerts : [];
  const body = fitting(alerts, MAX_BODY, (shown) => card(message, shown, alerts.length - shown.length));
  return [{ method: "POST", url, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }];
}

function card(message: Message, shown: Message["alerts"], more: number): object {
  const { action, alerts, link } = message;
  const colour = action === "problem" ? COLOURS[worstLevel(alerts)] : action === "recovery" ? "good" : "default";
  const title = text(titleOf(message), MAX_TITLE, { weight: "bolder", size: "large", color: colour });
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      title,
      ...shown.flatMap((alert) => [
        text(shortText(alert), MAX_TEXT, { weight: "bolder" }),
        { type: "FactSet", facts: factsOf(alert).map(([name, value]) => ({ title: name, value: unmarked(value) })) },
      ]),
      ...(more === 0 ? [] : [text(`and ${more} more alerts`, MAX_TEXT)]),
      ...remarksOf(message).map((line) => text(line, MAX_TEXT, { isSubtle: true })),
    ],
    actions: link === "" ? [] : [{ type: "Action.OpenUrl", title: "Open in the monitoring system", url: link }],
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

/** Rich text, in which Teams reads no Markdown, unlike in a TextBlock. */
function text(line: string, length: number, style: object = {}): object {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text: cut(line, length), ...style }] };
}

/** A fact may hold Markdown: what could become a link is taken apart. */
function unmarked(value: string): string {
  return cut(value, MAX_TEXT).replaceAll("](", "] (");
}
