import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { type Message, parseHeader, parseMessage, type Question } from "../../../src/dns/message.ts";
import { concatBytes, uint16 } from "../../../src/util/bytes.ts";

/** An address and port to ask or listen at. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a server is asked for: an answer of its own, or whatever it takes to find one. */
export type Recursion = "recursive" | "authoritative";

const PATIENCE_MS = 2000;
const TRIES = 5;
const UDP_SIZE = 4096;

/** Asks one server with DO set, by UDP and then TCP where the answer is cut; throws where none comes. */
export async function exchange(server: Endpoint, question: Question, recursion: Recursion): Promise<Message> {
  const query = buildQuery(question, recursion);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await overUdp(server, query);
    if (answer === null) continue;
    return parseMessage(parseHeader(answer).isTruncated ? await overTcp(server, query) : answer);
  }
  throw new Error(`no answer from ${server.address}:${server.port} for ${question.name.toString()} ${question.type}`);
}

/** Waits until something answers at the endpoint, whatever it says. */
export async function untilAnswering(server: Endpoint, question: Question, log: () => string): Promise<void> {
  const query = buildQuery(question, "authoritative");
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await overUdp(server, query, 50)) !== null) return;
  }
  throw new Error(`nothing answers at ${server.address}:${server.port}:\n${log().slice(-2000)}`);
}

/** A port free for UDP and TCP at the address. */
export async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, address, resolve);
  });
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}

function buildQuery({ name, type }: Question, recursion: Recursion): Uint8Array {
  const id = Math.floor(Math.random() * 0x10000);
  const header = recursion === "recursive" ? 0x0100 : 0;
  return concatBytes(
    ...[id, header, 1, 0, 0, 1].map(uint16),
    name.wire,
    ...[type, 1].map(uint16),
    Uint8Array.of(0),
    ...[41, UDP_SIZE, 0, 0x8000, 0].map(uint16),
  );
}

function overUdp(server: Endpoint, query: Uint8Array, patience = PATIENCE_MS): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (answer: Uint8Array | null): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), patience);
    // A refused packet ends only this try: the server may be starting.
    socket.on("error", () => {});
    socket.on("message", (answer) => {
      if (answer[0] === query[0] && answer[1] === query[1]) finish(answer);
    });
    socket.send(query, server.port, server.address);
  });
}

function overTcp(server: Endpoint, query: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, server.address);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("TCP timeout")));
    let received = new Uint8Array();
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("TCP connection closed without an answer")));
    socket.on("data", (chunk) => {
      received = concatBytes(received, chunk) as Uint8Array<ArrayBuffer>;
      const length = ((received[0] ?? 0) << 8) | (received[1] ?? 0);
      if (received.length < 2 || received.length < length + 2) return;
      resolve(received.subarray(2, length + 2));
      socket.destroy();
    });
    socket.write(concatBytes(uint16(query.length), query));
  });
}
