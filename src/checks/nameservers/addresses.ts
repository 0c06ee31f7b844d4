import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { specialUse } from "../../dns/special-use.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";

/** Addresses of nameservers that are set aside for other uses than that of a host on the Internet (RFC 6890). */
export function addressFindings(apex: DomainName, servers: readonly ServerAddress[]): Finding[] {
  return servers.flatMap((server) => {
    const use = specialUse(server.address);
    if (use === null) return [];
    const params = { found: `${server.address} (${use})` };
    return [finding("ns-address-special-use", { subject: { name: apex }, servers: [server], params })];
  });
}
