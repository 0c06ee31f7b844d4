import { afterEach, expect, test } from "vitest";
import { ask, askRaw, queryBytes } from "../support/ask.ts";
import { parseName } from "../../src/dns/name.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import { WireFormatError } from "../../src/util/errors.ts";
import { authoritative } from "../support/server/authoritative.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { rounds } from "../support/server/query-log.ts";
import { recursive } from "../support/server/recursive.ts";
import { type RunningServers, type TestServer, startServers, testServer } from "../support/server/server.ts";
import { keyPair } from "../support/signer/key.ts";
import { signZone } from "../support/signer/sign-zone.ts";
import { zone } from "../support/signer/zone.ts";

const ADDRESS = "127.0.0.77";
const APEX = "zone.test.";
const signed = signZone(zone(APEX, ["ns1 A 192.0.2.1", "www A 192.0.2.2", "away CNAME www.other.test."]), {
  keys: keyPair(8),
  inception: 0,
  expiration: 2 ** 31,
  denial: "nsec",
});
const other = zone("other.test.", ["www A 192.0.2.3"]);

let running: RunningServers | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function serve(behaviour: Behaviour, addresses = [ADDRESS]): Promise<TestServer & { readonly port: number }> {
  const server = testServer(addresses, authoritative([signed]), behaviour);
  running = await startServers([server]);
  return Object.assign(server, { port: running.port });
}

const NO_EDNS = { edns: null } as const;
const SMALL = { edns: { dnssecOk: true, udpSize: 512 } } as const;
const SOON = { patience: 150 } as const;

test("a good server answers with authority and signatures over UDP and TCP", async () => {
  const { port } = await serve({});
  for (const tcp of [false, true]) {
    const reply = await ask(ADDRESS, port, APEX, "SOA", { tcp });
    expect(reply).toMatchObject({ id: 4711, isAuthoritative: true, rcode: Rcode.NOERROR });
    expect(reply?.answer.map(({ type }) => type)).toEqual([RrType.SOA, RrType.RRSIG]);
  }
});

test("signatures stay away without DO", async () => {
  const { port } = await serve({});
  const reply = await ask(ADDRESS, port, "nowhere.zone.test.", "A", NO_EDNS);
  expect(reply?.authority.map(({ type }) => type)).toEqual([RrType.SOA]);
  expect(reply?.edns).toBeNull();
});

test("an answer over the client's buffer is truncated, and whole by TCP", async () => {
  const { port } = await serve({});
  expect(await ask(ADDRESS, port, "nowhere.zone.test.", "A", SMALL)).toMatchObject({ isTruncated: true, answer: [] });
  expect((await ask(ADDRESS, port, "nowhere.zone.test.", "A", { tcp: true }))?.authority.length).toBeGreaterThan(4);
});

test("a server can be limited to small UDP answers", async () => {
  const { port } = await serve({ udpLimit: 100 });
  expect((await ask(ADDRESS, port, APEX, "SOA"))?.isTruncated).toBe(true);
});

test("a name outside its zones is refused", async () => {
  const { port } = await serve({});
  expect((await ask(ADDRESS, port, "example.", "A"))?.rcode).toBe(Rcode.REFUSED);
});

test("an unknown EDNS version gets BADVERS", async () => {
  const { port } = await serve({});
  const reply = await ask(ADDRESS, port, APEX, "SOA", { edns: { dnssecOk: true, udpSize: 1232, version: 1 } });
  expect(reply?.rcode).toBe(Rcode.BADVERS);
});

test("a server that drops EDNS answers only without it", async () => {
  const { port } = await serve({ edns: "dropped" });
  expect(await ask(ADDRESS, port, APEX, "SOA", SOON)).toBeNull();
  expect((await ask(ADDRESS, port, APEX, "SOA", NO_EDNS))?.answer).toHaveLength(1);
});

test("a server that knows no EDNS says FORMERR, or leaves OPT out", async () => {
  const server = await serve({ edns: "formerr" });
  expect(await ask(ADDRESS, server.port, APEX, "SOA")).toMatchObject({ rcode: Rcode.FORMERR, edns: null });
  server.behaviour = { edns: "ignored" };
  const reply = await ask(ADDRESS, server.port, APEX, "SOA");
  expect(reply?.edns).toBeNull();
  expect(reply?.answer).toHaveLength(1);
});

test("a server can strip DNSSEC records", async () => {
  const { port } = await serve({ stripsDnssec: true });
  const reply = await ask(ADDRESS, port, APEX, "SOA");
  expect(reply?.answer).toHaveLength(1);
  expect(reply?.edns).not.toBeNull();
});

test("lost packets are those that come first", async () => {
  const { port } = await serve({ dropFirst: 2 });
  expect(await ask(ADDRESS, port, APEX, "SOA", SOON)).toBeNull();
  expect(await ask(ADDRESS, port, APEX, "SOA", SOON)).toBeNull();
  expect(await ask(ADDRESS, port, APEX, "SOA", SOON)).not.toBeNull();
});

test.each([
  ["udp", false, true],
  ["tcp", true, false],
] as const)("a server can be silent over %s alone", async (silent, udp, tcp) => {
  const { port } = await serve({ silent });
  expect((await ask(ADDRESS, port, APEX, "SOA", SOON)) !== null).toBe(udp);
  expect((await ask(ADDRESS, port, APEX, "SOA", { ...SOON, tcp: true })) !== null).toBe(tcp);
});

test("a server can break TCP connections off", async () => {
  const { port } = await serve({ resetTcp: true });
  expect(await ask(ADDRESS, port, APEX, "SOA", { tcp: true })).toBeNull();
});

test("a server can answer everything with one RCODE", async () => {
  const { port } = await serve({ rcode: Rcode.SERVFAIL });
  expect(await ask(ADDRESS, port, APEX, "SOA")).toMatchObject({ rcode: Rcode.SERVFAIL, answer: [] });
});

test("a lame server clears AA or refers upwards", async () => {
  const server = await serve({ lame: "not-authoritative" });
  expect(await ask(ADDRESS, server.port, APEX, "SOA")).toMatchObject({ isAuthoritative: false });
  server.behaviour = { lame: "upward-referral" };
  const reply = await ask(ADDRESS, server.port, APEX, "SOA");
  expect(reply?.answer).toEqual([]);
  expect(reply?.authority[0]?.owner.isRoot()).toBe(true);
});

test("garbage is no message", async () => {
  const server = await serve({});
  const query = queryBytes(parseName(APEX), RrType.SOA);
  const whole = await askRaw(ADDRESS, server.port, query);
  for (const garbage of ["cut", "random", "empty-header"] as const) {
    server.behaviour = { garbage };
    await expect(ask(ADDRESS, server.port, APEX, "SOA")).rejects.toThrow(WireFormatError);
    expect((await askRaw(ADDRESS, server.port, query))?.length).toBeLessThanOrEqual(whole?.length ?? 0);
  }
});

test("a server can answer with another ID, another question or another case", async () => {
  const server = await serve({ wrongId: true });
  expect((await ask(ADDRESS, server.port, APEX, "SOA"))?.id).toBe(4710);
  server.behaviour = { wrongQuestion: true };
  expect((await ask(ADDRESS, server.port, APEX, "SOA"))?.questions[0]?.name.toString()).toBe("wrong.invalid.");
  server.behaviour = { lowersQuestion: true };
  expect((await ask(ADDRESS, server.port, "ZoNe.TeSt.", "SOA"))?.questions[0]?.name.toString()).toBe(APEX);
  server.behaviour = {};
  expect((await ask(ADDRESS, server.port, "ZoNe.TeSt.", "SOA"))?.questions[0]?.name.toString()).toBe("ZoNe.TeSt.");
});

test("a server can be made to say anything else", async () => {
  const { port } = await serve({ alter: (response) => ({ ...response, authority: [] }) });
  expect((await ask(ADDRESS, port, "nowhere.zone.test.", "A"))?.authority).toEqual([]);
});

test("IPv6 is served on the same port", async () => {
  const { port } = await serve({}, [ADDRESS, "::1"]);
  expect(await ask("::1", port, APEX, "SOA")).not.toBeNull();
});

test("the log tells queries and the rounds they took", async () => {
  const server = await serve({ delay: 20 });
  const soa = () => ask(ADDRESS, server.port, APEX, "SOA");
  await Promise.all([soa(), soa(), soa()]);
  await soa();
  expect(server.log).toHaveLength(4);
  expect(server.log[0]).toMatchObject({ name: APEX, type: "SOA", transport: "udp", hasEdns: true, dnssecOk: true });
  expect(rounds(server.log)).toBe(2);
});

test("pipelined TCP queries are delayed side by side", async () => {
  const server = await serve({ delay: 20 });
  const queries = Array.from({ length: 5 }, () => ask(ADDRESS, server.port, APEX, "SOA", { tcp: true }));
  await Promise.all(queries);
  expect(rounds(server.log)).toBe(1);
});

test("a recursive server follows aliases from zone to zone", async () => {
  const server = await serve({});
  server.answer = recursive([signed, other]);
  const reply = await ask(ADDRESS, server.port, "away.zone.test.", "A", { recursionDesired: true });
  expect(reply).toMatchObject({ rcode: Rcode.NOERROR, recursionAvailable: true, isAuthoritative: false });
  expect(reply?.answer.map(({ type }) => type)).toEqual([RrType.CNAME, RrType.RRSIG, RrType.A]);
});

test("a recursive server withholds what it is told is bogus, unless CD is set", async () => {
  const server = await serve({});
  server.answer = recursive([signed], { isBogus: () => true, isSecure: () => true });
  const options = { recursionDesired: true } as const;
  const refused = await ask(ADDRESS, server.port, "www.zone.test.", "A", options);
  expect(refused).toMatchObject({ rcode: Rcode.SERVFAIL, edns: { extendedErrors: [{ code: 6 }] } });
  const given = await ask(ADDRESS, server.port, "www.zone.test.", "A", { ...options, checkingDisabled: true });
  expect(given).toMatchObject({ rcode: Rcode.NOERROR, authenticData: false });
});

test("a recursive server sets AD where it is told that the answer is secure", async () => {
  const server = await serve({});
  server.answer = recursive([signed], { isSecure: () => true });
  const reply = await ask(ADDRESS, server.port, "www.zone.test.", "A", { recursionDesired: true });
  expect(reply?.authenticData).toBe(true);
});
