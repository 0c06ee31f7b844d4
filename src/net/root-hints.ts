import { addressFamily, addressType } from "../dns/address.ts";
import { type DomainName, parseName, ROOT } from "../dns/name.ts";
import { RrType } from "../dns/registry.ts";
import { parseZoneFile, resolveName } from "../dns/zone-file.ts";
import { UsageError } from "../util/errors.ts";

/** A root server and its addresses, IPv4 and IPv6 literals. */
export interface RootServer {
  readonly name: DomainName;
  readonly addresses: readonly string[];
}

/** IANA's named.root of 2024-07-18, a to m: the addresses of each. */
const BUILT_IN: readonly (readonly [letter: string, ipv4: string, ipv6: string])[] = [
  ["a", "198.41.0.4", "2001:503:ba3e::2:30"],
  ["b", "170.247.170.2", "2801:1b8:10::b"],
  ["c", "192.33.4.12", "2001:500:2::c"],
  ["d", "199.7.91.13", "2001:500:2d::d"],
  ["e", "192.203.230.10", "2001:500:a8::e"],
  ["f", "192.5.5.241", "2001:500:2f::f"],
  ["g", "192.112.36.4", "2001:500:12::d0d"],
  ["h", "198.97.190.53", "2001:500:1::53"],
  ["i", "192.36.148.17", "2001:7fe::53"],
  ["j", "192.58.128.30", "2001:503:c27::2:30"],
  ["k", "193.0.14.129", "2001:7fd::1"],
  ["l", "199.7.83.42", "2001:500:9f::42"],
  ["m", "202.12.27.33", "2001:dc3::35"],
];

/** The thirteen servers of the public root (RFC 9609). */
export function builtInRootHints(): RootServer[] {
  return BUILT_IN.map(([letter, ...addresses]) => ({ name: parseName(`${letter}.root-servers.net.`), addresses }));
}

/** Reads a file in named.root format: NS of the root, A and AAAA of its servers; UsageError with file and line. */
export function parseRootHints(text: string, file: string): RootServer[] {
  try {
    return readServers(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`root hints ${file}: ${error.message}`, { cause: error });
  }
}

function readServers(text: string): RootServer[] {
  const names = new Map<string, DomainName>();
  const addresses = new Map<string, string[]>();
  for (const { owner, type, tokens, line } of parseZoneFile(text)) {
    const [value = ""] = tokens;
    if (tokens.length !== 1) throw new UsageError(`line ${line}: expected one value`);
    if (type === RrType.NS && owner.isRoot()) {
      const name = resolveName(value, ROOT, line);
      names.set(name.key, name);
    } else if (type === RrType.A || type === RrType.AAAA) {
      const family = addressFamily(value);
      if (family === null || addressType(family) !== type)
        throw new UsageError(`line ${line}: malformed address ${value}`);
      addresses.set(owner.key, [...(addresses.get(owner.key) ?? []), value]);
    } else {
      throw new UsageError(`line ${line}: neither NS of the root nor an address`);
    }
  }
  if (names.size === 0) throw new UsageError("no NS record of the root");
  const servers = [...names.values()].map((name) => ({ name, addresses: addresses.get(name.key) ?? [] }));
  if (servers.every((server) => server.addresses.length === 0)) throw new UsageError("no address of a root server");
  return servers;
}
