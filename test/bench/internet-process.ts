// The bench's internet, in a process of its own, so that answering doesn't wait for the one that measures.
import { builtInRootHints } from "../../src/net/root-hints.ts";
import { RrType } from "../../src/dns/registry.ts";
import type { ZonePlan } from "../support/internet-plan.ts";
import { anchorText, startInternet } from "../support/internet.ts";
import { startRelay } from "./relay.ts";

/** What the process is started with, as JSON. */
export interface InternetOrder {
  /** On port 53 with the addresses of the public root's servers, as only a network of its own can be. */
  readonly isIsolated: boolean;
  /** Where a resolver is to be, on the internet's port. */
  readonly resolver: string;
  /** Where the relay before the resolver is to be, on the same port. */
  readonly relay: string;
}

/** What the process tells of itself once it is up. */
export interface InternetReport {
  readonly port: number;
  /** What makes a check walk this internet. */
  readonly arguments: readonly string[];
  readonly zones: readonly { readonly apex: string; readonly addresses: readonly string[] }[];
  /** The root's DS and key-signing key, as zone-file lines. */
  readonly anchor: string;
  readonly rootKey: string;
}

/** Queries that came so far; a resolver's own come to the servers. */
export interface QueryCounts {
  readonly atServers: number;
  readonly atRelay: number;
}

/** Flags of a zone key with SEP (RFC 4034 2.1.1). */
const KEY_SIGNING_KEY = 257;

const { isIsolated, resolver, relay: relayAddress } = JSON.parse(process.argv[2] ?? "") as InternetOrder;

const rootServers = builtInRootHints().map(({ name, addresses }) => ({
  name: name.toString(),
  addresses: addresses.slice(0, 1),
}));
const zones: Record<string, ZonePlan> = {
  "tld.": {},
  "zone.tld.": { records: ["www A 192.0.2.80"], servers: [{}, {}] },
};
const internet = await startInternet(
  isIsolated ? { port: 53, zones: { ".": { servers: rootServers }, ...zones } } : { zones },
);
const relay = await startRelay(relayAddress, resolver, internet.port);

/** Milliseconds by which every answer of the servers and through the relay is to be late from now on, null for as before. */
process.on("message", (delay: number | null) => {
  if (delay !== null) {
    for (const server of internet.allServers) server.behaviour = { delay };
    relay.delay = delay;
  }
  const atServers = internet.allServers.reduce((count, { log }) => count + log.length, 0);
  process.send?.({ atServers, atRelay: relay.queryCount } satisfies QueryCounts);
});

process.send?.({
  port: internet.port,
  arguments: internet.arguments,
  zones: [...internet.zones.values()].map(({ apex }) => ({
    apex: apex.toString(),
    addresses: (internet.servers.get(apex.key) ?? []).flatMap(({ addresses }) => addresses),
  })),
  anchor: internet.trustAnchors.map(anchorText).join(""),
  rootKey: rootKeyText(),
} satisfies InternetReport);

function rootKeyText(): string {
  const keys = internet.zone(".").records.filter(({ type }) => type === RrType.DNSKEY);
  const rdata = keys.map((key) => Buffer.from(key.rdata)).find((key) => key.readUInt16BE(0) === KEY_SIGNING_KEY);
  return `. 3600 IN DNSKEY ${KEY_SIGNING_KEY} ${rdata?.[2]} ${rdata?.[3]} ${rdata?.toString("base64", 4)}\n`;
}
