import { type DomainName, parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN, RrType, typeCode, typeName } from "../../../src/dns/registry.ts";
import { toHex } from "../../../src/util/bytes.ts";
import { nameRelativeTo, parseRdata } from "./rdata-text.ts";
import { zoneFileLines } from "./tokens.ts";

/** A zone's records as its operator wrote them. */
export interface Zone {
  readonly apex: DomainName;
  readonly records: readonly ResourceRecord[];
}

const DEFAULT_TTL = 3600;

/** A zone from master-file lines relative to its apex; SOA and NS are supplied where the lines have none. */
export function zone(apex: string | DomainName, lines: string | readonly string[]): Zone {
  const name = typeof apex === "string" ? parseName(apex) : apex;
  const records = parseRecords(typeof lines === "string" ? lines : lines.join("\n"), name);
  const lacks = (type: number) => !records.some((record) => record.type === type && record.owner.equals(name));
  const supplied = [
    ...(lacks(RrType.SOA) ? ["@ SOA ns1 hostmaster 2026112301 7200 3600 1209600 900"] : []),
    ...(lacks(RrType.NS) ? ["@ NS ns1"] : []),
  ];
  return { apex: name, records: [...parseRecords(supplied.join("\n"), name), ...records] };
}

/** Records from master-file text, $ORIGIN and $TTL obeyed; throws on what it can't read. */
export function parseRecords(text: string, origin: DomainName): ResourceRecord[] {
  const records: ResourceRecord[] = [];
  let currentOrigin = origin;
  let defaultTtl = DEFAULT_TTL;
  let owner = origin;
  for (const line of zoneFileLines(text)) {
    const words = [...line.words];
    if (words[0] === "$ORIGIN") {
      currentOrigin = nameRelativeTo(words[1] ?? "@", currentOrigin);
    } else if (words[0] === "$TTL") {
      defaultTtl = Number(words[1]);
    } else {
      if (!line.continuesOwner) owner = nameRelativeTo(words.shift() ?? "@", currentOrigin);
      const ttl = /^\d+$/.test(words[0] ?? "") ? Number(words.shift()) : defaultTtl;
      if (words[0] === "IN") words.shift();
      const type = typeCode(words[0] ?? "");
      if (type === null) throw new Error(`no type in: ${line.words.join(" ")}`);
      records.push({ owner, type, class: CLASS_IN, ttl, rdata: parseRdata(type, words.slice(1), currentOrigin) });
    }
  }
  return records;
}

/** Master-file text any DNS software reads: every RDATA in the form of unknown types (RFC 3597 5). */
export function zoneFile(records: readonly ResourceRecord[]): string {
  return records
    .map(
      ({ owner, ttl, type, rdata }) =>
        `${owner.toString()} ${ttl} IN ${typeName(type)} \\# ${rdata.length} ${toHex(rdata)}\n`,
    )
    .join("");
}

/** Groups records by owner and type, in the order they come. */
export function groupRrsets(records: readonly ResourceRecord[]): ResourceRecord[][] {
  const sets = new Map<string, ResourceRecord[]>();
  for (const record of records) {
    const key = `${record.type}/${record.owner.key}`;
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [record]);
    else set.push(record);
  }
  return [...sets.values()];
}
