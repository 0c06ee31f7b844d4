import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startAnswering } from "./answering.ts";
import type { Endpoint } from "./exchange.ts";
import type { Daemon } from "./process.ts";

/** The authoritative server programs of the lab. */
export type ServerProgram = "bind" | "nsd" | "knot";

/** A zone and the absolute path of its file. */
export interface ServedZone {
  readonly apex: string;
  readonly file: string;
  /** The one address that gets answers, the others being refused; left out: all do. */
  readonly allowQuery?: string;
}

/**
 * Starts a server program with the zones, every check on their contents off, and waits until it answers. A zone that
 * the program refuses all the same is answered with SERVFAIL or REFUSED.
 */
export async function startAuthoritative(
  program: ServerProgram,
  directory: string,
  endpoint: Endpoint,
  zones: readonly ServedZone[],
): Promise<Daemon> {
  mkdirSync(directory, { recursive: true });
  const config = join(directory, "config");
  const { text, command } = PROGRAMS[program](directory, config, endpoint, zones);
  writeFileSync(config, text);
  return startAnswering(directory, endpoint, command);
}

interface Setup {
  readonly text: string;
  readonly command: readonly string[];
}

type Configure = (directory: string, config: string, endpoint: Endpoint, zones: readonly ServedZone[]) => Setup;

const PROGRAMS: Readonly<Record<ServerProgram, Configure>> = {
  bind: (directory, config, { address, port }, zones) => ({
    text: `options {
  directory "${directory}"; pid-file none; session-keyfile none;
  listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; notify no; zone-statistics none; empty-zones-enable no;
};
controls { };
${zones.map(({ apex, file, allowQuery = "any" }) => `zone "${apex}" { type primary; file "${file}"; allow-query { ${allowQuery}; }; check-names ignore; check-integrity no; check-mx ignore; check-srv-cname ignore; check-dup-records ignore; };`).join("\n")}
`,
    command: ["named", "-g", "-4", "-n", "1", "-c", config],
  }),
  nsd: (directory, config, { address, port }, zones) => ({
    text: `server:
  ip-address: ${address}@${port}
  port: ${port}
  username: ""
  server-count: 1
  tcp-count: 100
  rrl-ratelimit: 0
  database: ""
  zonesdir: "${directory}"
  xfrdir: "${directory}"
  xfrdfile: ""
  zonelistfile: "${directory}/zone.list"
  pidfile: ""
remote-control:
  control-enable: no
${zones.map(({ apex, file, allowQuery }) => `zone:\n  name: "${apex}"\n  zonefile: "${file}"\n${allowQuery === undefined ? "" : `  allow-query: ${allowQuery} NOKEY\n`}`).join("")}
`,
    command: ["nsd", "-d", "-c", config],
  }),
  knot: (directory, config, { address, port }, zones) => ({
    text: `server:
    rundir: "${directory}"
    listen: ${address}@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "${directory}"
template:
  - id: default
    semantic-checks: off
    journal-content: none
mod-queryacl:
${zones.map(({ apex, allowQuery }) => (allowQuery === undefined ? "" : `  - id: "${apex}"\n    address: ${allowQuery}\n`)).join("")}
zone:
${zones.map(({ apex, file, allowQuery }) => `  - domain: "${apex}"\n    file: "${file}"\n${allowQuery === undefined ? "" : `    module: mod-queryacl/${apex}\n`}`).join("")}
`,
    command: ["knotd", "-c", config],
  }),
};
