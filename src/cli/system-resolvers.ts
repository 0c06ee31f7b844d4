import type { AddressFamily } from "../dns/address.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import { UsageError } from "../util/errors.ts";
import { parseAddress } from "./address-option.ts";
import { readTextFile } from "./text-file.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const DNS_PORT = 53;

/** The resolvers that the system asks, of the families that may be used; UsageError where there are none. */
export function systemResolvers(families: readonly AddressFamily[]): ServerAddress[] {
  const servers = parseResolvConf(readTextFile(RESOLV_CONF)).filter(({ address }) =>
    families.includes(address.includes(":") ? 6 : 4),
  );
  if (servers.length === 0) throw new UsageError(`no nameserver in ${RESOLV_CONF}: give a resolver with -r`);
  return servers;
}

/** The nameserver lines of a resolv.conf, as resolv.conf(5) describes it. */
export function parseResolvConf(text: string): ServerAddress[] {
  return text.split("\n").flatMap((line) => {
    const [keyword, address] = line.trim().split(/\s+/);
    return keyword === "nameserver" && address !== undefined ? (parseAddress(address, DNS_PORT) ?? []) : [];
  });
}
