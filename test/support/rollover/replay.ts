import { join } from "node:path";
import { RrType } from "../../../src/dns/registry.ts";
import { temporaryDirectory } from "../daemons/process.ts";
import { authoritative } from "../server/authoritative.ts";
import { testServer } from "../server/server.ts";
import type { Zone } from "../signer/zone.ts";
import { startRegistry } from "./registry.ts";

/** A zone as its servers and its parent have it for once. */
export interface Scene {
  /** Seconds since 1970. */
  readonly at: number;
  /** The zone at ns1, ns2 and so on. */
  readonly zones: readonly [Zone, ...Zone[]];
  /** RDATA of the DS. */
  readonly ds: readonly Uint8Array[];
}

/** Looks at a zone with options of check_dnssec, at a time in seconds since 1970. */
type LookWay<Seen> = (apex: string, options: readonly string[], now: number) => Promise<Seen>;

/** Plays scenes of one zone one after the other and looks at each, with one state folder. */
export async function replay<Seen>(
  scenes: readonly Scene[],
  options: readonly string[],
  lookAt: LookWay<Seen>,
): Promise<Seen[]> {
  const directory = temporaryDirectory();
  const seen: Seen[] = [];
  try {
    for (const scene of scenes)
      seen.push(await play(scene, ["--state-dir", join(directory.path, "state"), ...options], lookAt));
  } finally {
    directory.remove();
  }
  return seen;
}

async function play<Seen>({ at, zones, ds }: Scene, options: readonly string[], lookAt: LookWay<Seen>): Promise<Seen> {
  const [{ apex }] = zones;
  const servers = zones.map((zone, i) => testServer([addressOf(zone, `ns${i + 1}`)], authoritative([zone])));
  const addresses = servers.flatMap((server) => server.addresses);
  const { internet } = await startRegistry({ [apex.toString()]: { addresses, ds } }, servers);
  try {
    return await lookAt(apex.toString(), [...internet.arguments, ...options], at);
  } finally {
    await internet.stop();
  }
}

/** The address that the zone itself gives for one of its servers. */
function addressOf({ apex, records }: Zone, host: string): string {
  const record = records.find(
    ({ owner, type }) => type === RrType.A && owner.toString() === `${host}.${apex.toString()}`,
  );
  if (record === undefined) throw new Error(`no address of ${host}`);
  return record.rdata.join(".");
}
