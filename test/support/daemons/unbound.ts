import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../src/dns/name.ts";
import { RrType } from "../../../src/dns/registry.ts";
import { type Endpoint, untilAnswering } from "./exchange.ts";
import { type Daemon, startDaemon } from "./process.ts";

/** Where a zone is served: what Unbound is told as stub zones, since a referral can't carry a port. */
interface StubZone {
  readonly apex: string;
  readonly server: Endpoint;
}

/** Settings of one Unbound. */
export interface UnboundConfig {
  readonly directory: string;
  readonly endpoint: Endpoint;
  readonly stubs: readonly StubZone[];
  /** Trust anchors in zone-file format; null for a resolver that validates nothing. */
  readonly trustAnchor: string | null;
}

/** Starts Unbound over the stub zones and waits until it answers. */
export async function startUnbound(config: UnboundConfig): Promise<Daemon> {
  const { directory, endpoint, trustAnchor } = config;
  mkdirSync(directory, { recursive: true });
  if (trustAnchor !== null) writeFileSync(join(directory, "anchor"), trustAnchor);
  const file = join(directory, "config");
  writeFileSync(file, configText(config));
  const daemon = startDaemon(directory, endpoint, ["unbound", "-d", "-c", file]);
  try {
    await untilAnswering(endpoint, { name: ROOT, type: RrType.SOA }, () => daemon.log());
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return daemon;
}

function configText({ directory, endpoint, stubs, trustAnchor }: UnboundConfig): string {
  return `server:
  interface: ${endpoint.address}@${endpoint.port}
  port: ${endpoint.port}
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${directory}"
  pidfile: ""
  use-syslog: no
  log-queries: no
  val-log-level: 2
  val-sig-skew-min: 0
  val-sig-skew-max: 0
  ede: yes
  do-ip6: no
  do-not-query-localhost: no
  num-threads: 1
  outgoing-range: 512
  module-config: "${trustAnchor === null ? "iterator" : "validator iterator"}"
  ${trustAnchor === null ? "" : `trust-anchor-file: "${directory}/anchor"`}
  qname-minimisation: no
  aggressive-nsec: no
  prefetch: no
  target-fetch-policy: "0 0 0 0 0"
  edns-buffer-size: 1232
  minimal-responses: no
  local-zone: "test." nodefault
  local-zone: "invalid." nodefault
  unblock-lan-zones: yes
  insecure-lan-zones: no
remote-control:
  control-enable: no
${stubs.map(({ apex, server }) => `stub-zone:\n  name: "${apex}"\n  stub-addr: ${server.address}@${server.port}\n`).join("")}
`;
}
