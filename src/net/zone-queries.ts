import { addressFamily } from "../dns/address.ts";
import type { Answered, Failure, Reply, ServerAddress } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import type { DomainName } from "../dns/name.ts";
import { referralOwner } from "../dns/referral.ts";
import { Rcode, RrType, rcodeName } from "../dns/registry.ts";
import { InternalError } from "../util/errors.ts";
import type { Client } from "./client.ts";
import { type AddressPolicy, type Delegation, leadsDown } from "./delegation.ts";
import { race } from "./race.ts";
import { type Ask, resolveServerName } from "./server-names.ts";

/** What it takes to ask the servers of a zone. */
export interface ZoneQueryTools {
  readonly client: Client;
  readonly policy: AddressPolicy;
  readonly signal: AbortSignal;
}

/** Nameserver names without glue that are resolved for one question; bounds what a hostile delegation costs (NXNS). */
const MAX_RESOLVED_NAMES = 8;
/** Sorts servers never asked after those that answered, milliseconds. */
const UNKNOWN_TIME = 1e6;

/**
 * Asks a zone's servers until one answers with authority or refers downward. A server that is lame, or fails by its
 * RCODE, is a failure; resolve finds addresses of servers without glue.
 */
export async function askZone(
  delegation: Delegation,
  question: Question,
  tools: ZoneQueryTools,
  resolve: Ask,
): Promise<Reply> {
  const result = await race(
    candidates(delegation, tools, resolve),
    async (server) => judge(await tools.client.exchange(server, question, false), delegation.zone),
    tools.signal,
  );
  return result.kind === "answered" ? result : { ...result, question };
}

/** A server's reply as seen by one who asked it for data of the zone or below. */
function judge(reply: Reply, zone: DomainName): Answered | Failure {
  if (reply.kind === "unanswered") return soleFailure(reply.failures);
  const { message, question, server } = reply;
  if (isErrorCode(message.rcode)) return { server, reason: "rcode", detail: rcodeName(message.rcode), message };
  const lame = (detail: string): Failure => ({ server, reason: "lame", detail, message });
  if (leadsDown(message, zone, question.name)) return reply;
  if (!message.isAuthoritative) {
    const owner = referralOwner(message);
    return lame(owner === null ? "not authoritative" : `not authoritative, refers to ${owner.toString()}`);
  }
  const isFromChild =
    question.type === RrType.DS &&
    message.authority.some(({ type, owner }) => type === RrType.SOA && owner.equals(question.name));
  return isFromChild ? lame("answers for the child zone only") : reply;
}

/** Tells whether an RCODE says that the server failed; YXDOMAIN is the answer to a DNAME too long (RFC 6672 2.2). */
export function isErrorCode(rcode: number): boolean {
  return rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN && rcode !== Rcode.YXDOMAIN;
}

/** The failure of an exchange with one server. */
export function soleFailure(failures: readonly Failure[]): Failure {
  const [failure] = failures;
  if (failure === undefined) throw new InternalError("an exchange failed without a failure");
  return failure;
}

/** The servers in the order to ask them: known addresses first, then those that names lead to, as they are found. */
async function* candidates(
  delegation: Delegation,
  { client, policy }: ZoneQueryTools,
  resolve: Ask,
): AsyncGenerator<ServerAddress, undefined> {
  yield* byPreference(
    delegation.servers.flatMap((server) => server.addresses),
    client,
  );
  const names = delegation.servers.flatMap(({ name, addresses }) =>
    name === null || addresses.length > 0 ? [] : [name],
  );
  const pending = new Map(
    names
      .slice(0, MAX_RESOLVED_NAMES)
      .flatMap((name) => policy.families.map((family) => resolveServerName(resolve, name, family, policy)))
      .map((resolving, i) => [i, resolving.then(({ addresses }) => ({ i, addresses }))]),
  );
  while (pending.size > 0) {
    const { i, addresses } = await Promise.race(pending.values());
    pending.delete(i);
    yield* byPreference(addresses, client);
  }
}

/** Quick servers first, then unknown ones by chance and IPv4 before IPv6, then those that were silent. */
function byPreference(servers: readonly ServerAddress[], client: Client): ServerAddress[] {
  const rank = (server: ServerAddress): number =>
    client.responseTime(server) ?? UNKNOWN_TIME + (addressFamily(server.address) ?? 0) + Math.random();
  return servers
    .map((server) => ({ server, rank: rank(server) }))
    .toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ server }) => server);
}
