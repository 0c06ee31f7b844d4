import type { Answered, FailureReason, Lookup, Reply, ServerAddress, ZoneServers } from "../../src/dns/lookup.ts";
import { type Message, type Question, parseMessage } from "../../src/dns/message.ts";
import { type DomainName, ROOT } from "../../src/dns/name.ts";
import { RrType, rcodeName } from "../../src/dns/registry.ts";
import { queryBytes } from "./ask.ts";
import type { PlannedInternet } from "./internet-plan.ts";
import { type TestServer, composeMessage } from "./server/server.ts";

const PORT = 53;
const DEFAULT_ANSWERING_RCODES = new Set([0, 3]);

/**
 * A Lookup that asks a planned internet without a socket: what its servers would put on the wire is parsed and handed
 * over. Silent servers time out at once; delays and lost packets don't count.
 */
export function plannedLookup(internet: PlannedInternet): Lookup & { readonly asked: string[] } {
  const shared = new Map<string, Promise<Reply>>();
  const asked: string[] = [];
  const exchange = (server: TestServer, address: string, question: Question): Reply => {
    asked.push(`${question.name.toString()} ${question.type} @${address}`);
    return replyOf(server, { name: null, address, port: PORT }, question);
  };
  const once = (key: string, produce: () => Reply): Promise<Reply> => {
    const known = shared.get(key) ?? Promise.resolve().then(produce);
    shared.set(key, known);
    return known;
  };
  return {
    isRecursive: false,
    asked,
    ask: (question) =>
      once(`${question.name.key}/${question.type}`, () => {
        const failures = [];
        for (const server of serversFor(internet, question)) {
          for (const address of server.addresses) {
            const reply = exchange(server, address, question);
            if (reply.kind === "unanswered") failures.push(...reply.failures);
            else if (DEFAULT_ANSWERING_RCODES.has(reply.message.rcode)) return reply;
            else failures.push(failure(reply.server, "rcode", rcodeName(reply.message.rcode), reply.message));
          }
        }
        return { kind: "unanswered", question, failures };
      }),
    askServer: (target, question) =>
      once(`${question.name.key}/${question.type}@${target.address}`, () => {
        const server = internet.allServers.find(({ addresses }) => addresses.includes(target.address));
        if (server !== undefined) return exchange(server, target.address, question);
        return { kind: "unanswered", question, failures: [failure(target, "timeout", "no such server")] };
      }),
    zoneServers: async (name) => zoneServersOf(internet, name),
    delegation: async (zone) => delegatedServers(internet, zone),
    anticipate: () => undefined,
    queryCount: () => asked.length,
  };
}

/** The apexes at or above a name, the closest first; for DS those above it. */
function apexesAbove(internet: PlannedInternet, { name, type }: Question): DomainName[] {
  return [...internet.zones.values()]
    .map(({ apex }) => apex)
    .filter((apex) => (type === RrType.DS && !name.isRoot() ? name.isBelow(apex) : name.isAtOrBelow(apex)))
    .toSorted((a, b) => b.labels.length - a.labels.length);
}

function serversFor(internet: PlannedInternet, question: Question): readonly TestServer[] {
  const [apex = ROOT] = apexesAbove(internet, question);
  return internet.servers.get(apex.key) ?? [];
}

function zoneServersOf(internet: PlannedInternet, name: DomainName): ZoneServers | null {
  const [zone = ROOT, parentZone = null] = apexesAbove(internet, { name, type: RrType.SOA });
  return { zone, parentZone, servers: addressesOf(internet.servers.get(zone.key) ?? []), unusable: [] };
}

/** Null where the zone is on its parent's servers: there is no referral to it. */
function delegatedServers(internet: PlannedInternet, zone: DomainName): readonly ServerAddress[] | null {
  const servers = internet.servers.get(zone.key) ?? [];
  const parents = serversFor(internet, { name: zone, type: RrType.DS });
  const isReferredTo = !zone.isRoot() && servers.length > 0 && !servers.some((server) => parents.includes(server));
  return isReferredTo ? addressesOf(servers) : null;
}

function addressesOf(servers: readonly TestServer[]): ServerAddress[] {
  return servers.flatMap(({ addresses }) => addresses.map((address) => ({ name: null, address, port: PORT })));
}

function replyOf(server: TestServer, address: ServerAddress, question: Question): Reply {
  const query = parseMessage(queryBytes(question.name, question.type));
  const { silent } = server.behaviour;
  const bytes = silent === undefined || silent === false ? composeMessage(server, query, "tcp") : null;
  if (bytes === null) return { kind: "unanswered", question, failures: [failure(address, "timeout", "timed out")] };
  try {
    const message = parseMessage(bytes);
    return { kind: "answered", question, server: address, message, notes: [], elapsed: 0 } satisfies Answered;
  } catch (error) {
    return { kind: "unanswered", question, failures: [failure(address, "malformed", (error as Error).message)] };
  }
}

function failure(server: ServerAddress, reason: FailureReason, detail: string, message: Message | null = null) {
  return { server, reason, detail, message };
}
