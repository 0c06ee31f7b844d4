import { afterEach, expect, test } from "vitest";
import type { Answered, Reply } from "../../src/dns/lookup.ts";
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

const ROOT_SERVER = "127.0.9.1";
const TLD_SERVER = "127.0.9.2";
const ZONE_SERVER = "127.0.9.3";
const SECOND_SERVER = "127.0.9.4";
const OTHER_SERVER = "127.0.9.5";

const root: TestZone = { apex: ".", cuts: { tld: { ns: { "ns.tld": [TLD_SERVER] }, ds: "ds" } } };
const tld: TestZone = {
  apex: "tld",
  cuts: { "zone.tld": { ns: { "ns.zone.tld": [ZONE_SERVER] }, ds: "ds" } },
};
const zone: TestZone = {
  apex: "zone.tld",
  records: [
    nsRecord("zone.tld", "ns.zone.tld"),
    addressRecord("ns.zone.tld", ZONE_SERVER),
    addressRecord("www.zone.tld", "192.0.2.80"),
  ],
};

interface Lab {
  readonly network: Network;
  readonly at: Readonly<Record<string, TestServer>>;
  readonly port: number;
}

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A small internet; its servers are those of root, TLD and zone unless handlers say otherwise. */
async function startLab(
  handlers: Readonly<Record<string, Handler>> = {},
  { deliver, ...options }: Partial<NetworkOptions> & { deliver?: Deliver } = {},
): Promise<Lab> {
  const all = {
    [ROOT_SERVER]: serveZones(root),
    [TLD_SERVER]: serveZones(tld),
    [ZONE_SERVER]: serveZones(zone),
    ...handlers,
  };
  const { port, at, stop } = await startServers(all, deliver);
  const network = createNetwork({
    rootHints: [{ name: parseName("a.root."), addresses: [ROOT_SERVER] }],
    resolvers: [],
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

function ask(lab: Lab, name: string, type: number): Promise<Reply> {
  return lab.network.ask({ name: parseName(name), type });
}

function expectAnswered(reply: Reply): Answered {
  if (reply.kind !== "answered") throw new Error(`no answer: ${JSON.stringify(reply.failures)}`);
  return reply;
}

function typesOf(section: readonly { readonly type: number }[]): number[] {
  return section.map((record) => record.type);
}

function asked(server: TestServer | undefined): string[] {
  return (server?.queries ?? []).map((query) => `${query.name} ${query.type}`);
}

test("a question walks down by referrals to the server of its zone", async () => {
  const lab = await startLab();
  const reply = expectAnswered(await ask(lab, "www.zone.tld", RrType.A));
  expect(typesOf(reply.message.answer)).toEqual([RrType.A]);
  expect(reply.server.address).toBe(ZONE_SERVER);
  expect(reply.server.name?.toString()).toBe("ns.zone.tld.");
  expect(asked(lab.at[ROOT_SERVER])).toEqual(["www.zone.tld A"]);
});

test("a whole chain by walking costs three rounds, and no query twice", async () => {
  const rounds = createRounds();
  const lab = await startLab({}, { deliver: rounds.deliver, queryTimeout: 5000 });
  lab.network.anticipate(parseName("www.zone.tld"));
  const replies = await Promise.all([
    ask(lab, ".", RrType.DNSKEY),
    ask(lab, "tld", RrType.DS),
    ask(lab, "tld", RrType.DNSKEY),
    ask(lab, "zone.tld", RrType.DS),
    ask(lab, "zone.tld", RrType.DNSKEY),
    ask(lab, "www.zone.tld", RrType.A),
  ]);
  for (const reply of replies) expectAnswered(reply);
  expect(rounds.count()).toBe(3);
  // Down by one question, three DNSKEY beside it, and the address beside the anticipated SOA.
  expect(lab.network.queryCount()).toBe(7);
  for (const server of Object.values(lab.at)) expect(new Set(asked(server)).size).toBe(asked(server).length);
});

test("asking step by step after anticipating costs no more rounds than asking at once", async () => {
  const rounds = createRounds();
  const lab = await startLab({}, { deliver: rounds.deliver, queryTimeout: 5000 });
  lab.network.anticipate(parseName("zone.tld"));
  for (const [name, type] of [
    [".", RrType.DNSKEY],
    ["tld", RrType.DS],
    ["tld", RrType.DNSKEY],
    ["zone.tld", RrType.DS],
    ["zone.tld", RrType.DNSKEY],
    ["zone.tld", RrType.SOA],
  ] as const) {
    expectAnswered(await ask(lab, name, type));
  }
  expect(rounds.count()).toBe(3);
  expect(lab.network.queryCount()).toBe(6);
});

test("a referral that holds DS or its denial answers for DS without a query", async () => {
  const unsigned: TestZone = {
    apex: "tld",
    cuts: { "zone.tld": { ns: { "ns.zone.tld": [ZONE_SERVER] }, ds: "nsec" } },
  };
  const lab = await startLab({ [TLD_SERVER]: serveZones(unsigned) });
  await ask(lab, "zone.tld", RrType.SOA);
  const before = lab.network.queryCount();
  const secure = expectAnswered(await ask(lab, "tld", RrType.DS));
  expect(typesOf(secure.message.authority)).toContain(RrType.DS);
  expect(secure.question.type).toBe(RrType.DS);
  const insecure = expectAnswered(await ask(lab, "zone.tld", RrType.DS));
  expect(typesOf(insecure.message.authority)).toContain(RrType.NSEC);
  expect(insecure.server.address).toBe(TLD_SERVER);
  expect(lab.network.queryCount()).toBe(before);
});

test("DS is asked of the parent where the referral says nothing of it", async () => {
  const silent: TestZone = {
    apex: "tld",
    cuts: { "zone.tld": { ns: { "ns.zone.tld": [ZONE_SERVER] }, ds: "silent" } },
  };
  const lab = await startLab({ [TLD_SERVER]: serveZones(silent) });
  await ask(lab, "zone.tld", RrType.SOA);
  const reply = expectAnswered(await ask(lab, "zone.tld", RrType.DS));
  expect(reply.server.address).toBe(TLD_SERVER);
  expect(typesOf(reply.message.authority)).toEqual([RrType.SOA]);
});

test("a server that refers for DS too is taken at its word", async () => {
  const lab = await startLab({
    [TLD_SERVER]: (query) =>
      answerTo(query, { authoritative: false, authorities: [nsRecord("zone.tld", "ns.zone.tld")] }),
  });
  const reply = expectAnswered(await ask(lab, "zone.tld", RrType.DS));
  expect(typesOf(reply.message.authority)).toEqual([RrType.NS]);
});

test("the DS of the root is nobody's to give", async () => {
  const lab = await startLab();
  expect(await ask(lab, ".", RrType.DS)).toMatchObject({ kind: "unanswered", failures: [] });
});

test("parent and child on one server: answers come from the child, DS from the parent", async () => {
  const lab = await startLab({ [TLD_SERVER]: serveZones(tld, zone) });
  const reply = expectAnswered(await ask(lab, "www.zone.tld", RrType.A));
  expect(reply.server.address).toBe(TLD_SERVER);
  const ds = expectAnswered(await ask(lab, "zone.tld", RrType.DS));
  expect(typesOf(ds.message.answer)).toEqual([RrType.DS]);
  const servers = await lab.network.zoneServers(parseName("www.zone.tld"));
  expect(servers?.zone.toString()).toBe("zone.tld.");
  expect(servers?.parentZone?.toString()).toBe("tld.");
  expect(servers?.servers.map((server) => server.address)).toEqual([ZONE_SERVER]);
});

test("a DS question that reaches servers of the child only finds no answer there", async () => {
  const lab = await startLab({
    [TLD_SERVER]: (query) =>
      query.type === "DS"
        ? answerTo(query, {
            authorities: [
              {
                type: "SOA",
                name: "zone.tld",
                data: { mname: "m", rname: "r", serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
              },
            ],
          })
        : serveZones(tld)(query),
  });
  const reply = await ask(lab, "zone.tld", RrType.DS);
  expect(reply).toMatchObject({ kind: "unanswered", failures: [{ reason: "lame" }] });
});

test("a cut may take several labels", async () => {
  const deep: TestZone = { apex: "tld", cuts: { "a.b.c.tld": { ns: { "ns.a.b.c.tld": [ZONE_SERVER] }, ds: "ds" } } };
  const child: TestZone = { apex: "a.b.c.tld", records: [addressRecord("www.a.b.c.tld", "192.0.2.1")] };
  const lab = await startLab({ [TLD_SERVER]: serveZones(deep), [ZONE_SERVER]: serveZones(child) });
  expectAnswered(await ask(lab, "www.a.b.c.tld", RrType.A));
  const servers = await lab.network.zoneServers(parseName("a.b.c.tld"));
  expect(servers?.parentZone?.toString()).toBe("tld.");
});

const twoServers: TestZone = {
  apex: "tld",
  cuts: { "zone.tld": { ns: { "ns.zone.tld": [ZONE_SERVER], "ns2.zone.tld": [SECOND_SERVER] }, ds: "ds" } },
};

test.each<[string, string, Handler]>([
  ["refuses", "rcode", (query) => answerTo(query, { rcode: 5, authoritative: false })],
  ["fails", "rcode", (query) => answerTo(query, { rcode: 2, authoritative: false })],
  ["is lame without authority", "lame", (query) => answerTo(query, { authoritative: false })],
  [
    "is lame and refers upward",
    "lame",
    (query) => answerTo(query, { authoritative: false, authorities: [nsRecord(".", "a.root")] }),
  ],
  [
    "is lame and refers to its own zone",
    "lame",
    (query) => answerTo(query, { authoritative: false, authorities: [nsRecord("zone.tld", "ns.zone.tld")] }),
  ],
  ["keeps silent", "timeout", () => null],
])("a server that %s is passed over for the next", async (_, reason, bad) => {
  const lab = await startLab({ [TLD_SERVER]: serveZones(twoServers), [SECOND_SERVER]: bad });
  for (const name of ["a", "b", "c", "d", "e", "f"].map((label) => `${label}.zone.tld`)) {
    expect(expectAnswered(await ask(lab, name, RrType.A)).server.address).toBe(ZONE_SERVER);
  }
  const allBad = await startLab({ [ZONE_SERVER]: bad, [SECOND_SERVER]: bad, [TLD_SERVER]: serveZones(twoServers) });
  const reply = await ask(allBad, "www.zone.tld", RrType.A);
  expect(reply).toMatchObject({ kind: "unanswered", failures: [{ reason }, { reason }] });
});

test("a dead server is asked last once it is known", async () => {
  const lab = await startLab({ [TLD_SERVER]: serveZones(twoServers), [SECOND_SERVER]: () => null });
  const dead = { name: null, address: SECOND_SERVER, port: lab.port };
  await lab.network.askServer(dead, { name: parseName("zone.tld"), type: RrType.SOA });
  const before = lab.at[SECOND_SERVER]?.queries.length;
  for (const label of ["a", "b", "c", "d", "e", "f"]) await ask(lab, `${label}.zone.tld`, RrType.A);
  expect(lab.at[SECOND_SERVER]?.queries.length).toBe(before);
});

test("an unreachable IPv6 address does not keep a zone from being found", async () => {
  const cuts = { "zone.tld": { ns: { "ns.zone.tld": ["fe80::1", ZONE_SERVER] }, ds: "ds" } } as const;
  const lab = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts }) });
  expectAnswered(await ask(lab, "www.zone.tld", RrType.A));
  const servers = await lab.network.zoneServers(parseName("zone.tld"));
  expect(servers?.servers.map((server) => server.address)).toEqual(["fe80::1", ZONE_SERVER]);
  const only6 = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts }) }, { families: [6] });
  expect(await ask(only6, "www.zone.tld", RrType.A)).toMatchObject({ kind: "unanswered", failures: [] });
});

test("glue outside the referring zone is not believed", async () => {
  const cuts = { "zone.tld": { ns: { "ns.evil": [SECOND_SERVER] }, ds: "ds" } } as const;
  const lab = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts }), [SECOND_SERVER]: serveZones(zone) });
  expect((await ask(lab, "www.zone.tld", RrType.A)).kind).toBe("unanswered");
  expect(asked(lab.at[SECOND_SERVER])).toEqual([]);
});

test("a referral that does not lead down is none", async () => {
  const sideways: Handler = (query) =>
    answerTo(query, { authoritative: false, authorities: [nsRecord("other.tld", "ns.other.tld")] });
  const lab = await startLab({ [TLD_SERVER]: sideways });
  expect(await ask(lab, "www.zone.tld", RrType.A)).toMatchObject({ failures: [{ reason: "lame" }] });
});

test("servers outside the zone's parent are found by a walk of their own", async () => {
  const cuts = { "zone.tld": { ns: { "ns1.host.net": [], "ns2.host.net": [] }, ds: "ds" } } as const;
  const net: TestZone = {
    apex: "net",
    cuts: { "host.net": { ns: { "ns.host.net": [OTHER_SERVER] }, ds: "nsec" } },
  };
  const host: TestZone = {
    apex: "host.net",
    records: [addressRecord("ns1.host.net", ZONE_SERVER), addressRecord("ns2.host.net", SECOND_SERVER)],
  };
  const lab = await startLab({
    [ROOT_SERVER]: serveZones({
      apex: ".",
      cuts: { ...root.cuts, net: { ns: { "ns.net": [TLD_SERVER] }, ds: "ds" } },
    }),
    [TLD_SERVER]: serveZones({ apex: "tld", cuts }, net),
    [SECOND_SERVER]: serveZones(zone),
    [OTHER_SERVER]: serveZones(host),
  });
  expectAnswered(await ask(lab, "www.zone.tld", RrType.A));
  const servers = await lab.network.zoneServers(parseName("zone.tld"));
  expect(servers?.servers.map(({ name, address }) => `${String(name)} ${address}`)).toEqual([
    `ns1.host.net. ${ZONE_SERVER}`,
    `ns2.host.net. ${SECOND_SERVER}`,
    `ns.zone.tld. ${ZONE_SERVER}`,
  ]);
  // The names share the way down: .net and host.net are found once, for them all.
  expect(asked(lab.at[ROOT_SERVER]).filter((query) => query.includes("host.net"))).toHaveLength(1);
});

test("nameservers that depend on each other in a circle end without an answer, not in a wait", async () => {
  const cuts = {
    "a.tld": { ns: { "ns.b.tld": [] }, ds: "ds" },
    "b.tld": { ns: { "ns.a.tld": [] }, ds: "ds" },
  } as const;
  const lab = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts }) });
  const replies = await Promise.all([ask(lab, "www.a.tld", RrType.A), ask(lab, "www.b.tld", RrType.A)]);
  expect(replies.map((reply) => reply.kind)).toEqual(["unanswered", "unanswered"]);
  expect(lab.network.queryCount()).toBeLessThan(20);
});

test("a nameserver's name that is an alias is refused and said so", async () => {
  const cuts = { "zone.tld": { ns: { "ns.zone.tld": [ZONE_SERVER], "alias.tld": [] }, ds: "ds" } } as const;
  const records = [{ type: "CNAME", name: "alias.tld", ttl: 60, data: "ns.zone.tld" } as const];
  const lab = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts, records }) });
  const servers = await lab.network.zoneServers(parseName("zone.tld"));
  expect(servers?.servers.map((server) => server.address)).toEqual([ZONE_SERVER]);
  expect(servers?.unusable.map(({ name, reason }) => `${String(name)} ${reason}`)).toEqual([
    "alias.tld. is an alias (CNAME)",
  ]);
});

test("a zone's servers are those that the parent or the child names, with every address", async () => {
  const child: TestZone = {
    apex: "zone.tld",
    records: [
      nsRecord("zone.tld", "ns.zone.tld"),
      nsRecord("zone.tld", "ns3.zone.tld"),
      nsRecord("zone.tld", "gone.zone.tld"),
      addressRecord("ns.zone.tld", ZONE_SERVER),
      addressRecord("ns.zone.tld", "2001:db8::3"),
      addressRecord("ns3.zone.tld", OTHER_SERVER),
    ],
  };
  const lab = await startLab({
    [TLD_SERVER]: serveZones(twoServers),
    [ZONE_SERVER]: serveZones(child),
    [SECOND_SERVER]: serveZones(child),
  });
  const found = await lab.network.zoneServers(parseName("zone.tld"));
  expect(found?.servers.map(({ name, address }) => `${String(name)} ${address}`)).toEqual([
    `ns.zone.tld. ${ZONE_SERVER}`,
    "ns.zone.tld. 2001:db8::3",
    `ns2.zone.tld. ${SECOND_SERVER}`,
    `ns3.zone.tld. ${OTHER_SERVER}`,
  ]);
  expect(found?.unusable.map(({ name, reason }) => `${String(name)} ${reason}`)).toEqual([
    "gone.zone.tld. has no IPv4 address, has no IPv6 address",
  ]);
  expect(found?.servers.every((server) => server.port === lab.port)).toBe(true);
});

test("the servers of a name are those of its zone; of a dead zone those that the parent names", async () => {
  const lab = await startLab();
  const found = await lab.network.zoneServers(parseName("a.b.www.zone.tld"));
  expect(found?.zone.toString()).toBe("zone.tld.");
  const dead = await startLab({ [ZONE_SERVER]: (query) => answerTo(query, { rcode: 5 }) });
  const servers = await dead.network.zoneServers(parseName("zone.tld"));
  expect(servers?.servers.map((server) => server.address)).toEqual([ZONE_SERVER]);
  const rootServers = await lab.network.zoneServers(parseName("."));
  expect(rootServers).toMatchObject({ parentZone: null, servers: [{ address: ROOT_SERVER }] });
});

test("an alias at the name asked about does not hide its zone", async () => {
  const records = [{ type: "CNAME", name: "www.zone.tld", ttl: 60, data: "web.tld" } as const];
  const lab = await startLab({
    [ZONE_SERVER]: serveZones({ ...zone, records: [...(zone.records ?? []), ...records] }),
  });
  expect((await lab.network.zoneServers(parseName("www.zone.tld")))?.zone.toString()).toBe("zone.tld.");
});

test("the servers that a delegation names are known as soon as the walk crosses it", async () => {
  const lab = await startLab({ [ZONE_SERVER]: () => null }, { queryTimeout: 2000 });
  lab.network.anticipate(parseName("www.zone.tld"));
  const servers = await lab.network.delegation(parseName("zone.tld"));
  expect(servers?.map((server) => server.address)).toEqual([ZONE_SERVER]);
  expect(asked(lab.at[TLD_SERVER])).not.toContain("zone.tld SOA");
  const without = await startLab({ [TLD_SERVER]: serveZones(tld, zone) });
  expect(await without.network.delegation(parseName("zone.tld"))).toBeNull();
  expect(await without.network.delegation(parseName("tld"))).toMatchObject([{ address: TLD_SERVER }]);
  expect(await without.network.delegation(parseName("no.tld"))).toBeNull();
});

test("a delegation without glue gives the addresses looked up", async () => {
  const cuts = { "zone.tld": { ns: { "ns.tld": [] }, ds: "ds" } } as const;
  const records = [addressRecord("ns.tld", ZONE_SERVER)];
  const lab = await startLab({ [TLD_SERVER]: serveZones({ apex: "tld", cuts, records }) });
  expect(await lab.network.delegation(parseName("zone.tld"))).toMatchObject([{ address: ZONE_SERVER }]);
});

test("the deadline ends a walk, with what it was waiting for", async () => {
  const deadline = new AbortController();
  const lab = await startLab({ [ZONE_SERVER]: () => null }, { signal: deadline.signal, queryTimeout: 10_000 });
  const pending = ask(lab, "www.zone.tld", RrType.A);
  setTimeout(() => deadline.abort(), 100);
  expect(await pending).toMatchObject({ kind: "unanswered", failures: [{ reason: "deadline" }] });
});

test("closing ends what is pending", async () => {
  const lab = await startLab({ [ZONE_SERVER]: () => null }, { queryTimeout: 10_000 });
  const pending = ask(lab, "www.zone.tld", RrType.A);
  setTimeout(() => lab.network.close(), 100);
  expect((await pending).kind).toBe("unanswered");
});

test("given servers are asked about the zone, its parent about the DS", async () => {
  const given = { kind: "address", server: { name: null, address: SECOND_SERVER } } as const;
  const { network, at } = await startGiven([given]);
  expectAnswered(await network.ask({ name: parseName("www.zone.tld"), type: RrType.A }));
  expectAnswered(await network.ask({ name: parseName("zone.tld"), type: RrType.DNSKEY }));
  expect((await network.zoneServers(parseName("www.zone.tld")))?.zone.toString()).toBe("zone.tld.");
  expect(await network.zoneServers(parseName("zone.tld"))).toMatchObject({
    parentZone: null,
    servers: [{ address: SECOND_SERVER }],
    unusable: [],
  });
  expect(await network.delegation(parseName("zone.tld"))).toMatchObject([{ address: SECOND_SERVER }]);
  // An anchor at the zone itself needs nobody else.
  expect([...asked(at[ROOT_SERVER]), ...asked(at[TLD_SERVER])]).toEqual([]);
  const ds = expectAnswered(await network.ask({ name: parseName("zone.tld"), type: RrType.DS }));
  expect(ds.server.address).toBe(TLD_SERVER);
  expect(asked(at[ZONE_SERVER])).toEqual([]);
});

test("given servers may be names, found by walking, even of the zone itself", async () => {
  const { network, at } = await startGiven([{ kind: "name", name: parseName("ns2.zone.tld") }]);
  const reply = expectAnswered(await network.ask({ name: parseName("www.zone.tld"), type: RrType.A }));
  expect(reply.server.address).toBe(SECOND_SERVER);
  expect((await network.zoneServers(parseName("zone.tld")))?.servers).toMatchObject([
    { name: parseName("ns2.zone.tld."), address: SECOND_SERVER },
  ]);
  expect(asked(at[ZONE_SERVER])).not.toContain("www.zone.tld A");
});

type Given = NetworkOptions["nameservers"][number];

/** A lab whose network asks given servers; the zone names its second server itself. */
async function startGiven(
  given: readonly (Given | { kind: "address"; server: { name: null; address: string } })[],
): Promise<Lab> {
  const child: TestZone = {
    ...zone,
    records: [...(zone.records ?? []), addressRecord("ns2.zone.tld", SECOND_SERVER)],
  };
  const lab = await startLab({ [ZONE_SERVER]: serveZones(child), [SECOND_SERVER]: serveZones(child) });
  const network = createNetwork({
    rootHints: [{ name: parseName("a.root."), addresses: [ROOT_SERVER] }],
    resolvers: [],
    nameservers: given.map((server) =>
      server.kind === "address" ? { kind: "address", server: { port: lab.port, ...server.server } } : server,
    ),
    zone: parseName("zone.tld."),
    families: [4, 6],
    port: lab.port,
    queryTimeout: 600,
    maxQueries: 2000,
    tries: 2,
    bufferSize: 1232,
    tcp: false,
    signal: new AbortController().signal,
  });
  cleanups.push(() => network.close());
  return { ...lab, network };
}
