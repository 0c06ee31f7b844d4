import { type AddressFamily, addressType } from "../dns/address.ts";
import type { Reply, ServerAddress } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import type { DomainName } from "../dns/name.ts";
import { Rcode, RrType } from "../dns/registry.ts";
import { type AddressPolicy, addressesIn, type Delegation } from "./delegation.ts";

/** Asks a question wherever its answer is to be had. */
export type Ask = (question: Question) => Promise<Reply>;

/** The addresses of a nameserver of one family; where there are none, problem says why. */
export interface ResolvedName {
  readonly addresses: readonly ServerAddress[];
  readonly problem: string | null;
  readonly isAlias: boolean;
}

/** Looks up a nameserver's addresses of one family; an alias counts as having none (RFC 2181 10.3). */
export async function resolveServerName(
  ask: Ask,
  name: DomainName,
  family: AddressFamily,
  policy: AddressPolicy,
): Promise<ResolvedName> {
  const reply = await ask({ name, type: addressType(family) });
  if (reply.kind === "unanswered") {
    const reason = reply.failures[0]?.detail ?? "no server for it is known";
    return { addresses: [], problem: `can't be resolved (${reason})`, isAlias: false };
  }
  const { answer, rcode } = reply.message;
  const isAlias = answer.some(
    ({ type, owner }) =>
      (type === RrType.CNAME && owner.equals(name)) || (type === RrType.DNAME && name.isBelow(owner)),
  );
  if (isAlias) return { addresses: [], problem: "is an alias (CNAME)", isAlias };
  const addresses = addressesIn(answer, name, policy);
  if (addresses.length > 0) return { addresses, problem: null, isAlias };
  const problem = rcode === Rcode.NXDOMAIN ? "does not exist" : `has no IPv${family} address`;
  return { addresses, problem, isAlias };
}

/** Every address of a delegation: the glue, and for servers without any what their names resolve to. */
export async function addressesOf(delegation: Delegation, ask: Ask, policy: AddressPolicy): Promise<ServerAddress[]> {
  const found = await Promise.all(
    delegation.servers.map(async ({ name, addresses }) => {
      if (name === null || addresses.length > 0) return addresses;
      const resolved = await Promise.all(policy.families.map((family) => resolveServerName(ask, name, family, policy)));
      return resolved.flatMap((each) => each.addresses);
    }),
  );
  return found.flat();
}
