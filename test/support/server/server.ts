import { setTimeout as sleep } from "node:timers/promises";
import { type Message, parseMessage } from "../../../src/dns/message.ts";
import { DomainName, ROOT, parseName } from "../../../src/dns/name.ts";
import { CLASS_IN, Rcode, RrType, typeName } from "../../../src/dns/registry.ts";
import type { Behaviour } from "./behaviour.ts";
import type { LoggedQuery } from "./query-log.ts";
import { type Response, emptyResponse, writeResponse } from "./response.ts";
import { type Endpoint, type Handler, type Transport, listen } from "./sockets.ts";

/** A server in this process. What it says and how it misbehaves can be changed while it runs. */
export interface TestServer {
  readonly addresses: readonly string[];
  /** Says what a well-behaved server would. */
  answer: (query: Message) => Response;
  behaviour: Behaviour;
  readonly log: LoggedQuery[];
}

/** Servers that listen, all on one port. */
export interface RunningServers {
  readonly port: number;
  stop(): Promise<void>;
}

/** A server that is yet to listen. */
export function testServer(
  addresses: readonly string[],
  answer: (query: Message) => Response,
  behaviour: Behaviour = {},
): TestServer {
  return { addresses, answer, behaviour, log: [] };
}

/** Starts servers on one port, which is free at all their addresses unless it is given. */
export async function startServers(servers: readonly TestServer[], port?: number): Promise<RunningServers> {
  const endpoints = servers.flatMap((server): Endpoint[] => {
    const handler = handlerOf(server);
    return server.addresses.map((address) => ({ address, handler }));
  });
  const listeners = await listen(endpoints, port);
  return { port: listeners.port, stop: () => listeners.close() };
}

const UDP_WITHOUT_EDNS = 512;
const TCP_LIMIT = 65535;

function handlerOf(server: TestServer): Handler {
  let dropped = 0;
  return async (bytes, transport, address) => {
    const { behaviour } = server;
    const query = readQuery(bytes);
    if (query === null) return null;
    const entry = logEntry(query, transport, address);
    server.log.push(entry);
    if (behaviour.silent === true || behaviour.silent === transport) return null;
    if (behaviour.resetTcp && transport === "tcp") return "reset";
    if (dropped < (behaviour.dropFirst ?? 0)) {
      dropped++;
      return null;
    }
    if (behaviour.edns === "dropped" && query.edns !== null) return null;
    const message = composeMessage(server, query, transport);
    if (behaviour.delay !== undefined) await sleep(behaviour.delay);
    if (message !== null) entry.answeredAt = performance.now();
    return message;
  };
}

/** The message a server sends to a query; null where it stays silent. */
export function composeMessage(
  { answer, behaviour }: TestServer,
  query: Message,
  transport: Transport,
): Uint8Array | null {
  const response = changedResponse(answer, query, behaviour);
  if (response === null) return null;
  const hasOpt = query.edns !== null && behaviour.edns !== "ignored" && response.rcode !== Rcode.FORMERR;
  const clientLimit = hasOpt ? Math.max(UDP_WITHOUT_EDNS, query.edns?.udpSize ?? 0) : UDP_WITHOUT_EDNS;
  const message = writeResponse(query, response, {
    limit: transport === "tcp" ? TCP_LIMIT : Math.min(clientLimit, behaviour.udpLimit ?? TCP_LIMIT),
    edns: hasOpt ? { dnssecOk: query.edns?.dnssecOk ?? false, udpSize: 1232 } : null,
    ...questionName(query, behaviour),
  });
  return transport === "tcp" && behaviour.garbageOverUdp ? message : spoil(message, behaviour);
}

/** What a server says that answers nothing, or can't do with EDNS; null where it answers. */
function rejectionOf(query: Message, { edns, rcode }: Behaviour): Response | null {
  if (query.edns !== null && edns === "formerr") return emptyResponse(Rcode.FORMERR);
  if (query.edns !== null && (edns === "badvers" || query.edns.version > 0)) return emptyResponse(Rcode.BADVERS);
  return rcode === undefined ? null : emptyResponse(rcode);
}

function changedResponse(answer: (query: Message) => Response, query: Message, behaviour: Behaviour): Response | null {
  const ignoresDo = behaviour.stripsDnssec === true || behaviour.edns === "ignored";
  const asked: Message = ignoresDo ? { ...query, edns: null } : query;
  const response = rejectionOf(query, behaviour) ?? lame(answer(asked), behaviour);
  return behaviour.alter === undefined ? response : behaviour.alter(response, query);
}

function lame(response: Response, behaviour: Behaviour): Response {
  if (behaviour.lame === "not-authoritative") return { ...response, isAuthoritative: false };
  if (behaviour.lame !== "upward-referral") return response;
  const rdata = parseName("a.root-servers.net.").wire;
  const ns = { owner: ROOT, type: RrType.NS, class: CLASS_IN, ttl: 3600, rdata };
  return emptyResponse(Rcode.NOERROR, { authority: [ns] });
}

function questionName(query: Message, behaviour: Behaviour): { questionName?: DomainName } {
  const asked = query.questions[0]?.name ?? ROOT;
  if (behaviour.wrongQuestion) return { questionName: parseName("wrong.invalid.") };
  if (!behaviour.lowersQuestion) return {};
  const lower = (label: Uint8Array) => label.map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet));
  return { questionName: new DomainName(asked.labels.map(lower)) };
}

function spoil(message: Uint8Array, { garbage, wrongId }: Behaviour): Uint8Array {
  if (garbage === "cut") return message.subarray(0, Math.max(13, message.length >> 1));
  if (garbage === "random") return message.map((octet, i) => (i < 4 ? octet : (octet * 167 + i * 31) & 0xff));
  if (garbage === "empty-header") return message.subarray(0, 12);
  return wrongId ? message.with(1, (message[1] ?? 0) ^ 1) : message;
}

/** A query worth an answer: one question, opcode QUERY. */
function readQuery(bytes: Uint8Array): Message | null {
  try {
    const query = parseMessage(bytes);
    return query.isResponse || query.questions.length !== 1 ? null : query;
  } catch {
    return null;
  }
}

function logEntry(query: Message, transport: Transport, address: string): LoggedQuery {
  const [question] = query.questions;
  return {
    address,
    transport,
    name: question?.name.toString() ?? "",
    type: typeName(question?.type ?? 0),
    hasEdns: query.edns !== null,
    dnssecOk: query.edns?.dnssecOk ?? false,
    checkingDisabled: query.checkingDisabled,
    asked: JSON.stringify([{ ...query, id: 0 }, transport], (_, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    ),
    receivedAt: performance.now(),
    answeredAt: null,
  };
}
