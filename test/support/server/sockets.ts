import { type Socket as UdpSocket, createSocket } from "node:dgram";
import { type Server, type Socket, createServer } from "node:net";
import { isIPv6 } from "node:net";
import { uint16 } from "../../../src/util/bytes.ts";

export type Transport = "udp" | "tcp";

/** What answers: the message to send back, `null` for silence, `"reset"` to break a TCP connection off. */
export type Handler = (
  query: Uint8Array,
  transport: Transport,
  address: string,
) => Promise<Uint8Array | null | "reset">;

/** An address to listen at and what answers there. */
export interface Endpoint {
  readonly address: string;
  readonly handler: Handler;
}

/** Open sockets; all are on one port. */
export interface Listeners {
  readonly port: number;
  close(): Promise<void>;
}

const ATTEMPTS = 50;

/** Listens on UDP and TCP at every endpoint, all on the port given, or on one that is free at all of them. */
export async function listen(endpoints: readonly Endpoint[], port = 0): Promise<Listeners> {
  for (let attempt = 0; ; attempt++) {
    const closers: (() => Promise<void>)[] = [];
    const close = async () => {
      await Promise.all(closers.map((closeOne) => closeOne()));
    };
    try {
      let chosen = port;
      for (const endpoint of endpoints) {
        const tcp = await listenTcp(endpoint, chosen);
        closers.push(tcp.close);
        chosen = tcp.port;
        closers.push(await listenUdp(endpoint, chosen));
      }
      return { port: chosen, close };
    } catch (error) {
      await close();
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listenUdp({ address, handler }: Endpoint, port: number): Promise<() => Promise<void>> {
  const socket: UdpSocket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  let isOpen = true;
  const answer = async (query: Uint8Array, peer: { readonly port: number; readonly address: string }) => {
    const reply = await handler(query, "udp", address);
    if (isOpen && reply instanceof Uint8Array) socket.send(reply, peer.port, peer.address);
  };
  socket.on("message", (query, peer) => void answer(query, peer));
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ port, address, exclusive: true }, resolve);
  });
  socket.on("error", () => {
    // A client that has gone answers with ICMP; that is nothing to a server.
  });
  return () =>
    new Promise((resolve) => {
      isOpen = false;
      socket.close(() => resolve());
    });
}

async function listenTcp({ address, handler }: Endpoint, port: number) {
  const connections = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    readMessages(socket, async (query) => {
      const reply = await handler(query, "tcp", address);
      if (reply === "reset") socket.resetAndDestroy();
      else if (reply !== null && socket.writable) socket.write(Buffer.concat([uint16(reply.length), reply]));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: address, exclusive: true }, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of connections) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Takes messages with their two length octets out of a stream (RFC 1035 4.2.2). */
function readMessages(socket: Socket, onMessage: (message: Uint8Array) => Promise<void>): void {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const message = pending.subarray(2, end);
      pending = pending.subarray(end);
      void onMessage(message);
    }
  });
}
