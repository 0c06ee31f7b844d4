import type { ServerAddress } from "../../dns/lookup.ts";
import { specialUse } from "../../dns/special-use.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";

/** Addresses of nameservers that are set aside for other uses than that of a host on the Internet (RFC 6890). */
export function addressFindings(servers: readonly ServerAddress[]): Finding[] {
  return servers.flatMap((server) => {
    const use = server.name === null ? null : specialUse(server.address);
    if (use === null || server.name === null) return [];
    const params = { found: `${server.address} (${use})` };
    return [finding("ns-address-special-use", { subject: { name: server.name }, servers: [server], params })];
  });
}
