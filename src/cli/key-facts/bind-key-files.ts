import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type KeyFacts, NO_FACTS } from "../../checks/keys/key-facts.ts";
import { DomainName } from "../../dns/name.ts";
import { parseTime } from "../../util/clock.ts";
import { UsageError, WireFormatError } from "../../util/errors.ts";
import { fileTrouble, readTextFile } from "../text-file.ts";

const KEY_FILE = /^K(.+)\+(\d{3})\+(\d{5})\.(key|state)$/;

/**
 * Reads the dates in the K*.key and K*.state files of a zone, as dnssec-keygen, named and dnssec-settime write them;
 * UsageError where the folder or one of them can't be read. Private keys are never opened: their files say no more.
 */
export function readKeyFolder(folder: string, zone: DomainName): KeyFacts[] {
  return filesIn(folder).flatMap((file) => {
    const [, name, algorithm, keyTag] = KEY_FILE.exec(file) ?? [];
    if (name === undefined || !nameInFile(name)?.equals(zone)) return [];
    const facts = parseKeyFile(readTextFile(join(folder, file)));
    return [{ ...facts, keyTag: Number(keyTag), algorithm: Number(algorithm) }];
  });
}

/** The dates of one file: comments of a .key file, fields of a .state file. */
export function parseKeyFile(text: string): KeyFacts {
  const dates = new Map<string, number>();
  for (const [, field = "", date = ""] of text.matchAll(/^;? ?([A-Za-z]+): (\d{14})\b/gm)) {
    dates.set(field.toLowerCase(), parseTime(date, 0));
  }
  const first = (...fields: readonly string[]): number | null =>
    fields.map((field) => dates.get(field)).find((date) => date !== undefined) ?? null;
  return {
    ...NO_FACTS,
    created: first("created", "generated"),
    published: first("publish", "published"),
    revoked: first("revoke"),
    replacement: first("inactive", "retired"),
  };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    throw new UsageError(`can't read ${folder}: ${fileTrouble(cause)}`, { cause });
  }
}

/** The name in a key file's name, where all but letters, digits, `-` and `_` stands as `%XX`. */
function nameInFile(text: string): DomainName | null {
  const labels = text
    .split(".")
    .filter((label) => label !== "")
    .map((label) =>
      label.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  try {
    return new DomainName(labels.map((label) => Uint8Array.from(Buffer.from(label, "latin1"))));
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}
