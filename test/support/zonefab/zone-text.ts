import { parseName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { CLASS_IN } from "../../../src/dns/registry.ts";
import { toHex } from "../../../src/util/bytes.ts";
import { run } from "../daemons/process.ts";

/** Reads a zone file with ldns, which knows every type's presentation form, into raw records. */
export async function readZoneFile(file: string): Promise<ResourceRecord[]> {
  // Of all types only NULL keeps its own form; the others come as RFC 3597 octets.
  const text = await run("ldns-read-zone", ["-U", "NULL", file]);
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(";"))
    .map(readLine);
}

/** A zone as text with all RDATA as octets (RFC 3597 5), which every server reads without changing any. */
export function zoneText(records: readonly ResourceRecord[]): string {
  return records.map(recordLine).join("");
}

function recordLine({ owner, ttl, type, rdata }: ResourceRecord): string {
  return `${owner.toString()} ${ttl} IN TYPE${type} \\# ${rdata.length} ${toHex(rdata)}\n`;
}

function readLine(line: string): ResourceRecord {
  const [owner = "", ttl = "", , type = "", data = ""] = line.split("\t");
  const hex = data.replace(/^\\# \d+ ?/, "");
  return {
    owner: parseName(owner),
    ttl: Number(ttl),
    class: CLASS_IN,
    type: Number(type.slice("TYPE".length)),
    rdata: Uint8Array.from(Buffer.from(hex, "hex")),
  };
}
