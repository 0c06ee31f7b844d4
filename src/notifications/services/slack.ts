import type { HttpRequest } from "../../util/http-request.ts";
import { factsOf, type Message, remarksOf, shortText, titleOf } from "../message.ts";
import { cut } from "../text.ts";

const MAX_HEADER = 150;
const MAX_TEXT = 3000;
const MAX_CONTEXT = 2000;
const MAX_FALLBACK = 500;
/** Slack takes 50 blocks; nobody reads that many alerts. */
const MAX_ALERTS = 12;

/**
 * One message to an incoming webhook. All that plugins or people wrote stands in plain_text, in which Slack reads neither
 * mentions nor markup; only the fallback is escaped.
 */
export function slackRequests(message: Message, url: string): HttpRequest[] {
  const { alerts, link } = message;
  const title = titleOf(message);
  const shown = message.action === "problem" ? alerts.slice(0, MAX_ALERTS) : [];
  const more = message.action === "problem" ? alerts.length - shown.length : 0;
  const blocks = [
    { type: "header", text: plain(title, MAX_HEADER) },
    ...shown.map((alert) => ({
      type: "section",
      text: plain([shortText(alert), ...factsOf(alert).map(([name, text]) => `${name}: ${text}`)].join("\n"), MAX_TEXT),
    })),
    ...(more === 0 ? [] : [{ type: "section", text: plain(`and ${more} more alerts`, MAX_TEXT) }]),
    { type: "context", elements: [plain(remarksOf(message).join("\n"), MAX_CONTEXT)] },
    ...(link === "" ? [] : [{ type: "section", text: { type: "mrkdwn", verbatim: true, text: linkText(link) } }]),
  ];
  return [
    {
      method: "POST",
      url,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: escaped(cut(title, MAX_FALLBACK)), mrkdwn: false, blocks }),
    },
  ];
}

function plain(text: string, length: number): object {
  return { type: "plain_text", emoji: false, text: cut(text, length) };
}

function linkText(link: string): string {
  return `<${escaped(link).replaceAll("|", "%7C")}|Open in the monitoring system>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
