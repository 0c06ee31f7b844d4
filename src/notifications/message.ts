import { assertNever } from "../util/assert-never.ts";
import { renderTime } from "../util/clock.ts";
import { LEVELS, type Level } from "../util/level.ts";
import type { Alert } from "./alert.ts";
import type { Circumstances } from "./notification.ts";

/** What is to be sent to one destination. */
export interface Message extends Circumstances {
  /** The same however often it is sent. */
  readonly id: string;
  readonly action: "problem" | "recovery" | "acknowledgement" | "note";
  /** What it is about, worst first; none in a recovery. */
  readonly alerts: readonly Alert[];
  /** What is over. */
  readonly resolved: readonly Alert[];
  /** What had an alert of its own until one came that explains it. */
  readonly folded: readonly Alert[];
  /** What else is still open in the zone. */
  readonly others: readonly Alert[];
}

/** The worst level of some alerts; `info` where there are none. */
export function worstLevel(alerts: readonly Alert[]): Level {
  return LEVELS[Math.max(0, ...alerts.map(({ level }) => LEVELS.indexOf(level)))] ?? "info";
}

/** The line to read on a phone at night: how bad, which zone, what; not cut to any length. */
export function titleOf(message: Message): string {
  const { action, zone, alerts, resolved, others, author, type, summary } = message;
  const by = author === "" ? "" : ` by ${author}`;
  switch (action) {
    case "problem":
      return `${worstLevel(alerts).toUpperCase()} ${zone}: ${alerts.map((alert) => shortText(alert)).join("; ")}`;
    case "recovery":
      return `${others.length === 0 ? "RECOVERED" : "PARTLY RECOVERED"} ${zone}: ${causes(resolved) || summary}`;
    case "acknowledgement":
      return `ACKNOWLEDGED ${zone}: ${causes(alerts)}${by}`;
    case "note":
      return `${type} ${zone}${alerts.length === 0 ? "" : `: ${causes(alerts)}`}${by}`;
    default:
      return assertNever(action);
  }
}

/** What is wrong where, in one line. */
export function shortText({ cause, label, message, servers }: Alert): string {
  const subject = label === "" ? "" : ` (${label}${servers.length === 0 ? "" : ` at ${servers.join(", ")}`})`;
  return `${cause}: ${message}${subject}`;
}

/** What a person needs of one alert, by name, in the order to read it. */
export function factsOf(alert: Alert): readonly (readonly [string, string])[] {
  const facts = [
    ["Level", alert.level.toUpperCase()],
    ["Cause", alert.cause],
    ["What", alert.label],
    ["Where", alert.servers.join(", ")],
    ["Since", renderTime(alert.since)],
    ["To do", alert.remedy],
    ["Seen by", Object.keys(alert.services).join(", ")],
  ] as const;
  return facts.filter(([, text]) => text !== "");
}

/** Who says what about it, and what else is going on; lines of text. */
export function remarksOf({
  author,
  comment,
  resolved,
  folded,
  others,
  action,
  at,
  host,
  service,
}: Message): readonly string[] {
  const lines = [
    comment === "" ? "" : `${author === "" ? "Comment" : author}: ${comment}`,
    action === "recovery" || resolved.length === 0 ? "" : `Over: ${causes(resolved)}`,
    folded.length === 0 ? "" : `Follows from it: ${causes(folded)}`,
    others.length === 0 ? "" : `${action === "recovery" ? "Still" : "Also"} open: ${causes(others)}`,
    `${[host, service].filter((name) => name !== "").join(" / ")} at ${renderTime(at)}`.trim(),
  ];
  return lines.filter((line) => line !== "");
}

function causes(alerts: readonly Alert[]): string {
  return alerts.map(({ cause }) => cause).join(", ");
}
