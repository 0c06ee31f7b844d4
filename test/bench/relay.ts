import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { uint16 } from "../../src/util/bytes.ts";
import { listen } from "../support/server/sockets.ts";

/** A relay of DNS over UDP and TCP; answers pass it late by a delay that can be changed while it runs. */
export interface Relay {
  /** Milliseconds. */
  delay: number;
  /** Queries that came so far. */
  readonly queryCount: number;
}

/** Starts a relay at an address, to the resolver at another on the same port. */
export async function startRelay(address: string, resolver: string, port: number): Promise<Relay> {
  const relay = { delay: 0, queryCount: 0 };
  const handler = async (query: Uint8Array, transport: "udp" | "tcp"): Promise<Uint8Array> => {
    relay.queryCount++;
    const answer = await (transport === "udp" ? askUdp : askTcp)(query, resolver, port);
    if (relay.delay > 0) await sleep(relay.delay);
    return answer;
  };
  await listen([{ address, handler }], port);
  return relay;
}

async function askUdp(query: Uint8Array, address: string, port: number): Promise<Uint8Array> {
  const socket = createSocket("udp4");
  socket.send(query, port, address);
  const [answer] = (await once(socket, "message")) as [Uint8Array];
  socket.close();
  return answer;
}

async function askTcp(query: Uint8Array, host: string, port: number): Promise<Uint8Array> {
  const socket = connect({ host, port });
  socket.write(Buffer.concat([uint16(query.length), query]));
  let received = Buffer.alloc(0);
  while (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    received = Buffer.concat([received, chunk]);
  }
  socket.destroy();
  return received.subarray(2);
}
