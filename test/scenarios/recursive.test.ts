import { afterEach, expect, test } from "vitest";
import type { Reply } from "../../src/dns/lookup.ts";
import { parseName } from "../../src/dns/name.ts";
import { RrType } from "../../src/dns/registry.ts";
import { createNetwork, type Network, type NetworkOptions } from "../../src/net/network.ts";
import { addressRecord, nsRecord, serveZones, type TestZone } from "../support/test-zones.ts";
import {
  answerTo,
  createRounds,
  type Deliver,
  type Handler,
  startServers,
  type TestServer,
} from "../support/udp-server.ts";

const FIRST = "127.0.10.1";
const SECOND = "127.0.10.2";
const ZONE_SERVER = "127.0.10.3";

const tld: TestZone = { apex: "tld", records: [nsRecord("tld", "ns.tld")] };
const zone: TestZone = {
  apex: "zone.tld",
  records: [
    nsRecord("zone.tld", "ns.zone.tld"),
    nsRecord("zone.tld", "alias.zone.tld"),
    addressRecord("ns.zone.tld", ZONE_SERVER),
    { type: "CNAME", name: "alias.zone.tld", ttl: 60, data: "ns.zone.tld" },
  ],
};
/** Stands in for a resolver: it knows every zone. */
const resolver = serveZones({ apex: "." }, tld, zone);
const refuse: Handler = (query) => answerTo(query, { rcode: 5 });

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function start(
  handlers: Readonly<Record<string, Handler>>,
  { deliver, ...options }: Partial<NetworkOptions> & { deliver?: Deliver } = {},
): Promise<{ network: Network; at: Readonly<Record<string, TestServer>>; port: number }> {
  const { port, at, stop } = await startServers(handlers, deliver);
  const network = createNetwork({
    rootHints: [],
    resolvers: Object.keys(handlers)
      .filter((address) => address !== ZONE_SERVER)
      .map((address) => ({ name: null, address, port })),
    nameservers: [],
    zone: parseName("zone.tld."),
    families: [4, 6],
    port,
    queryTimeout: 600,
    maxQueries: 2000,
    tries: 2,
    bufferSize: 1232,
    tcp: false,
    signal: new AbortController().signal,
    ...options,
  });
  cleanups.push(() => network.close(), stop);
  return { network, at, port };
}

function ask(network: Network, name: string, type: number): Promise<Reply> {
  return network.ask({ name: parseName(name), type });
}

test("questions go to the resolver with RD, CD and DO", async () => {
  const { network, at } = await start({ [FIRST]: resolver });
  expect((await ask(network, "ns.zone.tld", RrType.A)).kind).toBe("answered");
  expect(network.isRecursive).toBe(true);
  expect(await network.delegation(parseName("zone.tld"))).toBeNull();
  expect(at[FIRST]?.queries).toMatchObject([{ hasEdns: true, packet: { flag_rd: true, flag_cd: true } }]);
});

test("a whole chain through a resolver costs one round", async () => {
  const rounds = createRounds();
  const { network } = await start({ [FIRST]: resolver }, { deliver: rounds.deliver, queryTimeout: 5000 });
  network.anticipate(parseName("www.zone.tld"));
  const replies = await Promise.all([
    ask(network, ".", RrType.DNSKEY),
    ask(network, "zone.tld", RrType.DS),
    ask(network, "www.zone.tld", RrType.A),
  ]);
  for (const [name, type] of [
    ["tld", RrType.DS],
    ["tld", RrType.DNSKEY],
    ["zone.tld", RrType.DNSKEY],
  ] as const) {
    replies.push(await ask(network, name, type));
  }
  expect(replies.every((reply) => reply.kind === "answered")).toBe(true);
  expect(rounds.count()).toBe(1);
});

test("a name of many labels is anticipated at its topmost only", async () => {
  const { network } = await start({ [FIRST]: resolver });
  network.anticipate(parseName("a.b.c.d.e.f.g.h.i.j.zone.tld"));
  await ask(network, "zone.tld", RrType.SOA);
  expect(network.queryCount()).toBe(14);
});

test.each<[string, Handler]>([
  ["fails", (query) => answerTo(query, { rcode: 2 })],
  ["refuses", refuse],
  [
    "only refers to the root",
    (query) => answerTo(query, { authoritative: false, authorities: [nsRecord(".", "a.root-servers.net")] }),
  ],
  ["keeps silent", () => null],
])("a resolver that %s gives way to the next", async (_, bad) => {
  const { network, at } = await start({ [FIRST]: bad, [SECOND]: resolver });
  const reply = await ask(network, "ns.zone.tld", RrType.A);
  expect(reply).toMatchObject({ kind: "answered", server: { address: SECOND } });
  expect(at[FIRST]?.queries.length).toBeGreaterThan(0);
});

test("where all resolvers fail each one's failure is kept, with its message", async () => {
  const { network } = await start({ [FIRST]: refuse, [SECOND]: (query) => answerTo(query, { rcode: 2 }) });
  expect(await ask(network, "zone.tld", RrType.SOA)).toMatchObject({
    kind: "unanswered",
    failures: [
      { reason: "rcode", detail: "REFUSED", message: { rcode: 5 } },
      { reason: "rcode", detail: "SERVFAIL", message: { rcode: 2 } },
    ],
  });
});

test("an answer without authority or with NXDOMAIN is delivered as it is", async () => {
  const { network } = await start({ [FIRST]: (query) => answerTo(query, { rcode: 3, authoritative: false }) });
  expect(await ask(network, "zone.tld", RrType.SOA)).toMatchObject({ kind: "answered", message: { rcode: 3 } });
});

test("the servers of a zone are found through the resolver and asked directly, without RD", async () => {
  const { network, at } = await start({ [FIRST]: resolver, [ZONE_SERVER]: serveZones(zone) });
  const found = await network.zoneServers(parseName("www.zone.tld"));
  expect(found?.zone.toString()).toBe("zone.tld.");
  expect(found?.parentZone?.toString()).toBe("tld.");
  expect(found?.servers.map(({ name, address }) => `${String(name)} ${address}`)).toEqual([
    `ns.zone.tld. ${ZONE_SERVER}`,
  ]);
  expect(found?.unusable.map(({ name, reason }) => `${String(name)} ${reason}`)).toEqual([
    "alias.zone.tld. is an alias (CNAME)",
  ]);
  const [server] = found?.servers ?? [];
  if (server === undefined) throw new Error("no server");
  const reply = await network.askServer(server, { name: parseName("zone.tld."), type: RrType.SOA });
  expect(reply.kind).toBe("answered");
  expect(at[ZONE_SERVER]?.queries).toMatchObject([{ packet: { flag_rd: false, flag_cd: false } }]);
});

test("no servers are found where the resolver fails", async () => {
  const { network } = await start({ [FIRST]: refuse });
  expect(await network.zoneServers(parseName("zone.tld"))).toBeNull();
});

test("given servers answer for the zone, the resolver for the rest", async () => {
  const servers = await start({ [FIRST]: resolver, [ZONE_SERVER]: serveZones(zone) });
  const network = createNetwork({
    rootHints: [],
    resolvers: [{ name: null, address: FIRST, port: servers.port }],
    nameservers: [{ kind: "name", name: parseName("ns.zone.tld") }],
    zone: parseName("zone.tld."),
    families: [4],
    port: servers.port,
    queryTimeout: 600,
    maxQueries: 2000,
    tries: 2,
    bufferSize: 1232,
    tcp: false,
    signal: new AbortController().signal,
  });
  cleanups.push(() => network.close());
  expect(await ask(network, "zone.tld", RrType.DNSKEY)).toMatchObject({ server: { address: ZONE_SERVER } });
  expect(await ask(network, "zone.tld", RrType.DS)).toMatchObject({ server: { address: FIRST } });
  expect(await ask(network, "tld", RrType.DNSKEY)).toMatchObject({ server: { address: FIRST } });
});
