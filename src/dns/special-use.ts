import { addressFamily } from "./address.ts";

/** A block of addresses that no host on the Internet is reached at. */
interface Block {
  readonly bits: string;
  readonly use: string;
}

/** IANA "IPv4 Special-Purpose Address Registry" and "IPv4 Multicast Address Space", as far as not globally reachable. */
const IPV4: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private use"],
  ["100.64.0.0/10", "shared address space"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private use"],
  ["192.0.2.0/24", "documentation"],
  ["192.168.0.0/16", "private use"],
  ["198.18.0.0/15", "benchmarking"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
];

/** IANA "IPv6 Special-Purpose Address Registry" and "IPv6 Multicast Address Space", translated addresses among them. */
const IPV6: readonly (readonly [string, string])[] = [
  ["::/128", "unspecified"],
  ["::1/128", "loopback"],
  ["::/96", "IPv4-compatible"],
  ["::ffff:0:0/96", "IPv4-mapped"],
  ["64:ff9b::/96", "IPv4-IPv6 translation"],
  ["64:ff9b:1::/48", "IPv4-IPv6 translation"],
  ["100::/64", "discard-only"],
  ["2001::/32", "Teredo"],
  ["2001:2::/48", "benchmarking"],
  ["2001:10::/28", "ORCHID"],
  ["2001:db8::/32", "documentation"],
  ["3fff::/20", "documentation"],
  ["5f00::/16", "segment routing"],
  ["fc00::/7", "unique local"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "site-local"],
  ["ff00::/8", "multicast"],
];

/** 2000::/3, the only IPv6 unicast that IANA gives out; the rest of the address space is reserved by the IETF. */
const GLOBAL_UNICAST = "001";

/** What an address is set aside for; null where it may be a host's on the Internet (RFC 6890, RFC 4291 2.4). */
export function specialUse(address: string): string | null {
  const family = addressFamily(address);
  if (family === null) return null;
  const bits = bitsOf(address);
  const use = blocks(family === 4 ? IPV4 : IPV6).find((block) => bits.startsWith(block.bits))?.use;
  return use ?? (family === 6 && !bits.startsWith(GLOBAL_UNICAST) ? "reserved" : null);
}

function blocks(table: readonly (readonly [string, string])[]): Block[] {
  return table.map(([prefix, use]) => {
    const [address = "", length = ""] = prefix.split("/");
    return { bits: bitsOf(address).slice(0, Number(length)), use };
  });
}

function bitsOf(address: string): string {
  return address.includes(":") ? ipv6Bits(address) : ipv4Bits(address);
}

function ipv4Bits(address: string): string {
  return address
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("");
}

/** The 128 bits of an address, whose last 32 may be written as those of an IPv4 address (RFC 4291 2.2). */
function ipv6Bits(address: string): string {
  const groupBits = (text: string): string =>
    text
      .split(":")
      .filter((group) => group !== "")
      .map((group) =>
        group.includes(".") ? ipv4Bits(group) : Number.parseInt(group, 16).toString(2).padStart(16, "0"),
      )
      .join("");
  const [head = "", tail = ""] = address.split("::");
  const [start, end] = [groupBits(head), groupBits(tail)];
  return start + "0".repeat(128 - start.length - end.length) + end;
}
