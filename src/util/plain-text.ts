/**
 * Text that is safe to print anywhere: every octet of its UTF-8 form outside printable ASCII as `\DDD`, the way domain
 * names are escaped (RFC 1035 5.1). Names and messages from the network pass through here on their way out.
 */
export function plainText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, (special) =>
    Array.from(new TextEncoder().encode(special), escapeOctet).join(""),
  );
}

function escapeOctet(octet: number): string {
  return `\\${String(octet).padStart(3, "0")}`;
}
