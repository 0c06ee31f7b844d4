import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { parseName } from "../../src/dns/name.ts";
import type { Answered, Reply, ServerAddress, Unanswered } from "../../src/dns/lookup.ts";
import { RrType } from "../../src/dns/registry.ts";
import { type Client, createClient } from "../../src/net/client.ts";
import { exchangeUdp } from "../../src/net/udp.ts";
import { answerTo, type Handler, type ReceivedQuery, startServer, type TestServer } from "../support/udp-server.ts";

const question = { name: parseName("www.example."), type: RrType.A };
const running: { stop(): Promise<void> }[] = [];
const ends: AbortController[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) end.abort();
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function serve(handler: Handler, address = "127.0.0.1"): Promise<TestServer> {
  const server = await startServer(handler, { address });
  running.push(server);
  return server;
}

function client(options: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  const end = new AbortController();
  ends.push(end);
  return createClient({
    queryTimeout: 1000,
    tries: 3,
    bufferSize: 1232,
    tcp: false,
    maxQueries: 2000,
    signal: end.signal,
    ...options,
  });
}

function addressOf(server: TestServer): ServerAddress {
  return { name: null, address: server.address, port: server.port };
}

async function askOnce(server: TestServer, options: Partial<Parameters<typeof createClient>[0]> = {}): Promise<Reply> {
  return client(options).exchange(addressOf(server), question, false);
}

function expectAnswered(reply: Reply): Answered {
  if (reply.kind !== "answered") throw new Error(`no answer: ${JSON.stringify(reply.failures)}`);
  return reply;
}

function expectFailure(reply: Reply): Unanswered["failures"][number] {
  expect(reply.kind).toBe("unanswered");
  const [failure] = (reply as Unanswered).failures;
  if (failure === undefined) throw new Error("no failure");
  return failure;
}

const withAddress = (query: ReceivedQuery): Buffer =>
  answerTo(query, { answers: [{ type: "A", name: query.name, ttl: 60, data: "192.0.2.1" }] });

/** The same message under another ID. */
function withWrongId(message: Buffer): Buffer {
  const other = Buffer.from(message);
  other.writeUInt16BE((message.readUInt16BE(0) + 1) & 0xffff, 0);
  return other;
}

/** The same message with the question's first letter changed. */
function withWrongQuestion(message: Buffer): Buffer {
  const other = Buffer.from(message);
  other.writeUInt8(0x78, 13);
  return other;
}

/** The same message as a query. */
function withoutQr(message: Buffer): Buffer {
  const other = Buffer.from(message);
  other.writeUInt8(message.readUInt8(2) & 0x7f, 2);
  return other;
}

test("a query carries EDNS with the buffer size and DO, and the answer its server and time", async () => {
  const server = await serve(withAddress);
  const reply = expectAnswered(await askOnce(server, { bufferSize: 1400 }));
  expect(reply.message.answer).toHaveLength(1);
  expect(reply.notes).toEqual([]);
  expect(reply.elapsed).toBeGreaterThan(0);
  expect(reply.server.address).toBe("127.0.0.1");
  const [query] = server.queries;
  expect(query?.packet.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1400, flag_do: true }]);
  expect(query?.packet).toMatchObject({ flag_rd: false, flag_cd: false });
});

test("a recursive query carries RD and CD", async () => {
  const server = await serve(withAddress);
  await client().exchange(addressOf(server), question, true);
  expect(server.queries[0]?.packet).toMatchObject({ flag_rd: true, flag_cd: true });
});

test.each([
  ["another ID", withWrongId],
  ["another question", withWrongQuestion],
  ["no QR bit", withoutQr],
  ["less than a header", (message: Buffer) => message.subarray(0, 11)],
])("a message with %s is passed over and the true answer still heard", async (_, forge) => {
  const server = await serve((query) => [forge(withAddress(query)), withAddress(query)]);
  const reply = expectAnswered(await askOnce(server, { tries: 1 }));
  expect(reply.message.answer).toHaveLength(1);
  expect(server.queries).toHaveLength(1);
});

test("nothing but messages that do not match is a mismatch, not an answer", async () => {
  const server = await serve((query) => withWrongId(withAddress(query)));
  const failure = expectFailure(await askOnce(server, { tries: 1, queryTimeout: 50 }));
  expect(failure.reason).toBe("mismatched");
});

test("an answer from another port of the server is not heard", async () => {
  const stranger = await serve(() => null);
  const { createSocket } = await import("node:dgram");
  const socket = createSocket("udp4");
  const server = await serve((query) => {
    socket.send(withAddress(query), query.port, "127.0.0.1");
    return null;
  });
  const failure = expectFailure(await askOnce(server, { tries: 1, queryTimeout: 80 }));
  socket.close();
  expect(failure.reason).toBe("timeout");
  expect(stranger.queries).toHaveLength(0);
});

test("an answer whose name differs in case only is the answer", async () => {
  const server = await serve((query) => {
    const message = withAddress(query);
    message.write("WWW", 13, "latin1");
    return message;
  });
  expect(expectAnswered(await askOnce(server)).message.answer).toHaveLength(1);
});

test("a truncated answer is fetched over TCP", async () => {
  const server = await serve((query) =>
    query.transport === "udp" ? answerTo(query, { truncated: true }) : withAddress(query),
  );
  const reply = expectAnswered(await askOnce(server));
  expect(reply.message.answer).toHaveLength(1);
  expect(reply.notes).toEqual(["truncated", "tcp"]);
});

test("a truncated answer cut in the middle of a record is fetched over TCP", async () => {
  const server = await serve((query) => {
    const message = withAddress(query);
    if (query.transport === "tcp") return message;
    message.writeUInt8(message.readUInt8(2) | 0x02, 2);
    return message.subarray(0, message.length - 15);
  });
  expect(expectAnswered(await askOnce(server)).message.isTruncated).toBe(false);
});

test("a malformed answer is asked for over TCP before it counts", async () => {
  const cut = (message: Buffer): Buffer => message.subarray(0, message.length - 3);
  const mended = await serve((query) => (query.transport === "udp" ? cut(withAddress(query)) : withAddress(query)));
  expect(expectAnswered(await askOnce(mended)).notes).toEqual(["malformed", "tcp"]);
  const broken = await serve((query) => cut(withAddress(query)));
  expect(expectFailure(await askOnce(broken)).reason).toBe("malformed");
  expect(broken.queries.map((query) => query.transport)).toEqual(["udp", "tcp"]);
});

test.each([1, 4])("RCODE %i to a query with EDNS is tried without it", async (rcode) => {
  const server = await serve((query) => (query.hasEdns ? answerTo(query, { rcode, edns: false }) : withAddress(query)));
  const asker = client();
  const reply = expectAnswered(await asker.exchange(addressOf(server), question, false));
  expect(reply.message.answer).toHaveLength(1);
  expect(reply.notes).toEqual(["formerr-with-edns"]);
  const second = await asker.exchange(addressOf(server), { ...question, type: RrType.AAAA }, false);
  expect(expectAnswered(second).notes).toEqual(["formerr-with-edns"]);
  expect(server.queries.map((query) => query.hasEdns)).toEqual([true, false, false]);
});

test("a FORMERR without a question is an answer, and one that stays is delivered", async () => {
  const server = await serve((query) => {
    const message = Buffer.alloc(12);
    message.writeUInt16BE(query.packet.id ?? 0, 0);
    message.writeUInt16BE(0x8001, 2);
    return message;
  });
  const reply = expectAnswered(await askOnce(server));
  expect(reply.message.rcode).toBe(1);
  expect(reply.notes).toEqual([]);
});

test("a server that drops queries with EDNS is heard without", async () => {
  const server = await serve((query) => (query.hasEdns ? null : withAddress(query)));
  const reply = expectAnswered(await askOnce(server, { queryTimeout: 150 }));
  expect(reply.notes).toEqual(["retried", "edns-dropped"]);
  expect(reply.message.answer).toHaveLength(1);
});

test("a lost packet is sent again from another port under another ID", async () => {
  const server = await serve((query) => (query.number === 1 ? null : withAddress(query)));
  const reply = expectAnswered(await askOnce(server, { queryTimeout: 150 }));
  expect(reply.notes).toEqual(["retried"]);
  const [first, second] = server.queries;
  expect(second?.port).not.toBe(first?.port);
  expect(second?.packet.id).not.toBe(first?.packet.id);
  expect(second?.hasEdns).toBe(true);
});

test("two lost packets do not make a server that drops EDNS", async () => {
  const server = await serve((query) => (query.number <= 2 ? null : withAddress(query)));
  const reply = expectAnswered(await askOnce(server, { queryTimeout: 150 }));
  expect(reply.message.edns).not.toBeNull();
  expect(reply.notes).toEqual(["retried"]);
});

test("lost packets before an answer without EDNS do not make a server that drops EDNS", async () => {
  const server = await serve((query) => (query.number <= 3 && query.hasEdns ? null : withAddress(query)));
  const reply = expectAnswered(await askOnce(server, { queryTimeout: 150 }));
  expect(reply.message.edns).not.toBeNull();
  expect(reply.notes).toEqual(["retried"]);
});

test("a server that is silent over TCP gets but one try over it from then on", async () => {
  const server = await serve((query) => (query.transport === "tcp" ? null : answerTo(query, { truncated: true })));
  const asker = client({ queryTimeout: 100 });
  const overTcp = () => server.queries.filter(({ transport, hasEdns }) => transport === "tcp" && hasEdns).length;
  expectFailure(await asker.exchange(addressOf(server), question, false));
  expect(overTcp()).toBe(3);
  expectFailure(await asker.exchange(addressOf(server), { ...question, type: RrType.AAAA }, false));
  expect(overTcp()).toBe(4);
});

test("a silent server times out after its tries, and gets but one try from then on", async () => {
  const server = await serve(() => null);
  const asker = client({ queryTimeout: 40 });
  const failure = expectFailure(await asker.exchange(addressOf(server), question, false));
  expect(failure).toMatchObject({ reason: "timeout", detail: "timed out (3 tries)", message: null });
  expect(server.queries.filter((query) => query.hasEdns)).toHaveLength(3);
  const before = server.queries.length;
  await asker.exchange(addressOf(server), { ...question, type: RrType.AAAA }, false);
  expect(server.queries).toHaveLength(before + 1);
  expect(asker.responseTime(addressOf(server))).toBe(Number.POSITIVE_INFINITY);
});

test("a port nobody listens on refuses at once", async () => {
  const server = await startServer(() => null);
  await server.stop();
  const started = performance.now();
  expect(expectFailure(await askOnce(server, { queryTimeout: 5000 })).reason).toBe("connection-refused");
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each([false, true])("an IPv6 address that this host can't reach is no timeout (TCP: %s)", async (tcp) => {
  // Link-local without a zone: no host can connect to it, with IPv6 or without.
  const server = { name: null, address: "fe80::1", port: 53 };
  const reply = await client({ tcp }).exchange(server, question, false);
  expect(expectFailure(reply).reason).toBe("network-unreachable");
});

test("with TCP only nothing goes over UDP, and one connection carries all queries of a server", async () => {
  const server = await serve(withAddress);
  const asker = client({ tcp: true });
  const types = [RrType.A, RrType.AAAA, RrType.MX, RrType.TXT];
  await asker.exchange(addressOf(server), { ...question, type: RrType.SOA }, false);
  const replies = await Promise.all(
    types.map((type) => asker.exchange(addressOf(server), { ...question, type }, false)),
  );
  expect(replies.map((reply) => expectAnswered(reply).notes)).toEqual(types.map(() => ["tcp"]));
  expect(server.queries.every((query) => query.transport === "tcp")).toBe(true);
  expect(server.connectionCount()).toBe(1);
});

test("answers out of order on one connection find their queries", async () => {
  const held: Buffer[] = [];
  const server = await serve((query) => {
    held.unshift(withAddress(query));
    return held.length === 3 ? held : [];
  });
  const asker = client({ tcp: true });
  const names = ["a.example.", "b.example.", "c.example."].map(parseName);
  const replies = await Promise.all(names.map((name) => asker.exchange(addressOf(server), { name, type: 1 }, false)));
  expect(replies.map((reply) => expectAnswered(reply).message.answer[0]?.owner.toString())).toEqual(names.map(String));
});

test("a connection that the server closed while idle is opened again", async () => {
  const server = await serve((query) => (query.number === 2 ? "close" : withAddress(query)));
  const asker = client({ tcp: true });
  expectAnswered(await asker.exchange(addressOf(server), question, false));
  const second = await asker.exchange(addressOf(server), { ...question, type: RrType.AAAA }, false);
  expect(expectAnswered(second).message.questions).toHaveLength(1);
  expect(server.connectionCount()).toBe(2);
});

test("a server that closes every new connection refuses", async () => {
  const server = await serve(() => "close");
  expect(expectFailure(await askOnce(server, { tcp: true }))).toMatchObject({
    reason: "connection-refused",
    isOverTcp: true,
  });
});

test("an equal question to the same server is sent once", async () => {
  const server = await serve(withAddress);
  const asker = client();
  const other = { name: parseName("WWW.example."), type: RrType.A };
  const [first, second] = await Promise.all([
    asker.exchange(addressOf(server), question, false),
    asker.exchange(addressOf(server), other, false),
  ]);
  expect(first).toBe(second);
  expect(server.queries).toHaveLength(1);
  expect(asker.queryCount()).toBe(1);
});

test("a varied question is put exactly so, once", async () => {
  const server = await serve(withAddress);
  const asker = client();
  const variation = {
    recursionDesired: true,
    authenticData: true,
    edns: { udpSize: 4096, dnssecOk: false, flags: 0x80 },
  };
  const vary = () => asker.exchange(addressOf(server), question, false, variation);
  expectAnswered(await vary());
  expect(await vary()).toBe(await vary());
  await asker.exchange(addressOf(server), question, false);
  expect(server.queries).toHaveLength(2);
  expect(server.queries[0]?.packet).toMatchObject({ flag_rd: true, flag_cd: false, flag_ad: true });
  expect(server.queries[0]?.packet.additionals).toMatchObject([{ udpPayloadSize: 4096, flags: 0x80, flag_do: false }]);
});

test("a varied question can leave out EDNS or UDP", async () => {
  const server = await serve(withAddress);
  const asker = client();
  await asker.exchange(addressOf(server), question, false, { edns: null });
  const reply = await asker.exchange(addressOf(server), question, false, { tcp: true });
  expect(expectAnswered(reply).notes).toEqual(["tcp"]);
  expect(server.queries.map(({ transport, hasEdns }) => [transport, hasEdns])).toEqual([
    ["udp", false],
    ["tcp", true],
  ]);
});

test("a varied question falls back to nothing and says nothing about the usual ones", async () => {
  const server = await serve((query) => (query.hasEdns ? answerTo(query, { rcode: 1, edns: false }) : null));
  const asker = client({ queryTimeout: 50, tries: 2 });
  const refused = await asker.exchange(addressOf(server), question, false, { edns: { version: 1 } });
  expect(expectAnswered(refused).message.rcode).toBe(1);
  expect(expectFailure(await asker.exchange(addressOf(server), question, false, { edns: null })).reason).toBe(
    "timeout",
  );
  expect(server.queries.map(({ hasEdns }) => hasEdns)).toEqual([true, false, false]);
  expect(asker.responseTime(addressOf(server))).toBeNull();
});

test.each([false, true])("the run's deadline ends what is pending at once (TCP: %s)", async (tcp) => {
  const server = await serve(() => null);
  const deadline = new AbortController();
  const asker = client({ queryTimeout: 10_000, signal: deadline.signal, tcp });
  const pending = asker.exchange(addressOf(server), question, false);
  setTimeout(() => deadline.abort(), 30);
  const started = performance.now();
  expect(expectFailure(await pending).reason).toBe("deadline");
  expect(performance.now() - started).toBeLessThan(1000);
  const later = await asker.exchange(addressOf(server), { ...question, type: RrType.MX }, false);
  expect(expectFailure(later).reason).toBe("deadline");
});

test("a run that ends just as a query is about to go out ends quietly", async () => {
  const server = await serve((query) => answerTo(query));
  const end = new AbortController();
  const transfer = exchangeUdp(addressOf(server), { question, encode: () => new Uint8Array(12) }, 1000, end.signal);
  end.abort();
  expect(await transfer).toMatchObject({ kind: "failed", reason: "deadline" });
  await setImmediate();
});

test("hundreds of questions at once are all answered", async () => {
  const server = await serve(withAddress);
  const asker = client({ queryTimeout: 5000 });
  const names = Array.from({ length: 400 }, (_, i) => parseName(`n${i}.example.`));
  const replies = await Promise.all(names.map((name) => asker.exchange(addressOf(server), { name, type: 1 }, false)));
  expect(replies.filter((reply) => reply.kind === "answered")).toHaveLength(400);
});

test("a run sends no more than its limit of queries", async () => {
  const server = await serve((query) => answerTo(query));
  const asker = client({ maxQueries: 10 });
  const names = Array.from({ length: 11 }, (_, i) => parseName(`n${i}.example.`));
  const replies = await Promise.all(names.map((name) => asker.exchange(addressOf(server), { name, type: 1 }, false)));
  const failures = replies.filter((reply) => reply.kind === "unanswered");
  expect(failures).toHaveLength(1);
  expect(asker.queryCount()).toBe(10);
});
