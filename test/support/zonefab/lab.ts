import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseName } from "../../../src/dns/name.ts";
import { Rcode, RrType } from "../../../src/dns/registry.ts";
import { toHex } from "../../../src/util/bytes.ts";
import { type ServerProgram, startAuthoritative } from "../daemons/authoritative.ts";
import { writeDelvAnchor } from "../daemons/delv.ts";
import { type Endpoint, exchange, freePort } from "../daemons/exchange.ts";
import { type Daemon, mapLimited, temporaryDirectory } from "../daemons/process.ts";
import { startResolver } from "../daemons/resolver.ts";
import { type Fabricated, fabricate, fabricateTree, type LabZone, withDescendants } from "./fabricate.ts";
import { makeKey } from "./keys.ts";
import type { DenialMode } from "./signers.ts";

/** The running lab: root, three top-level zones, their children, and two resolvers. */
export interface Lab {
  readonly directory: string;
  /** Root servers in named.root format. */
  readonly rootHints: string;
  /** The root's DS in zone-file format. */
  readonly trustAnchor: string;
  readonly delvAnchor: string;
  /** Of every authoritative server. */
  readonly port: number;
  readonly validator: Endpoint;
  /** Unbound without its validator. */
  readonly plainResolver: Endpoint;
  /** Starts one more Unbound, with trust anchors of its own in zone-file format; it ends with the lab. */
  startValidator(trustAnchors: string): Promise<Endpoint>;
  /** The server of a zone. */
  serverOf(apex: string): Endpoint;
  /** Zones that no server would load, by apex. */
  readonly refused: readonly string[];
  logs(): string;
  stop(): Promise<void>;
}

/** What must be installed for it. */
export const LAB_PROGRAMS: readonly string[] =
  "named nsd knotd unbound setpriv dnssec-signzone ldns-signzone ldns-read-zone kzonesign keymgr".split(" ");

/** The top-level zones by the way they deny a DS; every zone of the lab is below one of them. */
const TOP_LEVELS = {
  nsec: "nsec",
  nsec3: { iterations: 0, salt: "", optOut: false },
  optout: { iterations: 1, salt: "c0ffee", optOut: true },
} as const satisfies Readonly<Record<string, DenialMode>>;

const TOP_LEVEL_SERVERS = { nsec: "nsd", nsec3: "knot", optout: "nsd" } as const;
/** BIND listens only where an interface has the address, so it has no place in the lab's own network. */
const BIND_ADDRESS = "127.0.0.1";
const LAST_OCTET = { registry: { nsd: 1, knot: 2 }, leaf: { nsd: 11, knot: 12 }, resolvers: 20 };
const SIGNERS_AT_ONCE = 2;

/** Signs, mutates and serves the zones below new top-level zones and a new root, and starts the resolvers. */
export async function raiseLab(zones: readonly LabZone[]): Promise<Lab> {
  const temporary = temporaryDirectory();
  const directory = temporary.path;
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    temporary.remove();
  };
  try {
    const network = `127.${64 + ((process.pid >> 8) & 127)}.${process.pid & 255}`;
    const port = await freePort(BIND_ADDRESS);
    const at = (octet: number): Endpoint => ({ address: `${network}.${octet}`, port });
    const leafServers = {
      bind: { address: BIND_ADDRESS, port },
      nsd: at(LAST_OCTET.leaf.nsd),
      knot: at(LAST_OCTET.leaf.knot),
    };
    const registryServers = { nsd: at(LAST_OCTET.registry.nsd), knot: at(LAST_OCTET.registry.knot) };
    const serve = async (program: ServerProgram, endpoint: Endpoint, served: readonly Fabricated[]) => {
      const own = served.flatMap(withDescendants).filter(({ zone }) => zone.server === program);
      daemons.push(await startAuthoritative(program, join(directory, endpoint.address), endpoint, own));
    };

    const { made, refused } = await fabricateAndServe(zones, join(directory, "zones"), leafServers, serve);
    const registry = await fabricateRegistry(made, join(directory, "registry"), registryServers);
    for (const program of ["nsd", "knot"] as const) {
      const own = registry.filter(({ zone }) => zone.server === program);
      await serve(program, registryServers[program], own.map(withoutChildren));
    }

    const stubs = [...made.flatMap(withDescendants), ...registry].map(({ apex, address }) => ({
      apex,
      server: { address, port },
    }));
    const servers = new Map(stubs.map((stub) => [stub.apex, stub.server] as const));
    const rootDs = dsText(registry[0]?.ds[0]);
    const anchorLine = `. 3600 IN DS ${rootDs}\n`;
    let lastOctet = LAST_OCTET.resolvers;
    const startUnbound = async (trustAnchor: string | null): Promise<Endpoint> => {
      lastOctet += 1;
      const endpoint = at(lastOctet);
      const setup = { directory: join(directory, endpoint.address), endpoint, stubs, trustAnchor };
      daemons.push(await startResolver("unbound", setup));
      return endpoint;
    };
    const paths = {
      rootHints: join(directory, "root.hints"),
      trustAnchor: join(directory, "root.anchor"),
      delvAnchor: join(directory, "delv.anchor"),
    };
    writeFileSync(paths.rootHints, `. 3600000 NS ns.\nns. 3600000 A ${registryServers.nsd.address}\n`);
    writeFileSync(paths.trustAnchor, anchorLine);
    writeDelvAnchor(paths.delvAnchor, ".", rootDs);
    return {
      ...paths,
      directory,
      port,
      validator: await startUnbound(anchorLine),
      plainResolver: await startUnbound(null),
      startValidator: startUnbound,
      serverOf: (apex) => servers.get(apex) ?? missingZone(apex),
      refused,
      logs: () => daemons.map((daemon) => daemon.log()).join("\n"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Servers = Readonly<Record<ServerProgram, Endpoint>>;
type Serve = (program: ServerProgram, endpoint: Endpoint, zones: readonly Fabricated[]) => Promise<void>;

/** Makes and serves the zones; those that BIND or Knot refuses to load are made again for NSD, which takes most. */
async function fabricateAndServe(zones: readonly LabZone[], directory: string, servers: Servers, serve: Serve) {
  const make = (zone: LabZone): Promise<Fabricated> => fabricateTree(zone, directory, servers[zone.server].address);
  const first = await mapLimited(zones, SIGNERS_AT_ONCE, make);
  for (const program of ["bind", "knot"] as const) await serve(program, servers[program], first);
  const unserved = await filterUnserved(
    first.filter(({ zone }) => zone.server !== "nsd"),
    servers,
  );
  const second = await mapLimited(unserved, SIGNERS_AT_ONCE, ({ zone }) => make({ ...zone, server: "nsd" }));
  const made = [...first.filter((zone) => !unserved.includes(zone)), ...second];
  await serve("nsd", servers.nsd, made);
  const refused = await filterUnserved(
    made.filter(({ zone }) => zone.server === "nsd"),
    servers,
  );
  return { made, refused: refused.map(({ apex }) => apex) };
}

async function filterUnserved(zones: readonly Fabricated[], servers: Servers): Promise<Fabricated[]> {
  const isServed = await mapLimited(zones, 8, async ({ apex, zone }) => {
    if (zone.allowQuery !== undefined) return true;
    const question = { name: parseName(apex), type: RrType.SOA };
    const { rcode, answer } = await exchange(servers[zone.server], question, "authoritative");
    return rcode === Rcode.NOERROR && answer.length > 0;
  });
  return zones.filter((_, index) => !isServed[index]);
}

/** The root, first, and the top-level zones. */
async function fabricateRegistry(
  made: readonly Fabricated[],
  directory: string,
  servers: Readonly<Record<"nsd" | "knot", Endpoint>>,
): Promise<Fabricated[]> {
  const tops: Fabricated[] = [];
  for (const label of Object.keys(TOP_LEVELS) as (keyof typeof TOP_LEVELS)[]) {
    const server = TOP_LEVEL_SERVERS[label];
    const keys = [makeKey(13, 257), makeKey(13, 256)];
    // ldns and these servers pass DS of wrong lengths on; BIND does not.
    const signing = { program: "ldns", keys, denial: TOP_LEVELS[label] } as const;
    const children = made.filter(({ apex }) => apex.endsWith(`.${label}.`));
    const zone: LabZone = { apex: `${label}.`, content: "", signing, server };
    tops.push(await fabricate(zone, directory, servers[server].address, children));
  }
  const signing = { program: "ldns", keys: [makeKey(8, 257), makeKey(8, 256)], denial: "nsec" } as const;
  const root: LabZone = { apex: ".", content: "", signing, server: "nsd" };
  return [await fabricate(root, directory, servers.nsd.address, tops), ...tops];
}

function withoutChildren(zone: Fabricated): Fabricated {
  return { ...zone, children: [] };
}

function missingZone(apex: string): never {
  throw new Error(`the lab has no zone ${apex}`);
}

function dsText(rdata: Uint8Array | undefined): string {
  if (rdata === undefined) throw new Error("the root has no key");
  const [high = 0, low = 0, algorithm = 0, digestType = 0] = rdata;
  return `${(high << 8) | low} ${algorithm} ${digestType} ${toHex(rdata.subarray(4))}`;
}
