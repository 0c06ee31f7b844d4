import { hmacSha256 } from "../../crypto/hmac.ts";
import { renderTime } from "../../util/clock.ts";
import type { HttpRequest } from "../../util/http-request.ts";
import { type Alert, alertKey } from "../alert.ts";
import { type Message, titleOf } from "../message.ts";

/** One JSON object, signed where there is a secret; its keys only ever become more. */
export function webhookRequests(message: Message, url: string, secret: string | null): HttpRequest[] {
  const { zone, alerts, resolved, folded, others } = message;
  const inJson = (alert: Alert): object => alertObject(zone, alert);
  const body = JSON.stringify({
    version: 1,
    id: message.id,
    action: message.action,
    type: message.type,
    title: titleOf(message),
    zone,
    host: message.host,
    service: message.service,
    state: message.state,
    summary: message.summary,
    author: message.author,
    comment: message.comment,
    link: message.link,
    at: renderTime(message.at),
    alerts: alerts.map(inJson),
    resolved: resolved.map(inJson),
    folded: folded.map(inJson),
    others: others.map(inJson),
  });
  const signature = secret === null ? {} : { "x-notify-dnssec-signature": `sha256=${hmacSha256(secret, body)}` };
  return [{ method: "POST", url, headers: { "content-type": "application/json", ...signature }, body }];
}

function alertObject(zone: string, alert: Alert): object {
  const { cause, level, label, message, servers, remedy, since, services } = alert;
  return {
    key: alertKey(zone, cause),
    cause,
    level,
    label,
    message,
    servers,
    remedy,
    since: renderTime(since),
    services,
  };
}
