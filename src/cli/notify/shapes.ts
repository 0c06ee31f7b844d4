import type { Alert } from "../../notifications/alert.ts";
import type { Message } from "../../notifications/message.ts";

type Shape = Readonly<Record<string, "string" | "number" | "object">>;
type Fields = Readonly<Record<string, unknown>>;

const ALERT: Shape = {
  cause: "string",
  level: "string",
  label: "string",
  message: "string",
  remedy: "string",
  since: "number",
  services: "object",
};
const MESSAGE: Shape = {
  id: "string",
  type: "string",
  zone: "string",
  host: "string",
  service: "string",
  state: "string",
  summary: "string",
  author: "string",
  comment: "string",
  link: "string",
  at: "number",
};
const ACTIONS: readonly unknown[] = ["problem", "recovery", "acknowledgement", "note"] satisfies Message["action"][];

/** Tells whether what a file held is an alert that can be told of. */
export function isAlert(value: unknown): value is Alert {
  return hasShape(value, ALERT) && [value["servers"], value["notifiedBy"]].every((list) => Array.isArray(list));
}

/** Tells whether what a file held is a message that can be sent. */
export function isMessage(value: unknown): value is Message {
  if (!hasShape(value, MESSAGE) || !ACTIONS.includes(value["action"])) return false;
  const lists = [value["alerts"], value["resolved"], value["folded"], value["others"]];
  return lists.every((list) => Array.isArray(list) && list.every((each) => isAlert(each)));
}

function hasShape(value: unknown, shape: Shape): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Fields;
  return Object.entries(shape).every(([name, type]) => typeof fields[name] === type && fields[name] !== null);
}
