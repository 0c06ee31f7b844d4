import { addressText, addressType } from "../../dns/address.ts";
import type { Lookup, Reply, ServerAddress, ZoneServers } from "../../dns/lookup.ts";
import type { Message } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseOrNull, parseRrsig, parseTarget } from "../../dns/rdata.ts";
import type { ResourceRecord } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { Check, CheckContext } from "../context.ts";
import { nothingLearned } from "./outcomes.ts";

/** What a check that a resolver is no help to can't go on without. */
export const NO_SERVER_IN_REACH =
  "none of its servers can be reached from here, and a resolver can't tell how they serve";

/** Servers of the parent zone that are tried before this host counts as cut off. */
const MAX_PROBED = 2;

/**
 * Lets a resolver stand in for the servers of the zone and its parent where it is the only one that this host can reach,
 * so that no server is called silent for what a firewall does. Where the parent's servers answer, it is the zone's that
 * fail.
 */
export function withStandIn<Options>(check: Check<Options>): Check<Options> {
  return async (context) => {
    const outOfReach = await serversOutOfReach(context);
    if (outOfReach === null) return check(context);
    const { found, standIn } = outOfReach;
    const outcome = await check({ ...context, lookup: standInLookup(context.lookup, standIn) });
    return {
      ...outcome,
      summary: `${outcome.summary} (passed on by ${standIn.address})`,
      findings: [...outcome.findings, outOfReachFinding(found, standIn)],
    };
  };
}

/** For a check that asks how the servers serve: a resolver can't tell, and what can't be reached is no fault. */
export function withoutStandIn<Options>(check: Check<Options>): Check<Options> {
  return async (context) => {
    const outOfReach = await serversOutOfReach(context);
    if (outOfReach === null) return check(context);
    const findings = [outOfReachFinding(outOfReach.found, outOfReach.standIn)];
    return { ...nothingLearned(NO_SERVER_IN_REACH), findings };
  };
}

function outOfReachFinding({ zone, parentZone }: ZoneServers, standIn: ServerAddress): Finding {
  const params = { parentZone: nameText(parentZone ?? zone.parent()), found: standIn.address };
  return finding("servers-out-of-reach", { subject: { name: zone }, params });
}

/** The zone's servers and the resolver to ask instead of them; null where they answer, or may be at fault. */
async function serversOutOfReach({
  zone,
  lookup,
  families,
}: CheckContext<unknown>): Promise<{ readonly found: ZoneServers; readonly standIn: ServerAddress } | null> {
  if (!lookup.isRecursive) return null;
  const found = await lookup.zoneServers(zone);
  const [first] = found?.servers ?? [];
  if (found === null || found.parentZone === null || first === undefined || !found.zone.equals(zone)) return null;
  const isReached = firstTrue([
    answersAny(found.servers, zone, lookup),
    parentServers(found.parentZone, first.port, families, lookup).then((servers) => answersAny(servers, zone, lookup)),
  ]);
  if (await isReached) return null;
  const soa = await lookup.ask({ name: zone, type: RrType.SOA });
  return soa.kind === "answered" && soa.message.rcode === Rcode.NOERROR ? { found, standIn: soa.server } : null;
}

/** Some addresses of the zone above, found through the resolver. */
async function parentServers(
  parentZone: DomainName,
  port: number,
  families: CheckContext<unknown>["families"],
  lookup: Lookup,
): Promise<ServerAddress[]> {
  const records = await answerTo(lookup.ask({ name: parentZone, type: RrType.NS }));
  const names = parseEach(
    records.filter(({ type }) => type === RrType.NS).map(({ rdata }) => rdata),
    parseTarget,
  ).slice(0, MAX_PROBED);
  const found = await Promise.all(
    names.flatMap((name) => families.map((family) => answerTo(lookup.ask({ name, type: addressType(family) })))),
  );
  return found.flat().flatMap(({ owner, type, rdata }) => {
    const address = addressText(type, rdata);
    return address === null ? [] : [{ name: owner, address, port }];
  });
}

async function answerTo(asking: Promise<Reply>): Promise<readonly ResourceRecord[]> {
  const reply = await asking;
  return reply.kind === "answered" ? reply.message.answer : [];
}

/** Resolves as soon as one server gives any sign of life. */
function answersAny(servers: readonly ServerAddress[], zone: DomainName, lookup: Lookup): Promise<boolean> {
  return firstTrue(
    servers.map(async (server) => {
      const reply = await lookup.askServer(server, { name: zone, type: RrType.DNSKEY });
      return reply.kind === "answered" || reply.failures.some(({ reason }) => !NO_SIGN_OF_LIFE.has(reason));
    }),
  );
}

const NO_SIGN_OF_LIFE = new Set<string>(["timeout", "network-unreachable", "connection-refused"]);

/** True as soon as one is, false once none can be any more. */
async function firstTrue(promises: readonly Promise<boolean>[]): Promise<boolean> {
  const yes = promises.map(async (promise) => (await promise) || Promise.reject(new Error("not this one")));
  return Promise.any(yes).catch(() => false);
}

/** A lookup that puts to the resolver what is meant for a server. */
function standInLookup(lookup: Lookup, standIn: ServerAddress): Lookup {
  return {
    ...lookup,
    askServer: async (_, question) => asOfServer(await lookup.ask(question)),
    async zoneServers(name) {
      const found = await lookup.zoneServers(name);
      return found === null ? null : { ...found, servers: [standIn], unusable: [] };
    },
  };
}

/** A resolver's answer as the server gave it: with authority, and with the TTLs that its signatures name (RFC 4034 3.1.4). */
function asOfServer(reply: Reply): Reply {
  if (reply.kind === "unanswered") return reply;
  const { message } = reply;
  const whole: Message = {
    ...message,
    isAuthoritative: true,
    answer: withOriginalTtls(message.answer),
    authority: withOriginalTtls(message.authority),
  };
  return { ...reply, message: whole };
}

function withOriginalTtls(section: readonly ResourceRecord[]): ResourceRecord[] {
  const ttls = new Map<string, number>();
  for (const { owner, type, rdata } of section) {
    const rrsig = type === RrType.RRSIG ? parseOrNull(rdata, parseRrsig) : null;
    if (rrsig !== null) ttls.set(`${rrsig.typeCovered} ${owner.key}`, rrsig.originalTtl);
  }
  return section.map((record) => {
    const { owner, type, rdata, ttl } = record;
    const covered = type === RrType.RRSIG ? parseOrNull(rdata, parseRrsig)?.typeCovered : type;
    return { ...record, ttl: ttls.get(`${covered} ${owner.key}`) ?? ttl };
  });
}
