import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServerAddress } from "../../src/dns/lookup.ts";
import { parseName } from "../../src/dns/name.ts";
import { Rcode, RrType } from "../../src/dns/registry.ts";
import { type Network, createNetwork } from "../../src/net/network.ts";
import { type Internet, startInternet } from "../support/internet.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import type { Behaviour } from "../support/server/behaviour.ts";
import { rounds } from "../support/server/query-log.ts";
import { NSEC3 } from "../support/signer/sign-zone.ts";
import { SCENARIO_TIME, validateThrough } from "../support/validate.ts";

const ROUND_TRIP = 20;
const RECORDS = ["www A 192.0.2.1", "alias CNAME www.other.test.", "*.wild A 192.0.2.2", "tree DNAME other.test."];
const ZONES: Readonly<Record<string, ZonePlan>> = {
  "test.": { denial: { ...NSEC3, optOut: true } },
  "zone.test.": {
    records: [...RECORDS, "*.down CNAME nowhere.sub.zone.test."],
    servers: [{}, {}],
  },
  "sub.zone.test.": {},
  "other.test.": { records: RECORDS, denial: NSEC3 },
  "unsigned.test.": { records: RECORDS, keys: null },
  "out.test.": { records: RECORDS, servers: [{ name: "ns1.zone.test.", addresses: ["127.0.1.4"] }] },
};

let internet: Internet;

beforeEach(async () => {
  internet = await startInternet({ at: SCENARIO_TIME, zones: ZONES });
});

afterEach(() => internet.stop());

/** Validates over sockets, by walking from the root or through the stand-in resolver. */
async function validate(name: string, type: string, way: "walking" | "resolver") {
  const network = openNetwork(way);
  try {
    return await validateThrough(network, internet, SCENARIO_TIME, name, type);
  } finally {
    network.close();
  }
}

function openNetwork(way: "walking" | "resolver"): Network {
  const resolver: ServerAddress = { name: null, address: internet.resolver.addresses[0] ?? "", port: internet.port };
  return createNetwork({
    rootHints: internet.rootServers,
    resolvers: way === "resolver" ? [resolver] : [],
    nameservers: [],
    zone: parseName("zone.test."),
    families: [4],
    port: internet.port,
    queryTimeout: 200,
    maxQueries: 2000,
    tries: 3,
    bufferSize: 1232,
    tcp: false,
    signal: AbortSignal.timeout(8000),
  });
}

describe.each(["walking", "resolver"] as const)("%s", (way) => {
  test.each([
    ["www.zone.test.", "A"],
    ["www.zone.test.", "MX"],
    ["nowhere.zone.test.", "A"],
    ["x.wild.zone.test.", "A"],
    ["alias.zone.test.", "A"],
    ["www.tree.zone.test.", "A"],
    ["x.down.zone.test.", "A"],
    ["www.other.test.", "A"],
    ["nowhere.other.test.", "A"],
    ["other.test.", "DNSKEY"],
    ["zone.test.", "AAAA"],
    ["test.", "NS"],
    [".", "SOA"],
  ])("finds %s %s secure", async (name, type) => {
    const { status, findings } = await validate(name, type, way);
    expect({ status, ids: findings.map(({ id }) => id) }).toEqual({ status: "secure", ids: [] });
  });

  test("finds a zone without DS insecure", async () => {
    expect((await validate("www.unsigned.test.", "A", way)).status).toBe("insecure");
  });
});

test("walking finds a DS RRset secure that came with the referral", async () => {
  expect((await validate("zone.test.", "DS", "walking")).status).toBe("secure");
});

test("walking asks for the DS RRset whose signatures a referral lacks", async () => {
  const isNoSignature = ({ type }: { readonly type: number }) => type !== RrType.RRSIG;
  internet.server("test.", 0).behaviour = {
    alter: (response) =>
      response.isAuthoritative ? response : { ...response, authority: response.authority.filter(isNoSignature) },
  };
  expect((await validate("www.zone.test.", "A", "walking")).status).toBe("secure");
});

test("walking finds an absent DS RRset insecure in an opt-out zone", async () => {
  expect((await validate("unsigned.test.", "DS", "walking")).status).toBe("insecure");
});

test("walking finds a zone on a server named in another zone", async () => {
  expect((await validate("www.out.test.", "A", "walking")).status).toBe("secure");
});

test.each<readonly [string, Behaviour]>([
  ["is silent", { silent: true }],
  ["is silent over UDP", { silent: "udp" }],
  ["loses the first packets", { dropFirst: 2 }],
  ["refuses", { rcode: Rcode.REFUSED }],
  ["is lame", { lame: "upward-referral" }],
  ["sends cut messages", { garbage: "cut" }],
  ["sends nonsense", { garbage: "random" }],
  ["answers with another ID", { wrongId: true }],
  ["answers another question", { wrongQuestion: true }],
  ["drops EDNS", { edns: "dropped" }],
  ["lowers the case of questions", { lowersQuestion: true }],
  ["truncates all over UDP", { udpLimit: 100 }],
])("a zone stays secure when one of its two servers %s", async (_, behaviour) => {
  internet.server("zone.test.", 0).behaviour = behaviour;
  expect((await validate("www.zone.test.", "A", "walking")).status).toBe("secure");
});

test("walking to www.zone.test. takes three rounds", async () => {
  for (const server of internet.allServers) server.behaviour = { delay: ROUND_TRIP };
  expect((await validate("www.zone.test.", "A", "walking")).status).toBe("secure");
  expect(rounds(internet.queries())).toBe(3);
});

test("asking a resolver about www.zone.test. takes one round", async () => {
  internet.resolver.behaviour = { delay: ROUND_TRIP };
  expect((await validate("www.zone.test.", "A", "resolver")).status).toBe("secure");
  expect(rounds(internet.resolver.log)).toBe(1);
});
