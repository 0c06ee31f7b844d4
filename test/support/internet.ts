import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseName } from "../../src/dns/name.ts";
import type { ResourceRecord } from "../../src/dns/record.ts";
import { toHex } from "../../src/util/bytes.ts";
import { type InternetPlan, type PlannedInternet, planInternet } from "./internet-plan.ts";
import type { LoggedQuery } from "./server/query-log.ts";
import { type RecursionOptions, recursive } from "./server/recursive.ts";
import { type TestServer, startServers, testServer } from "./server/server.ts";
import type { SignedZone } from "./signer/sign-zone.ts";
import type { Zone } from "./signer/zone.ts";

/** What to raise; the time is now unless given, and only a given time is passed to the checks as --at. */
export interface InternetOptions extends Omit<InternetPlan, "at"> {
  readonly at?: number;
  /** What the resolver holds to be secure and bogus; it validates nothing itself. */
  readonly recursion?: RecursionOptions;
  /** Of all servers; one that is free where not given. */
  readonly port?: number;
  /** Servers of zones outside the plan, to start on the same port. */
  readonly more?: readonly TestServer[];
}

/** A small signed internet that runs on loopback in this process. */
export interface Internet extends PlannedInternet {
  readonly port: number;
  /** The stand-in for a recursive resolver. */
  readonly resolver: TestServer;
  /** Its address with the port, as --resolver takes it. */
  readonly resolverAddress: string;
  /** What makes a check walk this internet from its root: hints, trust anchor, port, and the time where one was given. */
  readonly arguments: readonly string[];
  /** A zone as planned, or a throw where it is none. */
  zone(apex: string): Zone | SignedZone;
  /** A server of a zone, the first by default, or a throw where there is none. */
  server(apex: string, index?: number): TestServer;
  /** The queries all authoritative servers got, in the order they came. */
  queries(): LoggedQuery[];
  stop(): Promise<void>;
}

const RESOLVER = "127.0.0.53";

/** Raises an internet: every server on its own address, all on one port that was free. */
export async function startInternet(options: InternetOptions): Promise<Internet> {
  const planned = planInternet({ zones: options.zones, at: options.at ?? Math.floor(Date.now() / 1000) });
  const resolver = testServer([RESOLVER], recursive([...planned.zones.values()], options.recursion));
  const running = await startServers([...planned.allServers, resolver, ...(options.more ?? [])], options.port);
  const folder = await mkdtemp(join(tmpdir(), "internet-"));
  const rootHints = join(folder, "root.hints");
  const trustAnchor = join(folder, "trust-anchor.zone");
  await writeFile(rootHints, rootHintsText(planned));
  await writeFile(trustAnchor, planned.trustAnchors.map(anchorText).join(""));
  const time = options.at === undefined ? [] : ["--at", new Date(options.at * 1000).toISOString().replace(".000", "")];
  return {
    ...planned,
    port: running.port,
    resolver,
    resolverAddress: `${RESOLVER}:${running.port}`,
    arguments: ["--root-hints", rootHints, "--trust-anchor", trustAnchor, "--port", String(running.port), ...time],
    zone: (apex) => found(planned.zones.get(parseName(apex).key), apex),
    server: (apex, index = 0) => found(planned.servers.get(parseName(apex).key)?.[index], apex),
    queries: () => planned.allServers.flatMap(({ log }) => log).toSorted((a, b) => a.receivedAt - b.receivedAt),
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function found<T>(item: T | undefined, apex: string): T {
  if (item === undefined) throw new Error(`${apex} is not in the plan`);
  return item;
}

/** The root servers in the format of IANA's named.root. */
function rootHintsText({ rootServers }: PlannedInternet): string {
  return rootServers
    .flatMap(({ name, addresses }) => [
      `.                        3600000      NS    ${name.toString()}\n`,
      ...addresses.map(
        (address) => `${name.toString()}      3600000      ${address.includes(":") ? "AAAA" : "A"}     ${address}\n`,
      ),
    ])
    .join("");
}

/** A DS record as a trust-anchor file has it. */
export function anchorText({ owner, rdata }: ResourceRecord): string {
  const tag = ((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0);
  return `${owner.toString()} IN DS ${tag} ${rdata[2]} ${rdata[3]} ${toHex(rdata.subarray(4))}\n`;
}
