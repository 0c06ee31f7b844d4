import type { ServerAddress, ZoneServers } from "../dns/lookup.ts";
import { type DomainName, ROOT } from "../dns/name.ts";
import { RrType } from "../dns/registry.ts";
import { type AddressPolicy, type Delegation, nameserversOf } from "./delegation.ts";
import type { Delegations } from "./delegations.ts";
import { type Ask, addressesOf, resolveServerName } from "./server-names.ts";

/** Where the servers of zones are looked up. */
export interface ZoneServersSource {
  readonly ask: Ask;
  /** Resolves the names of nameservers. */
  readonly askForServerNames: Ask;
  /** What a walk has come by; null where a resolver is asked. */
  readonly delegations: Delegations | null;
  readonly policy: AddressPolicy;
}

/**
 * Finds the zone that name is in and every address of every server that parent or child names for it; null where no
 * server tells the zone's apex.
 */
export async function findZoneServers(source: ZoneServersSource, name: DomainName): Promise<ZoneServers | null> {
  const { ask, delegations } = source;
  // Usually name is the apex: then its NS RRset and its servers' addresses come in the same round as its SOA.
  if (!delegations?.of(name)?.isComplete) void ask({ name, type: RrType.NS });
  void delegations?.arrival(name).then(() => anticipateAddresses(source, delegations.of(name)));
  const zone = await findApex(source, name);
  if (zone === null) return null;
  const delegation = delegations?.of(zone) ?? null;
  const [parentZone, child] = await Promise.all([
    findParentZone(source, zone, delegation),
    delegation?.isComplete ? null : ask({ name: zone, type: RrType.NS }),
  ]);
  const known = delegation?.servers ?? [];
  const named = child?.kind === "answered" ? nameserversOf(child.message.answer, zone) : [];
  const names = new Map(
    [...known.flatMap((server) => server.name ?? []), ...named].map((server) => [server.key, server]),
  );
  const given = known.filter((server) => server.name === null).flatMap((server) => server.addresses);
  const found = await Promise.all([...names.values()].map((server) => findServer(source, server, delegation)));
  return {
    zone,
    parentZone,
    servers: [...given, ...found.flatMap((server) => server.addresses)],
    unusable: found.flatMap(({ name: server, problem }) =>
      problem === null ? [] : [{ name: server, reason: problem }],
    ),
  };
}

/**
 * The addresses that a zone's delegation gives, looked up where no glue came: as soon as a walk crosses the delegation,
 * and null where it leads past without one.
 */
export async function findDelegatedServers(
  { ask, askForServerNames, delegations, policy }: ZoneServersSource,
  zone: DomainName,
): Promise<readonly ServerAddress[] | null> {
  if (delegations === null) return null;
  if (delegations.of(zone) === null) {
    await Promise.race([delegations.arrival(zone), ask({ name: zone, type: RrType.SOA })]);
  }
  const delegation = delegations.of(zone);
  return delegation === null ? null : addressesOf(delegation, askForServerNames, policy);
}

/** The apex of the zone that name is in, as SOA records tell it (RFC 2308 3). */
async function findApex({ ask, delegations }: ZoneServersSource, name: DomainName): Promise<DomainName | null> {
  for (let candidate = name; !candidate.isRoot(); candidate = candidate.parent()) {
    if (delegations?.of(candidate)?.isComplete) return candidate;
    const reply = await ask({ name: candidate, type: RrType.SOA });
    // Servers that fail, or have no SOA, are still the servers of a zone that its parent delegated.
    if (reply.kind === "unanswered") return delegations?.of(candidate) ? candidate : null;
    const { answer, authority } = reply.message;
    const isAlias = answer.some(({ type }) => type === RrType.CNAME || type === RrType.DNAME);
    // Beside an alias the SOA is that of the target's zone.
    const soa = (isAlias ? [] : [...answer, ...authority]).find(
      ({ type, owner }) => type === RrType.SOA && candidate.isAtOrBelow(owner),
    );
    if (soa !== undefined) return soa.owner;
    if (delegations?.of(candidate)) return candidate;
  }
  return ROOT;
}

async function findParentZone(
  source: ZoneServersSource,
  zone: DomainName,
  delegation: Delegation | null,
): Promise<DomainName | null> {
  if (zone.isRoot() || delegation?.isComplete) return null;
  const delegatedBy = delegation?.delegatedBy ?? null;
  // A zone between the two may be served by the parent's servers: only where no label is left there can be none.
  if (delegatedBy !== null && delegatedBy.labels.length === zone.labels.length - 1) return delegatedBy;
  return findApex(source, zone.parent());
}

function anticipateAddresses({ askForServerNames, policy }: ZoneServersSource, delegation: Delegation | null): void {
  for (const { name } of delegation?.servers ?? []) {
    if (name === null) continue;
    for (const family of policy.families) void resolveServerName(askForServerNames, name, family, policy);
  }
}

/** A nameserver's addresses: the glue, and those that its name has, which resolvers prefer once they know them. */
async function findServer(
  { askForServerNames, policy }: ZoneServersSource,
  name: DomainName,
  delegation: Delegation | null,
): Promise<{ name: DomainName; addresses: readonly ServerAddress[]; problem: string | null }> {
  const glue = delegation?.servers.find((server) => server.name?.equals(name))?.addresses ?? [];
  const resolved = await Promise.all(
    policy.families.map((family) => resolveServerName(askForServerNames, name, family, policy)),
  );
  const own = resolved.flatMap((result) => result.addresses);
  const addresses = [...glue, ...own.filter(({ address }) => !glue.some((known) => known.address === address))];
  const alias = resolved.find(({ isAlias }) => isAlias);
  if (alias !== undefined) return { name, addresses, problem: alias.problem };
  const problems = new Set(resolved.flatMap(({ problem }) => problem ?? []));
  return { name, addresses, problem: addresses.length === 0 ? [...problems].join(", ") : null };
}
