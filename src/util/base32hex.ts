const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

/** Encodes bytes in Base32 with the extended hex alphabet, lower-case and unpadded (RFC 4648 7, RFC 5155 3.3). */
export function encodeBase32Hex(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

/** Decodes unpadded Base32 with the extended hex alphabet in either case; null where the text is none (RFC 4648 7). */
export function decodeBase32Hex(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text.toLowerCase()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    buffer = ((buffer << 5) | value) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  const leftover = buffer & ((1 << bits) - 1);
  return bits >= 5 || leftover !== 0 ? null : Uint8Array.from(bytes);
}
