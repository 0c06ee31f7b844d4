import type {
  Answered,
  ExchangeNote,
  FailureReason,
  Lookup,
  Reply,
  ServerAddress,
  Variation,
  ZoneServers,
} from "../../src/dns/lookup.ts";
import { type Message, type Question, parseHeader, parseMessage } from "../../src/dns/message.ts";
import { type DomainName, ROOT } from "../../src/dns/name.ts";
import { RrType, rcodeName } from "../../src/dns/registry.ts";
import { type AskOptions, queryBytes } from "./ask.ts";
import type { PlannedInternet } from "./internet-plan.ts";
import { type TestServer, composeMessage } from "./server/server.ts";

const PORT = 53;
const DEFAULT_ANSWERING_RCODES = new Set([0, 3]);

/**
 * A Lookup that asks a planned internet without a socket: what its servers would put on the wire is parsed and handed
 * over, what is truncated over UDP by TCP. Silent servers time out at once; delays and lost packets don't count.
 */
export function plannedLookup(internet: PlannedInternet): Lookup & { readonly asked: string[] } {
  const shared = new Map<string, Promise<Reply>>();
  const asked: string[] = [];
  const exchange = (server: TestServer, address: string, question: Question, variation?: Variation): Reply => {
    asked.push(`${question.name.toString()} ${question.type} @${address}`);
    return replyOf(server, { name: null, address, port: PORT }, question, variation);
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
    askServer: (target, question, variation) =>
      once(`${question.name.key}/${question.type}@${target.address} ${JSON.stringify(variation)}`, () => {
        const server = internet.allServers.find(({ addresses }) => addresses.includes(target.address));
        if (server !== undefined) return exchange(server, target.address, question, variation);
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

/** The reply to a varied question, or to a usual one, which falls back to a query without EDNS as the client does. */
function replyOf(server: TestServer, address: ServerAddress, question: Question, variation?: Variation): Reply {
  if (variation !== undefined) return exchangeOnce(server, address, question, variation, []);
  const reply = exchangeOnce(server, address, question, {}, []);
  const { edns } = server.behaviour;
  if (edns === undefined || edns === "ignored") return reply;
  const note = edns === "dropped" ? "edns-dropped" : "formerr-with-edns";
  const plain = exchangeOnce(server, address, question, { edns: null }, [note]);
  return plain.kind === "answered" ? plain : reply;
}

function exchangeOnce(
  server: TestServer,
  address: ServerAddress,
  question: Question,
  variation: Variation,
  notes: readonly ExchangeNote[],
): Reply {
  const isTcp = variation.tcp === true;
  const failed = (reason: FailureReason, detail: string): Reply => ({
    kind: "unanswered",
    question,
    failures: [{ ...failure(address, reason, detail), isOverTcp: isTcp }],
  });
  const { silent, resetTcp, edns } = server.behaviour;
  const isSilent = silent === true || silent === (isTcp ? "tcp" : "udp");
  if (isSilent || (edns === "dropped" && variation.edns !== null)) return failed("timeout", "timed out");
  if (isTcp && resetTcp) return failed("connection-refused", "connection reset");
  const query = parseMessage(queryBytes(question.name, question.type, askOptions(variation)));
  const bytes = composeMessage(server, query, isTcp ? "tcp" : "udp");
  if (bytes === null) return failed("timeout", "timed out");
  if (!isTcp && parseHeader(bytes).isTruncated) {
    return exchangeOnce(server, address, question, { ...variation, tcp: true }, [...notes, "truncated"]);
  }
  try {
    const message = parseMessage(bytes);
    const ways: readonly ExchangeNote[] = isTcp ? [...notes, "tcp"] : notes;
    return { kind: "answered", question, server: address, message, notes: ways, elapsed: 0 } satisfies Answered;
  } catch (error) {
    return failed("malformed", (error as Error).message);
  }
}

function askOptions({ edns, ...flags }: Variation): AskOptions {
  return { ...flags, edns: edns === null ? null : { dnssecOk: true, udpSize: 1232, ...edns } };
}

function failure(server: ServerAddress, reason: FailureReason, detail: string, message: Message | null = null) {
  return { server, reason, detail, message };
}
