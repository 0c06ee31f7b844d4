import { UsageError } from "../util/errors.ts";
import { type DomainName, parseName, ROOT } from "./name.ts";
import { typeCode } from "./registry.ts";

/** One entry of a zone file, RDATA still as tokens. */
export interface ZoneFileEntry {
  readonly owner: DomainName;
  /** Seconds, or null where neither the entry nor $TTL gives one. */
  readonly ttl: number | null;
  readonly type: number;
  readonly tokens: readonly string[];
  readonly line: number;
}

/** Limitations: class IN only; $INCLUDE and $GENERATE are refused; RDATA is left to the caller. */
export function parseZoneFile(text: string, origin: DomainName = ROOT): ZoneFileEntry[] {
  const entries: ZoneFileEntry[] = [];
  let currentOrigin = origin;
  let defaultTtl: number | null = null;
  let owner: DomainName | null = null;
  for (const { line, startsBlank, tokens } of logicalLines(text)) {
    const [first = "", argument] = tokens;
    if (first.startsWith("$")) {
      if (first.toUpperCase() === "$ORIGIN" && argument !== undefined)
        currentOrigin = resolveName(argument, currentOrigin, line);
      else if (first.toUpperCase() === "$TTL" && argument !== undefined) defaultTtl = parseTtl(argument);
      else throw new UsageError(`line ${line}: unsupported ${first}`);
      continue;
    }
    const fields = [...tokens];
    if (!startsBlank) owner = resolveName(fields.shift() ?? "", currentOrigin, line);
    if (owner === null) throw new UsageError(`line ${line}: no owner name`);
    let ttl = defaultTtl;
    for (let field = fields[0]; field !== undefined; field = fields[0]) {
      const seconds = parseTtl(field);
      if (seconds !== null) ttl = seconds;
      else if (!/^(IN|CH|HS|CLASS\d+)$/i.test(field)) break;
      else if (!/^(IN|CLASS1)$/i.test(field)) throw new UsageError(`line ${line}: class ${field}`);
      fields.shift();
    }
    const type = typeCode(fields.shift() ?? "");
    if (type === null) throw new UsageError(`line ${line}: no record type`);
    entries.push({ owner, ttl, type, tokens: fields, line });
  }
  return entries;
}

/** A name in a zone file, relative to the origin unless it ends with a dot; `@` is the origin. */
export function resolveName(text: string, origin: DomainName, line: number): DomainName {
  if (text === "@") return origin;
  try {
    if (/(^|[^\\])(\\\\)*\.$/.test(text)) return parseName(text);
    return parseName(origin.isRoot() ? text : `${text}.${origin.toString()}`);
  } catch (cause) {
    throw new UsageError(`line ${line}: ${(cause as Error).message}`, { cause });
  }
}

function parseTtl(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+[smhdw])+$/i.test(text)) return null;
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
  let seconds = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)([smhdw])/gi)) {
    seconds += Number(digits) * (units[(unit ?? "").toLowerCase()] ?? 0);
  }
  return seconds;
}

interface LogicalLine {
  readonly line: number;
  readonly startsBlank: boolean;
  readonly tokens: readonly string[];
}

function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  const pattern = /(\n)|([ \t\r\f]+)|;[^\n]*|([()])|"((?:[^"\\]|\\[\s\S])*)"|((?:[^\s;()"\\]|\\[^\n])+)|([\s\S])/g;
  let line = 1;
  let depth = 0;
  let current = { line, startsBlank: false, tokens: [] as string[] };
  let atStart = true;
  const finish = (): void => {
    if (current.tokens.length > 0) lines.push(current);
    current = { line, startsBlank: false, tokens: [] };
    atStart = true;
  };
  for (const [, newline, blank, bracket, quoted, word, junk] of text.matchAll(pattern)) {
    if (newline !== undefined) {
      line++;
      if (depth === 0) finish();
    } else if (blank !== undefined) {
      if (atStart) current.startsBlank = true;
    } else if (bracket !== undefined) {
      depth += bracket === "(" ? 1 : -1;
      if (depth < 0) throw new UsageError(`line ${line}: unbalanced parenthesis`);
    } else if (quoted !== undefined || word !== undefined) {
      if (current.tokens.length === 0) current.line = line;
      current.tokens.push(quoted ?? word ?? "");
      line += (quoted ?? "").split("\n").length - 1;
    } else if (junk !== undefined) {
      throw new UsageError(`line ${line}: unexpected ${JSON.stringify(junk)}`);
    }
    if (newline === undefined) atStart = false;
  }
  if (depth > 0) throw new UsageError(`line ${line}: parenthesis never closed`);
  finish();
  return lines;
}
