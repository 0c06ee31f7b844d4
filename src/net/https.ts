import { type ClientHttp2Session, connect } from "node:http2";
import type { ServerAddress } from "../dns/lookup.ts";
import { concatBytes, toBase64Url } from "../util/bytes.ts";
import type { TcpPool } from "./tcp.ts";
import { tlsOptions } from "./tls.ts";
import { isAnswerTo, PAST_DEADLINE, type Query, socketFailure, type Transfer } from "./transfer.ts";

/** HTTPS recommends the ID 0, so that equal queries are equal requests (RFC 8484 4.1). */
const MESSAGE_ID = 0;
const MEDIA_TYPE = "application/dns-message";
/** Octets of the longest DNS message. */
const MAX_MESSAGE = 65_535;

/** HTTP/2 sessions, one a resolver, that all end with the signal (RFC 8484 5.2). */
export function createHttpsPool(signal: AbortSignal): TcpPool {
  const sessions = new Map<string, ClientHttp2Session>();
  return {
    async exchange(server, query, patience) {
      if (signal.aborted) return PAST_DEADLINE;
      const key = `${server.address}#${server.port}`;
      const kept = sessions.get(key);
      const session = kept === undefined || kept.closed || kept.destroyed ? openSession(server, signal) : kept;
      sessions.set(key, session);
      return request(session, server.channel?.path ?? "/dns-query", query, patience);
    },
  };
}

function openSession({ address, port, channel }: ServerAddress, signal: AbortSignal): ClientHttp2Session {
  const host = address.includes(":") ? `[${address}]` : address;
  const session = connect(`https://${host}:${port}`, channel === undefined ? {} : tlsOptions(address, channel));
  const abort = (): void => session.destroy();
  signal.addEventListener("abort", abort);
  session.on("close", () => signal.removeEventListener("abort", abort));
  session.on("error", () => session.destroy());
  // Each request listens for the session's end.
  session.setMaxListeners(0);
  session.unref();
  return session;
}

function request(session: ClientHttp2Session, path: string, query: Query, patience: number): Promise<Transfer> {
  return new Promise((resolve) => {
    // POST would send headers and message apart, and Knot Resolver refuses to begin with a second request between them.
    const target = `${path}${path.includes("?") ? "&" : "?"}dns=${toBase64Url(query.encode(MESSAGE_ID))}`;
    const headers = { ":method": "GET", ":path": target, accept: MEDIA_TYPE, "cache-control": "no-cache" };
    const stream = session.request(headers, { endStream: true });
    let status = 0;
    let received: Uint8Array = new Uint8Array(0);
    const finish = (transfer: Transfer): void => {
      clearTimeout(timer);
      session.off("error", fail);
      stream.close();
      resolve(transfer);
    };
    // Where no connection came about, the request's own error says only that it was canceled.
    const fail = (error: Error): void => finish(socketFailure(error.cause instanceof Error ? error.cause : error));
    const timer = setTimeout(
      () => finish({ kind: "failed", reason: "timeout", detail: "timed out over HTTPS" }),
      patience,
    );
    session.on("error", fail);
    stream.on("error", fail);
    stream.on("response", (response) => {
      status = response[":status"] ?? 0;
    });
    stream.on("data", (chunk: Uint8Array) => {
      received = concatBytes(received, chunk);
      if (received.length > MAX_MESSAGE) finish({ kind: "failed", reason: "malformed", detail: "answer too long" });
    });
    stream.on("close", () => finish(PAST_DEADLINE));
    stream.on("end", () => finish(answerOf(status, received, query)));
  });
}

function answerOf(status: number, bytes: Uint8Array, query: Query): Transfer {
  if (status !== 200) return { kind: "failed", reason: "connection-refused", detail: `HTTP status ${status}` };
  if (isAnswerTo(bytes, MESSAGE_ID, query.question, query.class)) return { kind: "received", bytes };
  return { kind: "failed", reason: "mismatched", detail: "the HTTPS answer is to another question" };
}
