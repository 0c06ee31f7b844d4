import { request } from "node:https";
import type { HttpRequest } from "../util/http-request.ts";
import { connectionTrouble } from "./connection-trouble.ts";

/** What came of a request over HTTPS. */
export type HttpReply =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** Seconds that the server asks to wait (RFC 9110 10.2.3); null where it does not say. */
      readonly retryAfter: number | null;
      /** The beginning of the answer's text. */
      readonly text: string;
    }
  | { readonly kind: "failed"; readonly reason: string };

const MAX_TEXT = 2000;

/** Sends a request and waits for the answer, patience milliseconds at most; authorities (PEM) replace the system's. */
export function sendRequest(
  { method, url, headers, body }: HttpRequest,
  patience: number,
  authorities: string | null,
  now: number,
): Promise<HttpReply> {
  return new Promise((resolve) => {
    const finish = (reply: HttpReply): void => {
      clearTimeout(timer);
      sent.destroy();
      resolve(reply);
    };
    const timer = setTimeout(() => finish({ kind: "failed", reason: "no answer in time" }), patience);
    const sent = request(url, {
      method,
      headers: { ...headers, "content-length": Buffer.byteLength(body), "user-agent": "notify_dnssec" },
      agent: false,
      ...(authorities === null ? {} : { ca: authorities }),
    });
    sent.on("error", (error) => finish({ kind: "failed", reason: connectionTrouble(error) }));
    sent.on("response", (response) => {
      let text = "";
      const answer = (): void =>
        finish({
          kind: "answered",
          status: response.statusCode ?? 0,
          retryAfter: secondsOf(response.headers["retry-after"], now),
          text: text.slice(0, MAX_TEXT),
        });
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length >= MAX_TEXT) answer();
      });
      response.on("end", answer);
      response.on("error", (error) => finish({ kind: "failed", reason: connectionTrouble(error) }));
    });
    sent.end(body);
  });
}

function secondsOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date / 1000 - now);
}
