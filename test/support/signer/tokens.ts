/** One line of a zone file: its words, and whether it begins with white space, thus has the last owner. */
export interface ZoneFileLine {
  readonly continuesOwner: boolean;
  /** Words with their escapes; quotation marks taken off. */
  readonly words: readonly string[];
}

/** Splits master-file text into logical lines: comments, quotation marks and parentheses resolved (RFC 1035 5.1). */
export function zoneFileLines(text: string): ZoneFileLine[] {
  const lines: ZoneFileLine[] = [];
  let words: string[] = [];
  let continuesOwner = false;
  let depth = 0;
  let atStart = true;
  for (const match of text.matchAll(/;[^\n]*|"((?:[^"\\]|\\[\s\S])*)"|[()]|\n|[^\S\n]+|(?:[^\s;()"\\]|\\[\s\S])+/g)) {
    const [token, quoted] = match;
    if (token === "\n") {
      if (depth > 0) continue;
      if (words.length > 0) lines.push({ continuesOwner, words });
      words = [];
      continuesOwner = false;
      atStart = true;
      continue;
    }
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (/^\s/.test(token)) continuesOwner ||= atStart;
    else if (!token.startsWith(";")) words.push(quoted ?? token);
    atStart = false;
  }
  if (words.length > 0) lines.push({ continuesOwner, words });
  return lines;
}

/** The octets of a word: `\DDD` and `\x` escapes resolved, the rest UTF-8. */
export function unescapeText(word: string): Uint8Array {
  const bytes: number[] = [];
  const source = Buffer.from(word);
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] ?? 0;
    if (byte !== 0x5c) {
      bytes.push(byte);
      continue;
    }
    const digits = source.toString("latin1", i + 1, i + 4);
    const isDecimal = /^\d{3}$/.test(digits);
    bytes.push(isDecimal ? Number(digits) : (source[i + 1] ?? 0x5c));
    i += isDecimal ? 3 : 1;
  }
  return Uint8Array.from(bytes);
}
