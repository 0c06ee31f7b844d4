import { randomInt } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { ServerAddress } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import { concatBytes, uint16 } from "../util/bytes.ts";
import { isAnswerTo, PAST_DEADLINE, type Query, socketFailure, type Transfer } from "./transfer.ts";

/** TCP connections, one a server, kept open between queries (RFC 7766 6.2.1). */
export interface TcpPool {
  /** Sends one query and waits for its answer, at most patience milliseconds, connecting included. */
  exchange(server: ServerAddress, query: Query, patience: number): Promise<Transfer>;
}

/** What became of one query on a connection; `closed` where the connection ended before the answer. */
type Outcome = Transfer | { readonly kind: "closed" };

interface Connection {
  send(query: Query, patience: number): Promise<Outcome>;
  isOpen(): boolean;
  close(): void;
}

interface Waiting {
  readonly question: Question;
  readonly class: number | undefined;
  readonly settle: (outcome: Outcome) => void;
}

/** Milliseconds that a connection stays open without a query. */
const IDLE_LIMIT = 3000;

/** A pool whose exchanges and connections, each on a socket that open begins, all end with the signal. */
export function createTcpPool(signal: AbortSignal, open = openSocket): TcpPool {
  const connections = new Map<string, Connection>();
  return {
    async exchange(server, query, patience) {
      if (signal.aborted) return PAST_DEADLINE;
      const key = `${server.address}#${server.port}`;
      const kept = connections.get(key);
      const connection = kept?.isOpen() ? kept : openConnection(open(server), signal);
      connections.set(key, connection);
      let outcome = await connection.send(query, patience);
      // A server may close a connection whenever it likes (RFC 7766 6.2.4): only a new one's end says something.
      if (outcome.kind === "closed" && connection === kept) {
        const fresh = openConnection(open(server), signal);
        outcome = await fresh.send(query, patience);
        fresh.close();
      }
      if (outcome.kind !== "closed") return outcome;
      return { kind: "failed", reason: "connection-refused", detail: "TCP connection closed before the answer" };
    },
  };
}

function openSocket({ address, port }: ServerAddress): Socket {
  return connect({ host: address, port, noDelay: true });
}

function openConnection(socket: Socket, signal: AbortSignal): Connection {
  const waiting = new Map<number, Waiting>();
  let isOpen = true;
  let unread: Uint8Array = new Uint8Array(0);

  const end = (outcome: Outcome): void => {
    isOpen = false;
    signal.removeEventListener("abort", abort);
    socket.destroy();
    for (const { settle } of waiting.values()) settle(outcome);
  };
  const abort = (): void => end(PAST_DEADLINE);
  signal.addEventListener("abort", abort);
  socket.setTimeout(IDLE_LIMIT, () => {
    if (waiting.size === 0) end({ kind: "closed" });
  });
  socket.on("error", (error) => end(socket.bytesRead > 0 ? { kind: "closed" } : socketFailure(error)));
  socket.on("close", () => end({ kind: "closed" }));
  socket.on("end", () => end({ kind: "closed" }));
  socket.on("data", (chunk) => {
    unread = concatBytes(unread, chunk);
    for (let frame = firstFrame(unread); frame !== null; frame = firstFrame(unread)) {
      unread = unread.subarray(frame.length + 2);
      const id = ((frame[0] ?? 0) << 8) | (frame[1] ?? 0);
      const query = waiting.get(id);
      if (query !== undefined && isAnswerTo(frame, id, query.question, query.class)) {
        query.settle({ kind: "received", bytes: frame });
      }
    }
  });

  return {
    isOpen: () => isOpen,
    close: () => end({ kind: "closed" }),
    async send(query, patience) {
      let id = randomInt(0x10000);
      while (waiting.has(id)) id = randomInt(0x10000);
      const message = query.encode(id);
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<Outcome>((settle) => {
          waiting.set(id, { question: query.question, class: query.class, settle });
          timer = setTimeout(
            () => settle({ kind: "failed", reason: "timeout", detail: "timed out over TCP" }),
            patience,
          );
          socket.ref();
          // One write, so that length and message travel in one segment (RFC 7766 8).
          socket.write(concatBytes(uint16(message.length), message));
        });
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
        if (waiting.size === 0) {
          socket.unref();
          // A connection that never came to be would make the next query wait as long again.
          if (socket.connecting) end({ kind: "closed" });
        }
      }
    },
  };
}

/** The first whole message of a stream, each preceded by its length (RFC 1035 4.2.2), or null. */
function firstFrame(stream: Uint8Array): Uint8Array | null {
  if (stream.length < 2) return null;
  const length = ((stream[0] ?? 0) << 8) | (stream[1] ?? 0);
  return stream.length < 2 + length ? null : stream.subarray(2, 2 + length);
}
