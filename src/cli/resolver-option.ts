import type { SecureChannel, ServerAddress } from "../dns/lookup.ts";
import { UsageError } from "../util/errors.ts";
import { parseAddress, parsePort } from "./address-option.ts";
import { optionalValue } from "./given.ts";
import type { GivenOptions } from "./plugin-spec.ts";
import { readTextFile } from "./text-file.ts";

const DNS_PORT = 53;
const TLS_PORT = 853;
const HTTPS_PORT = 443;

/**
 * Reads the addresses of resolvers, `tls://192.0.2.1` and `https://dns.example/dns-query` too, with what --tls-ca and
 * --tls-name say; UsageError on malformed ones.
 */
export function resolverReader(given: GivenOptions): (text: string) => ServerAddress {
  const authorities = optionalValue(given, "tls-ca", readTextFile);
  const certificateName = optionalValue(given, "tls-name", (name) => name);
  return (text) => {
    const [, protocol, rest = text] = /^(tls|https):\/\/(.+)$/.exec(text) ?? [];
    if (protocol === undefined) return parsePlain(text);
    const [, host = "", path = ""] = /^([^/]*)(.*)$/.exec(rest) ?? [];
    const channel: SecureChannel =
      protocol === "tls"
        ? { protocol, certificateName, authorities, path: "" }
        : { protocol: "https", certificateName, authorities, path: path === "" ? "/dns-query" : path };
    if (protocol === "tls" && path !== "") throw malformed(text);
    const server = parseHost(host, protocol === "tls" ? TLS_PORT : HTTPS_PORT);
    if (server === null) throw malformed(text);
    return { ...server, channel };
  };
}

function parsePlain(text: string): ServerAddress {
  const server = parseAddress(text, DNS_PORT);
  if (server === null) throw malformed(text);
  return server;
}

/** An address or a host name, which the system looks up. */
function parseHost(text: string, defaultPort: number): ServerAddress | null {
  const server = parseAddress(text, defaultPort);
  if (server !== null) return server;
  const [, name, port] = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d+))?$/i.exec(text) ?? [];
  if (name === undefined) return null;
  return { name: null, address: name, port: port === undefined ? defaultPort : parsePort(port) };
}

function malformed(text: string): UsageError {
  return new UsageError(`malformed address ${JSON.stringify(text)}`);
}
