import { chainQuestions } from "../dns/chain-questions.ts";
import type { Lookup, ServerAddress } from "../dns/lookup.ts";
import { type DomainName, ROOT } from "../dns/name.ts";
import { RrType } from "../dns/registry.ts";
import { type Client, type ClientOptions, createClient } from "./client.ts";
import { type AddressPolicy, type Delegation, isUsed } from "./delegation.ts";
import { createRecursive } from "./recursive.ts";
import type { RootServer } from "./root-hints.ts";
import type { Ask } from "./server-names.ts";
import { createWalk } from "./walk.ts";
import { findDelegatedServers, findZoneServers } from "./zone-servers.ts";

/** A server to ask instead of the delegated ones: an address, or a nameserver whose addresses are to be found. */
export type GivenNameserver =
  | { readonly kind: "address"; readonly server: ServerAddress }
  | { readonly kind: "name"; readonly name: DomainName };

/** Where and how a run asks its questions. */
export interface NetworkOptions extends ClientOptions, AddressPolicy {
  readonly rootHints: readonly RootServer[];
  /** Recursive resolvers to ask instead of walking from the root; empty to walk. */
  readonly resolvers: readonly ServerAddress[];
  /** Servers to ask about the zone and everything below it; empty to ask the delegated ones. */
  readonly nameservers: readonly GivenNameserver[];
  /** The zone that nameservers are for. */
  readonly zone: DomainName;
}

/** A lookup that holds sockets until it is closed. */
export type Network = Lookup & { close(): void };

/** A lookup without what does not depend on where the answers come from. */
type Source = Omit<Lookup, "isRecursive" | "askServer" | "queryCount">;

/** The way to the network; nothing is sent until the first question. After close, or past the signal, all fails. */
export function createNetwork(options: NetworkOptions): Network {
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const client = createClient({ ...options, signal });
  const tools = { client, signal, policy: options };
  const everywhere =
    options.resolvers.length > 0 ? throughResolvers(options, client, signal) : fromStart(rootDelegation(options), null);
  const source =
    options.nameservers.length > 0
      ? withGivenServers(options.zone, fromStart(givenDelegation(options), everywhere.ask), everywhere)
      : everywhere;

  function fromStart(start: Delegation, askForServerNames: Ask | null): Source {
    const { ask, delegations } = createWalk({ ...tools, start, askForServerNames });
    const servers = { ask, askForServerNames: askForServerNames ?? ask, delegations, policy: options };
    return {
      ask,
      zoneServers: (name) => findZoneServers(servers, name),
      delegation: (zone) => findDelegatedServers(servers, zone),
      anticipate(name) {
        void ask({ name: start.zone, type: RrType.DNSKEY });
        void ask({ name, type: RrType.SOA });
      },
    };
  }

  return {
    ...source,
    isRecursive: options.resolvers.length > 0 && options.nameservers.length === 0,
    askServer: (server, question, variation) => client.exchange(server, question, false, variation),
    queryCount: () => client.queryCount(),
    close: () => closing.abort(),
  };
}

function throughResolvers(options: NetworkOptions, client: Client, signal: AbortSignal): Source {
  const ask = createRecursive(options.resolvers, client, signal);
  return {
    ask,
    zoneServers: (name) => findZoneServers({ ask, askForServerNames: ask, delegations: null, policy: options }, name),
    delegation: async () => null,
    anticipate(name) {
      for (const question of chainQuestions(name)) void ask(question);
    },
  };
}

/** Asks the given servers about the zone and what is below, elsewhere about all else: its DS is the parent's. */
function withGivenServers(zone: DomainName, given: Source, elsewhere: Source): Source {
  return {
    ask(question) {
      const { name, type } = question;
      if (name.isAtOrBelow(zone) && !(type === RrType.DS && name.equals(zone))) return given.ask(question);
      // A chain that starts above the zone: all of it will be asked for. One that starts at the zone never comes here.
      if (zone.isAtOrBelow(name)) elsewhere.anticipate(zone.parent());
      return elsewhere.ask(question);
    },
    zoneServers: (name) => (name.isAtOrBelow(zone) ? given : elsewhere).zoneServers(name),
    delegation: (name) => (name.isAtOrBelow(zone) ? given : elsewhere).delegation(name),
    anticipate: (name) => (name.isAtOrBelow(zone) ? given : elsewhere).anticipate(name),
  };
}

function rootDelegation({ rootHints, families, port }: NetworkOptions): Delegation {
  const servers = rootHints.map(({ name, addresses }) => ({
    name,
    addresses: addresses.filter((address) => isUsed(address, families)).map((address) => ({ name, address, port })),
  }));
  return { zone: ROOT, servers, referral: null, delegatedBy: null, isComplete: false };
}

function givenDelegation({ zone, nameservers }: NetworkOptions): Delegation {
  const servers = nameservers.map((server) =>
    server.kind === "address" ? { name: null, addresses: [server.server] } : { name: server.name, addresses: [] },
  );
  return { zone, servers, referral: null, delegatedBy: null, isComplete: true };
}
