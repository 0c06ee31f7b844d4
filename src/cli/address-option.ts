import { addressFamily } from "../dns/address.ts";
import type { ServerAddress } from "../dns/lookup.ts";
import { UsageError } from "../util/errors.ts";

/**
 * Reads `192.0.2.1`, `192.0.2.1:5300`, `2001:db8::1`, `[2001:db8::1]:5300` or any of them with dig's `#5300`; null where
 * the text is no address at all, UsageError where its port is none.
 */
export function parseAddress(text: string, defaultPort: number): ServerAddress | null {
  const [, bracketed, bare, port] = /^(?:\[([^\]]*)\]|([^#[\]]*?))(?:[:#]([^:#]*))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return isIpv6(bracketed) ? server(bracketed, port) : null;
  if (isIpv6(text)) return server(text, undefined);
  if (bare === undefined) return null;
  return addressFamily(bare) === 4 || (isIpv6(bare) && text.includes("#")) ? server(bare, port) : null;

  function server(address: string, givenPort: string | undefined): ServerAddress {
    return { name: null, address, port: givenPort === undefined ? defaultPort : parsePort(givenPort) };
  }
}

/** Reads a port, 1 to 65535; UsageError on anything else. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`${JSON.stringify(text)} is no port from 1 to 65535`);
  return port;
}

/** Tells whether text is an IPv4 or IPv6 address, the latter with a zone such as `%eth0` or without (RFC 4007 11). */
export function isAddress(text: string): boolean {
  return addressFamily(text) === 4 || isIpv6(text);
}

function isIpv6(text: string): boolean {
  return addressFamily(text.replace(/%[\w.-]+$/, "")) === 6;
}
