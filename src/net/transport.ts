import { setMaxListeners } from "node:events";
import type { ExchangeNote, SecureChannel, ServerAddress } from "../dns/lookup.ts";
import { type Message, parseHeader, parseMessage } from "../dns/message.ts";
import { InternalError, WireFormatError } from "../util/errors.ts";
import { createSlots } from "./slots.ts";
import type { TcpPool } from "./tcp.ts";
import { PAST_DEADLINE, type Query, type Transfer, type TransferFailure } from "./transfer.ts";

/** How messages travel. */
export interface TransportOptions {
  /** Milliseconds that one try waits. */
  readonly queryTimeout: number;
  /** TCP only. */
  readonly tcp: boolean;
  /** Queries of the whole run, as a guard against the loops that hostile zones may lay. */
  readonly maxQueries: number;
  readonly signal: AbortSignal;
}

/** What one try came to. */
export type Attempt =
  | { readonly kind: "answered"; readonly message: Message; readonly notes: readonly ExchangeNote[] }
  | TransferFailure;

/** Carries queries over UDP, and over TCP where UDP truncates or garbles the answer. */
export interface Transport {
  /** Sends a query once; isTcp spares it UDP. */
  attempt(server: ServerAddress, query: Query, isTcp: boolean): Promise<Attempt>;
  /** Queries sent so far. */
  queryCount(): number;
}

/** Sockets in use at once; further exchanges wait. */
const MAX_SOCKETS = 500;

/** A transport whose exchanges and connections all end with the signal. */
export function createTransport({ queryTimeout, tcp, maxQueries, signal }: TransportOptions): Transport {
  // Every exchange listens to the signal; Node would warn of a leak at the eleventh.
  setMaxListeners(0, signal);
  const slots = createSlots(MAX_SOCKETS);
  let queryCount = 0;
  let pool: TcpPool | null = null;
  let tlsPool: TcpPool | null = null;
  let httpsPool: TcpPool | null = null;

  function counted(send: () => Promise<Transfer>): Promise<Transfer> {
    return slots.run(async () => {
      if (signal.aborted) return PAST_DEADLINE;
      if (queryCount >= maxQueries) {
        return { kind: "failed", reason: "deadline", detail: `the run's ${maxQueries} queries are used up` };
      }
      queryCount++;
      return send();
    });
  }

  // Both ways are loaded when needed: most runs never use TCP.
  async function overUdp(server: ServerAddress, query: Query): Promise<Transfer> {
    const { exchangeUdp } = await import("./udp.ts");
    return counted(() => exchangeUdp(server, query, queryTimeout, signal));
  }

  async function overChannel(server: ServerAddress, query: Query, { protocol }: SecureChannel): Promise<Attempt> {
    if (protocol === "tls") {
      const [{ createTcpPool }, { openTlsSocket }] = await Promise.all([import("./tcp.ts"), import("./tls.ts")]);
      tlsPool ??= createTcpPool(signal, openTlsSocket);
    } else {
      const { createHttpsPool } = await import("./https.ts");
      httpsPool ??= createHttpsPool(signal);
    }
    const connections = protocol === "tls" ? tlsPool : httpsPool;
    if (connections === null) throw new InternalError("no pool of connections");
    return read(await counted(() => connections.exchange(server, query, queryTimeout)), []);
  }

  async function overTcp(server: ServerAddress, query: Query, notes: readonly ExchangeNote[]): Promise<Attempt> {
    const { createTcpPool } = await import("./tcp.ts");
    pool ??= createTcpPool(signal);
    const connections = pool;
    const transfer = await counted(() => connections.exchange(server, query, queryTimeout));
    const attempt = read(transfer, [...notes, "tcp"]);
    return attempt.kind === "answered" ? attempt : { ...attempt, isOverTcp: true };
  }

  return {
    async attempt(server, query, isTcp) {
      if (server.channel !== undefined) return overChannel(server, query, server.channel);
      if (tcp || isTcp) return overTcp(server, query, []);
      const transfer = await overUdp(server, query);
      if (transfer.kind === "failed") return transfer;
      if (parseHeader(transfer.bytes).isTruncated) {
        const whole = await overTcp(server, query, ["truncated"]);
        return whole.kind === "answered" ? whole : { ...whole, detail: `truncated over UDP; TCP: ${whole.detail}` };
      }
      const attempt = read(transfer, []);
      if (attempt.kind === "answered") return attempt;
      const second = await overTcp(server, query, ["malformed"]);
      return second.kind === "answered" ? second : attempt;
    },
    queryCount: () => queryCount,
  };
}

function read(transfer: Transfer, notes: readonly ExchangeNote[]): Attempt {
  if (transfer.kind === "failed") return transfer;
  try {
    return { kind: "answered", message: parseMessage(transfer.bytes), notes };
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return { kind: "failed", reason: "malformed", detail: `malformed message: ${error.message}` };
  }
}
