import { parseName } from "../../../src/dns/name.ts";
import { toHex } from "../../../src/util/bytes.ts";
import type { Endpoint } from "../daemons/exchange.ts";
import { type Internet, startInternet } from "../internet.ts";
import { type PlannedInternet, planInternet } from "../internet-plan.ts";
import { authoritative } from "../server/authoritative.ts";
import type { TestServer } from "../server/server.ts";

/** The zone above those that are rolled. */
const PARENT = "test.";
/** Caches hold a DS for a second only, so that rollovers need not wait for them. */
const DS_TTL = 1;

/** A delegation as the parent has it. */
interface Delegated {
  /** The addresses of ns1, ns2 and so on below the apex. */
  readonly addresses: readonly string[];
  /** RDATA of the DS records. */
  readonly ds: readonly Uint8Array[];
}

export type Delegations = Readonly<Record<string, Delegated>>;

/** The zone above those of a signer, and the root. */
export interface Registry {
  readonly internet: Internet;
  readonly parent: Endpoint;
  ds(apex: string): readonly Uint8Array[];
  /** Does what a registrar orders. */
  setDs(apex: string, ds: readonly Uint8Array[]): void;
}

/** Starts the registry and servers of its zones, all on one port: the one given, or one that is free. */
export async function startRegistry(
  delegations: Delegations,
  servers: readonly TestServer[],
  port?: number,
): Promise<Registry> {
  let current = delegations;
  const zones = registryZones(current);
  const internet = await startInternet({ zones, more: servers, ...(port === undefined ? {} : { port }) });
  const server = internet.server(PARENT);
  return {
    internet,
    parent: { address: server.addresses[0] ?? "", port: internet.port },
    ds: (apex) => current[apex]?.ds ?? [],
    setDs(apex, ds) {
      current = { ...current, [apex]: { addresses: current[apex]?.addresses ?? [], ds } };
      const parent = planRegistry(current).zones.get(parseName(PARENT).key);
      if (parent !== undefined) server.answer = authoritative([parent]);
    },
  };
}

/** The parent zone as startInternet takes it. */
function registryZones(delegations: Delegations): Parameters<typeof startInternet>[0]["zones"] {
  const records = Object.entries(delegations).flatMap(([apex, { addresses, ds }]) => [
    ...addresses.flatMap((address, i) => [`${apex} NS ns${i + 1}.${apex}`, `ns${i + 1}.${apex} A ${address}`]),
    ...ds.map((rdata) => `${apex} ${DS_TTL} DS ${dsText(rdata)}`),
  ]);
  return { [PARENT]: { records } };
}

function planRegistry(delegations: Delegations): PlannedInternet {
  return planInternet({ at: Math.floor(Date.now() / 1000), zones: registryZones(delegations) });
}

function dsText(rdata: Uint8Array): string {
  const [high = 0, low = 0, algorithm = 0, digestType = 0] = rdata;
  return `${(high << 8) | low} ${algorithm} ${digestType} ${toHex(rdata.subarray(4))}`;
}
