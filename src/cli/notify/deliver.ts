import { setTimeout as sleep } from "node:timers/promises";
import { type HttpReply, sendRequest } from "../../net/send-request.ts";
import { cleaned, cut } from "../../notifications/text.ts";
import { readClock, readStopwatch } from "../../util/clock.ts";
import type { HttpRequest } from "../../util/http-request.ts";

/** How the way to a destination is to be gone. */
export interface Way {
  /** Certificates to trust instead of the system's, in PEM. */
  readonly authorities: string | null;
  /** How often to send one request. */
  readonly tries: number;
  /** Where the stopwatch is when all has to be over. */
  readonly deadline: number;
  /** Kept out of every text. */
  readonly secret: string | null;
}

/** What became of a message; `waits` is to be tried again later, `refused` never. */
export type Delivery =
  | { readonly kind: "sent" }
  | { readonly kind: "waits"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** The longest that one answer is waited for, in milliseconds. */
const PATIENCE = 10_000;
const FIRST_PAUSE = 1000;
/** Answers of the 400s that ask for another try: a server's own timeout, and too many requests (RFC 9110 15.5.9, RFC 6585 4). */
const PASSING: ReadonlySet<number> = new Set([408, 429]);
const MAX_REASON = 300;
/** Shorter parts of a URL are words of its service. */
const SHORTEST_SECRET = 8;

/** Sends requests one after the other, each until it is taken, refused for good, or time is up. */
export async function deliver(requests: readonly HttpRequest[], way: Way): Promise<Delivery> {
  for (const request of requests) {
    const delivery = await deliverOne(request, way);
    if (delivery.kind !== "sent") return delivery;
  }
  return { kind: "sent" };
}

async function deliverOne(request: HttpRequest, way: Way): Promise<Delivery> {
  let reason = "no time left to try";
  for (let attempt = 0; attempt < way.tries; attempt++) {
    const left = way.deadline - readStopwatch();
    if (left <= 0) break;
    const reply = await sendRequest(request, Math.min(PATIENCE, left), way.authorities, readClock());
    if (reply.kind === "answered" && reply.status >= 200 && reply.status < 300) return { kind: "sent" };
    reason = withoutSecret(reasonOf(reply), way.secret);
    if (isRefusal(reply)) return { kind: "refused", reason };
    const pause = Math.max(
      FIRST_PAUSE * 2 ** attempt,
      1000 * (reply.kind === "answered" ? (reply.retryAfter ?? 0) : 0),
    );
    if (attempt + 1 === way.tries || readStopwatch() + pause >= way.deadline) break;
    await sleep(pause);
  }
  return { kind: "waits", reason };
}

/** A redirection is refused, too: nobody should carry the secret to another place. */
function isRefusal(reply: HttpReply): boolean {
  return reply.kind === "answered" && reply.status >= 300 && reply.status < 500 && !PASSING.has(reply.status);
}

function reasonOf(reply: HttpReply): string {
  if (reply.kind === "failed") return reply.reason;
  return reply.text === "" ? `HTTP status ${reply.status}` : `HTTP status ${reply.status}: ${reply.text}`;
}

/** A server may repeat the secret, or what was in a URL after its own name. */
function withoutSecret(text: string, secret: string | null): string {
  const afterOrigin = secret !== null && URL.canParse(secret) ? secret.slice(new URL(secret).origin.length) : secret;
  const parts = afterOrigin?.split(/[/?&=#]+/).filter((part) => part.length >= SHORTEST_SECRET) ?? [];
  const hidden = [secret ?? "", ...parts].filter((part) => part !== "");
  return cut(cleaned(hidden.reduce((shown, part) => shown.replaceAll(part, "***"), text)), MAX_REASON);
}
