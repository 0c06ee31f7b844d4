import type { DomainName } from "../dns/name.ts";
import type { Delegation } from "./delegation.ts";

/** The delegations that a walk came by. */
export interface Delegations {
  of(zone: DomainName): Delegation | null;
  /** Keeps a delegation; false where its zone is known already. */
  learn(delegation: Delegation): boolean;
  /** Resolves when the zone's delegation is learnt, which may be never. */
  arrival(zone: DomainName): Promise<void>;
}

/** Knows the delegation that a walk starts from. */
export function createDelegations(start: Delegation): Delegations {
  const known = new Map([[start.zone.key, start]]);
  const waiting = new Map<string, (() => void)[]>();
  return {
    of: (zone) => known.get(zone.key) ?? null,
    learn(delegation) {
      const { key } = delegation.zone;
      if (known.has(key)) return false;
      known.set(key, delegation);
      for (const resolve of waiting.get(key) ?? []) resolve();
      waiting.delete(key);
      return true;
    },
    arrival: ({ key }) =>
      new Promise((resolve) => {
        if (known.has(key)) resolve();
        else waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
      }),
  };
}
