import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import type { ServerAddress } from "../dns/lookup.ts";
import { isAnswerTo, PAST_DEADLINE, type Query, socketFailure, type Transfer } from "./transfer.ts";

/**
 * Sends one query from a fresh port under a fresh ID and waits for its answer, at most patience milliseconds. The socket
 * is connected, so that only the server's address and port are heard and ICMP errors show. Messages that do not match
 * are passed over (RFC 5452 9.1).
 */
export async function exchangeUdp(
  server: ServerAddress,
  query: Query,
  patience: number,
  signal: AbortSignal,
): Promise<Transfer> {
  if (signal.aborted) return PAST_DEADLINE;
  const id = randomInt(0x10000);
  const socket = createSocket({ type: server.address.includes(":") ? "udp6" : "udp4", lookup: literalAddress });
  let timer: NodeJS.Timeout | undefined;
  let abort = (): void => {};
  try {
    return await new Promise<Transfer>((resolve) => {
      let mismatched = 0;
      abort = () => resolve(PAST_DEADLINE);
      signal.addEventListener("abort", abort);
      timer = setTimeout(() => resolve(silence(mismatched)), patience);
      socket.on("error", (error) => resolve(socketFailure(error)));
      socket.on("message", (message) => {
        const bytes = new Uint8Array(message.buffer, message.byteOffset, message.length);
        if (isAnswerTo(bytes, id, query.question, query.class)) resolve({ kind: "received", bytes });
        else mismatched++;
      });
      socket.once("connect", () => {
        // The socket may be closed by now: Node tells of the connection a tick late.
        if (signal.aborted) return;
        socket.send(query.encode(id), (error) => {
          if (error !== null) resolve(socketFailure(error));
        });
      });
      socket.connect(server.port, server.address);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    socket.close();
  }
}

function silence(mismatched: number): Transfer {
  return mismatched === 0
    ? { kind: "failed", reason: "timeout", detail: "timed out" }
    : { kind: "failed", reason: "mismatched", detail: `timed out, ${mismatched} messages did not match the query` };
}

/** Spares the load of node:dns: every address is a literal. */
function literalAddress(
  address: string,
  family: number | object,
  callback: (error: Error | null, address: string, family: number) => void,
): void {
  callback(null, address, family === 6 ? 6 : 4);
}
