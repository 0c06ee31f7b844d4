import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { SecureChannel, ServerAddress } from "../../src/dns/lookup.ts";
import { parseMessage } from "../../src/dns/message.ts";
import { parseName } from "../../src/dns/name.ts";
import { RrType } from "../../src/dns/registry.ts";
import { createClient } from "../../src/net/client.ts";
import { concatBytes, uint16 } from "../../src/util/bytes.ts";
import { planInternet } from "../support/internet-plan.ts";
import { recursive } from "../support/server/recursive.ts";
import { composeMessage, testServer } from "../support/server/server.ts";

const file = (name: string): string => readFileSync(new URL(`../support/tls/${name}`, import.meta.url), "utf8");
const CA = file("ca.pem");
const IDENTITY = { cert: file("server.pem"), key: file("server.key") };
const QUESTION = { name: parseName("zone.test."), type: RrType.DNSKEY };

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const internet = planInternet({ at: 1_800_000_000, zones: { "zone.test.": {} } });
const resolver = testServer(["127.0.0.1"], recursive([...internet.zones.values()]));

function answer(query: Uint8Array): Uint8Array {
  return composeMessage(resolver, parseMessage(query), "tcp") ?? new Uint8Array(0);
}

async function startTls(): Promise<number> {
  const server = createServer({ ...IDENTITY, ALPNProtocols: ["dot"] }, (socket: TLSSocket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      for (let rest = chunk; rest.length > 2; rest = rest.subarray(2 + rest.readUInt16BE())) {
        const reply = answer(rest.subarray(2, 2 + rest.readUInt16BE()));
        socket.write(concatBytes(uint16(reply.length), reply));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function startHttps(status = 200): Promise<number> {
  const server = createSecureServer(IDENTITY);
  server.on("stream", (stream, headers) => {
    const [, query] = /^\/dns-query\?dns=([\w-]+)$/.exec(headers[":path"] ?? "") ?? [];
    const isRight = query !== undefined && headers[":method"] === "GET" && headers["cache-control"] === "no-cache";
    stream.respond({ ":status": isRight ? status : 404, "content-type": "application/dns-message" });
    stream.end(answer(Buffer.from(query ?? "", "base64url")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function ask(port: number, change: Partial<SecureChannel>) {
  return clientOf().exchange(resolverAt(port, change), QUESTION, true);
}

function clientOf(): ReturnType<typeof createClient> {
  const controller = new AbortController();
  cleanups.push(() => controller.abort());
  return createClient({
    queryTimeout: 2000,
    tcp: false,
    tries: 1,
    bufferSize: 1232,
    maxQueries: 2000,
    signal: controller.signal,
  });
}

function resolverAt(port: number, change: Partial<SecureChannel>): ServerAddress {
  const channel: SecureChannel = { protocol: "tls", certificateName: null, authorities: CA, path: "", ...change };
  return { name: null, address: "127.0.0.1", port, channel };
}

describe.each([
  ["TLS", startTls, { protocol: "tls", path: "" }],
  ["HTTPS", startHttps, { protocol: "https", path: "/dns-query" }],
] as const)("over %s", (_, start, way) => {
  test("a resolver with a certificate for its address answers", async () => {
    const reply = await ask(await start(), way);
    expect(reply).toMatchObject({ kind: "answered", message: { rcode: 0, recursionAvailable: true } });
  });

  test("a resolver with a certificate for the name asked for answers", async () => {
    expect(await ask(await start(), { ...way, certificateName: "resolver.test" })).toMatchObject({ kind: "answered" });
  });

  test.each([
    ["for another name", { certificateName: "other.test" }],
    ["of an authority that is not trusted", { authorities: null }, "not trusted"],
  ])("a certificate %s is the resolver's failure", async (what, change, detail = what) => {
    const reply = await ask(await start(), { ...way, ...change });
    const failures = [{ reason: "connection-refused", detail: `TLS: its certificate is ${detail}` }];
    expect(reply).toMatchObject({ kind: "unanswered", failures });
  });
});

test("many questions at once over HTTPS are answered without a word on standard error", async () => {
  const warnings: Error[] = [];
  const collect = (warning: Error): void => void warnings.push(warning);
  process.on("warning", collect);
  const port = await startHttps();
  const client = clientOf();
  const server = resolverAt(port, { protocol: "https", path: "/dns-query" });
  const replies = await Promise.all(Array.from({ length: 20 }, () => client.exchange(server, QUESTION, true)));
  await setImmediate();
  process.off("warning", collect);
  expect(replies.map(({ kind }) => kind)).toEqual(Array(20).fill("answered"));
  expect(warnings).toEqual([]);
});

test("an HTTP status that is an error is the resolver's failure", async () => {
  const reply = await ask(await startHttps(503), { protocol: "https", path: "/dns-query" });
  expect(reply).toMatchObject({ failures: [{ reason: "connection-refused", detail: "HTTP status 503" }] });
});

test("a closed port is refused", async () => {
  const port = await startTls();
  cleanups.splice(0).forEach((cleanup) => cleanup());
  for (const protocol of ["tls", "https"] as const) {
    const failures = [{ reason: "connection-refused", detail: "connection refused" }];
    expect(await ask(port, { protocol })).toMatchObject({ failures });
  }
});
