import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { isIPv6 } from "node:net";
import { type Message, parseMessage } from "../../src/dns/message.ts";
import { type DomainName, parseName } from "../../src/dns/name.ts";
import { CLASS_IN, typeCode } from "../../src/dns/registry.ts";
import { uint16, uint32 } from "../../src/util/bytes.ts";
import { WireWriter } from "./server/wire-writer.ts";

/** How a test puts a question. */
export interface AskOptions {
  /** Null sends no OPT record. */
  readonly edns?: {
    readonly dnssecOk: boolean;
    readonly udpSize: number;
    readonly version?: number;
    readonly flags?: number;
    readonly optionCodes?: readonly number[];
  } | null;
  readonly tcp?: boolean;
  readonly recursionDesired?: boolean;
  readonly checkingDisabled?: boolean;
  readonly authenticData?: boolean;
  readonly class?: number;
  /** Milliseconds. */
  readonly patience?: number;
}

const DNSSEC_OK: NonNullable<AskOptions["edns"]> = { dnssecOk: true, udpSize: 65535 };

/** Asks one server once; null where no answer came. A client of its own, so that servers are tested apart from src/net. */
export async function ask(
  address: string,
  port: number,
  name: string,
  type: string,
  options: AskOptions = {},
): Promise<Message | null> {
  const reply = await askRaw(address, port, queryBytes(parseName(name), typeCode(type) ?? 0, options), options);
  return reply === null ? null : parseMessage(reply);
}

/** Sends octets and gives those that come back; null where none do. */
export function askRaw(
  address: string,
  port: number,
  query: Uint8Array,
  { tcp = false, patience = 1000 }: AskOptions = {},
): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const finish = (reply: Uint8Array | null) => {
      clearTimeout(timer);
      close();
      resolve(reply);
    };
    const timer = setTimeout(() => finish(null), patience);
    const close = tcp ? exchangeTcp(address, port, query, finish) : exchangeUdp(address, port, query, finish);
  });
}

/** A query message with ID 4711. */
export function queryBytes(name: DomainName, type: number, options: AskOptions = {}): Uint8Array {
  const { edns = DNSSEC_OK, recursionDesired = false, checkingDisabled = false, authenticData = false } = options;
  const flags = (recursionDesired ? 0x0100 : 0) | (checkingDisabled ? 0x0010 : 0) | (authenticData ? 0x0020 : 0);
  const writer = new WireWriter().bytes(...[4711, flags, 1, 0, 0, edns === null ? 0 : 1].map(uint16));
  writer.name(name).bytes(uint16(type), uint16(options.class ?? CLASS_IN));
  if (edns !== null) {
    const { version = 0, flags: ednsFlags = 0, optionCodes = [] } = edns;
    const ttl = (version << 16) | (edns.dnssecOk ? 0x8000 : 0) | ednsFlags;
    writer.bytes(Uint8Array.of(0), uint16(41), uint16(edns.udpSize), uint32(ttl), uint16(4 * optionCodes.length));
    for (const code of optionCodes) writer.bytes(uint16(code), uint16(0));
  }
  return writer.finish();
}

type Finish = (reply: Uint8Array | null) => void;

function exchangeUdp(address: string, port: number, query: Uint8Array, finish: Finish): () => void {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  socket.on("message", finish);
  socket.on("error", () => finish(null));
  socket.send(query, port, address);
  return () => socket.close();
}

function exchangeTcp(address: string, port: number, query: Uint8Array, finish: Finish): () => void {
  let received = Buffer.alloc(0);
  const socket = connect(port, address, () => socket.write(Buffer.concat([uint16(query.length), query])));
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) finish(received.subarray(2));
  });
  socket.on("error", () => finish(null));
  socket.on("close", () => finish(null));
  return () => socket.destroy();
}
