import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server, type Socket as Connection } from "node:net";
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  TRUNCATED_RESPONSE,
} from "dns-packet";

/** A query as a server sees it. */
export interface ReceivedQuery {
  readonly packet: DecodedPacket;
  readonly transport: "udp" | "tcp";
  /** The client's port. */
  readonly port: number;
  readonly name: string;
  readonly type: string;
  readonly hasEdns: boolean;
  /** Counts the server's queries from 1. */
  readonly number: number;
}

/** What a server does with a query: the messages it sends, or null to stay silent. */
export type Handler = (query: ReceivedQuery) => Buffer | readonly Buffer[] | "close" | null;

/** A server for tests on a loopback address, both over UDP and TCP. */
export interface TestServer {
  readonly address: string;
  readonly port: number;
  readonly queries: readonly ReceivedQuery[];
  /** TCP connections accepted. */
  connectionCount(): number;
  stop(): Promise<void>;
}

/** When answers go out: at once, or as send is called later. */
export type Deliver = (send: () => void) => void;

/** Holds answers back until no query comes any more, then sends them all: one round trip, however slow the machine. */
export function createRounds(): { readonly deliver: Deliver; count(): number } {
  const quietTime = 60;
  const held: (() => void)[] = [];
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    deliver(send) {
      held.push(send);
      clearTimeout(timer);
      timer = setTimeout(() => {
        count++;
        for (const each of held.splice(0)) each();
      }, quietTime);
    },
    count: () => count,
  };
}

/** Where a server listens, and when it answers. */
interface ServerOptions {
  readonly address?: string;
  readonly port?: number;
  readonly deliver?: Deliver;
}

/** Starts a server, by default on a port that is free for UDP and TCP both. */
export async function startServer(handler: Handler, options: ServerOptions = {}): Promise<TestServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openServer(handler, options);
    } catch (error) {
      if (options.port !== undefined || attempt === 10) throw error;
    }
  }
}

async function openServer(
  handler: Handler,
  { address = "127.0.0.1", port = 0, deliver = atOnce }: ServerOptions,
): Promise<TestServer> {
  const queries: ReceivedQuery[] = [];
  const connections = new Set<Connection>();
  let connectionCount = 0;
  const receive = (message: Buffer, transport: "udp" | "tcp", clientPort: number): ReturnType<Handler> => {
    const packet = decode(message);
    const [question] = packet.questions ?? [];
    const query: ReceivedQuery = {
      packet,
      transport,
      port: clientPort,
      name: question?.name ?? "",
      type: question?.type ?? "",
      hasEdns: (packet.additionals ?? []).some((record) => record.type === "OPT"),
      number: queries.length + 1,
    };
    queries.push(query);
    return handler(query);
  };

  const udp = createSocket(address.includes(":") ? "udp6" : "udp4");
  udp.on("message", (message, peer) => {
    const reply = receive(message, "udp", peer.port);
    if (reply === null || reply === "close") return;
    deliver(() => {
      for (const answer of [reply].flat()) udp.send(answer, peer.port, peer.address);
    });
  });
  const tcp = createServer((connection) => {
    connectionCount++;
    connections.add(connection);
    connection.on("error", () => connection.destroy());
    connection.on("close", () => connections.delete(connection));
    let unread: Buffer = Buffer.alloc(0);
    connection.on("data", (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
        const message = unread.subarray(2, 2 + unread.readUInt16BE(0));
        unread = unread.subarray(2 + message.length);
        const reply = receive(message, "tcp", connection.remotePort ?? 0);
        if (reply === "close") connection.end();
        else if (reply !== null) {
          deliver(() => {
            for (const answer of [reply].flat()) connection.write(framed(answer));
          });
        }
      }
    });
  });
  await listen(udp, tcp, address, port);
  return {
    address,
    port: udp.address().port,
    queries,
    connectionCount: () => connectionCount,
    async stop() {
      for (const connection of connections) connection.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
}

/** Starts servers on several addresses that share one port, and stops all if one can't have it. */
export async function startServers(
  handlers: Readonly<Record<string, Handler>>,
  deliver: Deliver = atOnce,
): Promise<{
  readonly port: number;
  readonly at: Readonly<Record<string, TestServer>>;
  readonly stop: () => Promise<void>;
}> {
  for (let attempt = 0; ; attempt++) {
    const at: Record<string, TestServer> = {};
    let port: number | undefined;
    const stop = async (): Promise<void> => {
      await Promise.all(Object.values(at).map((server) => server.stop()));
    };
    try {
      for (const [address, handler] of Object.entries(handlers)) {
        const server = await startServer(handler, { address, deliver, ...(port === undefined ? {} : { port }) });
        at[address] = server;
        port = server.port;
      }
      return { port: port ?? 0, at, stop };
    } catch (error) {
      await stop();
      if (attempt === 5) throw error;
    }
  }
}

/** An answer to a query: authoritative and empty but for what is given. */
export function answerTo(
  query: ReceivedQuery,
  { rcode = 0, authoritative = true, truncated = false, edns = query.hasEdns, ...sections }: AnswerParts = {},
): Buffer {
  return encode({
    id: query.packet.id ?? 0,
    type: "response",
    flags: (authoritative ? AUTHORITATIVE_ANSWER : 0) | (truncated ? TRUNCATED_RESPONSE : 0) | rcode,
    questions: query.packet.questions ?? [],
    ...sections,
    additionals: [...(sections.additionals ?? []), ...(edns ? [OPT] : [])],
  });
}

/** What an answer holds. */
export interface AnswerParts extends Pick<Packet, "answers" | "authorities" | "additionals"> {
  readonly rcode?: number;
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
  readonly edns?: boolean;
}

const OPT: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0x8000,
  flag_do: true,
  options: [],
};

function atOnce(send: () => void): void {
  send();
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

async function listen(udp: Socket, tcp: Server, address: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    udp.once("error", reject);
    udp.bind(port, address, resolve);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      tcp.once("error", reject);
      tcp.listen(udp.address().port, address, resolve);
    });
  } catch (error) {
    udp.close();
    throw error;
  }
}
