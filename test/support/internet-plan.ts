import { type DomainName, parseName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { authoritative } from "./server/authoritative.ts";
import type { Behaviour } from "./server/behaviour.ts";
import { type TestServer, testServer } from "./server/server.ts";
import { dsRecord } from "./signer/ds.ts";
import { type SigningKey, keyPair } from "./signer/key.ts";
import { type Mutation, mutate } from "./signer/mutate.ts";
import { type Denial, type SignedZone, signZone } from "./signer/sign-zone.ts";
import { type Zone, zone } from "./signer/zone.ts";

/** One authoritative server of a zone; servers of several zones that have an address in common are one server. */
export interface ServerPlan {
  /** `ns1.<apex>` and so on where not given; its addresses go into the zone, and as glue to the parent, if below them. */
  readonly name?: string;
  /** One of its own on loopback where not given. */
  readonly addresses?: readonly string[];
  readonly behaviour?: Behaviour;
  /** What this server serves otherwise than the zone's plan says: a stale or a broken copy. */
  readonly mutations?: readonly Mutation[];
}

/** One zone; nothing given is a healthy zone with a KSK, a ZSK, NSEC and one server. */
export interface ZonePlan {
  /** Master-file lines relative to the apex; SOA, NS and the servers' addresses are supplied. */
  readonly records?: readonly string[];
  /** Null leaves the zone unsigned. */
  readonly keys?: readonly SigningKey[] | null;
  readonly denial?: Denial;
  /** Seconds relative to the internet's time, thus negative; a day ago by default. */
  readonly inception?: number;
  /** Seconds relative to the internet's time; in 14 days by default. */
  readonly expiration?: number;
  /** The DS records at the parent; by default one for each key that signs DNSKEY. */
  readonly ds?: readonly ResourceRecord[];
  /** Faults, the same at all servers. */
  readonly mutations?: readonly Mutation[];
  readonly servers?: readonly ServerPlan[];
}

/** An internet to be raised: zones by apex; the root is there without being named. */
export interface InternetPlan {
  /** Seconds since 1970: the moment the zones are signed for. */
  readonly at: number;
  readonly zones: Readonly<Record<string, ZonePlan>>;
}

/** Zones, signed, and the servers that would serve them. */
export interface PlannedInternet {
  /** By apex key. */
  readonly zones: ReadonlyMap<string, Zone | SignedZone>;
  /** By apex key, in the order of the plan. */
  readonly servers: ReadonlyMap<string, readonly TestServer[]>;
  /** Each once. */
  readonly allServers: readonly TestServer[];
  readonly rootServers: readonly { readonly name: DomainName; readonly addresses: readonly string[] }[];
  /** DS records for the root's keys. */
  readonly trustAnchors: readonly ResourceRecord[];
}

interface PlacedServer extends ServerPlan {
  readonly host: DomainName;
  readonly addresses: readonly string[];
}

interface PlacedZone {
  readonly apex: DomainName;
  readonly plan: ZonePlan;
  readonly keys: readonly SigningKey[] | null;
  readonly servers: readonly PlacedServer[];
}

const DAY = 86400;

/** Signs the zones of a plan and sets up their servers, without opening a socket. */
export function planInternet({ at, zones }: InternetPlan): PlannedInternet {
  const addresses = loopbackAddresses();
  const placed = Object.entries<ZonePlan>({ ".": {}, ...zones }).map(([name, plan]): PlacedZone => {
    const apex = parseName(name);
    const keys = plan.keys === undefined ? keyPair(13, apex.key) : plan.keys;
    const servers = (plan.servers ?? [{}]).map((server, i) => ({
      ...server,
      host: parseName(server.name ?? (apex.isRoot() ? `${i + 1}.root-servers.` : `ns${i + 1}.${name}`)),
      addresses: server.addresses ?? [addresses.next().value],
    }));
    return { apex, plan, keys, servers };
  });
  const signed = new Map(placed.map((item) => [item.apex.key, signPlaced(item, childrenOf(item, placed), at)]));
  const { servers, allServers } = buildServers(placed, signed);
  const root = placed.find(({ apex }) => apex.isRoot());
  return {
    zones: signed,
    servers,
    allServers,
    rootServers: (root?.servers ?? []).map(({ host, addresses: own }) => ({ name: host, addresses: own })),
    trustAnchors: root === undefined ? [] : dsRecordsOf(root),
  };
}

/** Zones whose closest ancestor in the plan this one is. */
function childrenOf({ apex }: PlacedZone, placed: readonly PlacedZone[]): PlacedZone[] {
  return placed.filter(
    (child) =>
      child.apex.isBelow(apex) && !placed.some((other) => other.apex.isBelow(apex) && child.apex.isBelow(other.apex)),
  );
}

function signPlaced(item: PlacedZone, children: readonly PlacedZone[], at: number): Zone | SignedZone {
  const { apex, plan, keys, servers } = item;
  const lines = [
    ...servers.map(({ host }) => `@ NS ${host.toString()}`),
    ...servers.flatMap((server) => addressLines(server, apex)),
    ...children.flatMap((child) => child.servers.map(({ host }) => `${child.apex.toString()} NS ${host.toString()}`)),
    ...children.flatMap((child) => child.servers.flatMap((server) => addressLines(server, child.apex))),
    ...(plan.records ?? []),
  ];
  const { records } = zone(apex, [...new Set(lines)]);
  const complete = { apex, records: [...records, ...(keys === null ? [] : children.flatMap(dsRecordsOf))] };
  if (keys === null) return complete;
  const signed = signZone(complete, {
    keys,
    denial: plan.denial ?? "nsec",
    inception: at + (plan.inception ?? -DAY),
    expiration: at + (plan.expiration ?? 14 * DAY),
  });
  return mutate(signed, ...(plan.mutations ?? []));
}

function dsRecordsOf({ apex, plan, keys }: PlacedZone): readonly ResourceRecord[] {
  const entryPoints = (keys ?? []).filter(
    ({ signs, published }) => published && (signs === "dnskey" || signs === "all"),
  );
  return plan.ds ?? entryPoints.map((key) => dsRecord(apex, key));
}

function addressLines({ host, addresses }: PlacedServer, apex: DomainName): string[] {
  return host.isAtOrBelow(apex)
    ? addresses.map((address) => `${host.toString()} ${address.includes(":") ? "AAAA" : "A"} ${address}`)
    : [];
}

/** One server for each set of addresses that overlap, with all the zones they serve. */
function buildServers(placed: readonly PlacedZone[], signed: ReadonlyMap<string, Zone | SignedZone>) {
  const merged: { addresses: Set<string>; zones: Zone[]; behaviour: Behaviour; apexes: string[] }[] = [];
  for (const { apex, servers } of placed) {
    for (const { addresses, behaviour, mutations } of servers) {
      const base = signed.get(apex.key);
      if (base === undefined) continue;
      const served = "signing" in base ? mutate(base, ...(mutations ?? [])) : base;
      const known = merged.find((server) => addresses.some((address) => server.addresses.has(address)));
      const server = known ?? { addresses: new Set(), zones: [], behaviour: {}, apexes: [] };
      if (known === undefined) merged.push(server);
      for (const address of addresses) server.addresses.add(address);
      server.zones.push(served);
      server.apexes.push(apex.key);
      server.behaviour = { ...server.behaviour, ...behaviour };
    }
  }
  const built = merged.map(({ addresses, zones, behaviour, apexes }) => ({
    apexes,
    server: testServer([...addresses], authoritative(zones), behaviour),
  }));
  const serversOf = (apex: string) => built.filter(({ apexes }) => apexes.includes(apex)).map(({ server }) => server);
  return {
    allServers: built.map(({ server }) => server),
    servers: new Map(placed.map(({ apex }) => [apex.key, serversOf(apex.key)])),
  };
}

function* loopbackAddresses(): Generator<string, never> {
  for (let i = 1; ; i++) yield `127.0.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`;
}
