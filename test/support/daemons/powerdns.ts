import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServedZone } from "./authoritative.ts";
import { startAnswering } from "./answering.ts";
import type { Endpoint } from "./exchange.ts";
import { type Daemon, run } from "./process.ts";

/** A PowerDNS that signs on the fly what its zones' metadata say, which pdnsutil sets before it is started. */
export interface PowerDns {
  /** Runs a command of pdnsutil on a zone and gives what it prints. */
  manage(command: string, apex: string, ...more: readonly string[]): Promise<string>;
  /** Starts it and waits until it answers. */
  start(): Promise<Daemon>;
}

/** Sets up PowerDNS over its BIND backend, without any cache; it reads zone files in presentation form only. */
export async function preparePowerDns(
  directory: string,
  endpoint: Endpoint,
  zones: readonly ServedZone[],
): Promise<PowerDns> {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "zones"), zones.map(({ apex, file }) => zoneLine(apex, file)).join(""));
  writeFileSync(join(directory, "pdns.conf"), configText(directory, endpoint));
  const config = `--config-dir=${directory}`;
  await run("pdnsutil", [config, "create-bind-db", join(directory, "dnssec.db")]);
  return {
    manage: (command, apex, ...more) => run("pdnsutil", [config, command, withoutDot(apex), ...more]),
    start: () => startAnswering(directory, endpoint, ["pdns_server", config]),
  };
}

function configText(directory: string, { address, port }: Endpoint): string {
  return `daemon=no
guardian=no
write-pid=no
disable-syslog=yes
socket-dir=${directory}
local-address=${address}
local-port=${port}
launch=bind
bind-config=${directory}/zones
bind-dnssec-db=${directory}/dnssec.db
dname-processing=yes
receiver-threads=1
distributor-threads=1
security-poll-suffix=
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
`;
}

function zoneLine(apex: string, file: string): string {
  return `zone "${withoutDot(apex)}" { type master; file "${file}"; };\n`;
}

function withoutDot(apex: string): string {
  return apex.replace(/\.$/, "");
}
