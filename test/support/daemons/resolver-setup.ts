import type { Endpoint } from "./exchange.ts";

/** Where a zone is served, as resolvers are told, since a referral can't carry a port. */
interface StubZone {
  readonly apex: string;
  readonly server: Endpoint;
}

/** How one resolver is to work, whatever its program. */
export interface ResolverSetup {
  /** Its own, there to be written to. */
  readonly directory: string;
  readonly endpoint: Endpoint;
  /** Every zone there is, the root first, all at servers of one port. */
  readonly stubs: readonly StubZone[];
  /** DS records as zone-file lines, for Unbound DNSKEY records too; null for a resolver that validates nothing. */
  readonly trustAnchor: string | null;
  /** Negative trust anchors (RFC 7646). */
  readonly insecure?: readonly string[];
  /** Another resolver that is asked for everything. */
  readonly forwardTo?: Endpoint;
  /** Denies from NSEC and NSEC3 in the cache (RFC 8198). */
  readonly isAggressive?: boolean;
  /** Where it listens for TLS and HTTPS besides, on the same address. */
  readonly secure?: SecurePorts;
}

/** Ports for DNS over TLS and HTTPS, and paths of the key and certificate in PEM. */
export interface SecurePorts {
  readonly tls: number;
  readonly https: number;
  readonly key: string;
  readonly certificate: string;
}

/** What makes a program such a resolver: files by their names in its directory, and the command to run. */
export interface ResolverProgramSetup {
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/** The owner of each DS record of a trust anchor, and its fields: tag, algorithm, digest type, digest. */
export function anchorFields(trustAnchor: string): { readonly owner: string; readonly ds: string[] }[] {
  return [...trustAnchor.matchAll(/^(\S+) .*\bDS (.*)$/gm)].map(([, owner = "", ds = ""]) => ({
    owner,
    ds: ds.split(" "),
  }));
}
