import { RrType } from "./registry.ts";

/** The IP version of an address. */
export type AddressFamily = 4 | 6;

/** The record type that holds addresses of a family. */
export function addressType(family: AddressFamily): number {
  return family === 4 ? RrType.A : RrType.AAAA;
}

/** The family of an IPv4 or IPv6 literal, without port or zone index; null where it is neither. */
export function addressFamily(text: string): AddressFamily | null {
  if (isIpv4(text)) return 4;
  return isIpv6(text) ? 6 : null;
}

/** The address in A or AAAA RDATA as text (RFC 5952); null where the RDATA has another length. */
export function addressText(type: number, rdata: Uint8Array): string | null {
  if (type === RrType.A && rdata.length === 4) return rdata.join(".");
  return type === RrType.AAAA && rdata.length === 16 ? ipv6Text(rdata) : null;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const endsInIpv4 = last.includes(".");
  if (endsInIpv4 && !(isIpv4(last) && text.endsWith(last))) return false;
  const size = groups.length + (endsInIpv4 ? 1 : 0);
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  return plain.every((group) => /^[\da-f]{1,4}$/i.test(group)) && (halves.length === 2 ? size <= 7 : size === 8);
}

function ipv6Text(rdata: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((rdata[2 * i] ?? 0) << 8) | (rdata[2 * i + 1] ?? 0));
  let longest = { start: 0, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > longest.length) longest = { start, length };
  }
  const hex = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  if (longest.length === 1) return hex(0, 8);
  return `${hex(0, longest.start)}::${hex(longest.start + longest.length, 8)}`;
}
