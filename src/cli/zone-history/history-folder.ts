import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type History,
  joinHistories,
  NO_HISTORY,
  type Recalled,
  type ZoneHistory,
} from "../../checks/shared/zone-history.ts";
import { nsec3Hash } from "../../crypto/digest.ts";
import type { DomainName } from "../../dns/name.ts";
import { toHex } from "../../util/bytes.ts";
import { UsageError } from "../../util/errors.ts";
import { fileTrouble } from "../text-file.ts";
import { parseHistory, renderHistory } from "./history-json.ts";

/** File systems take names of 255 octets; the rest is left to what a temporary file adds. */
const MAX_FILE_NAME = 180;

/** The last write of this process to each file, so that the checks of one run don't overwrite each other's part. */
const turns = new Map<string, Promise<string | null>>();

/**
 * Keeps one JSON file a zone in a folder. A file is replaced as a whole, by renaming, so that runs at once never see half
 * of one; what another run kept meanwhile is joined in.
 */
export function historyFolder(folder: string): History {
  return {
    async recall(zone) {
      return read(join(folder, fileName(zone)));
    },
    keep(zone, part) {
      const file = join(folder, fileName(zone));
      const turn = (turns.get(file) ?? Promise.resolve(null)).then(() => keepIn(file, zone, part));
      turns.set(file, turn);
      return turn;
    },
  };
}

async function keepIn(file: string, zone: DomainName, part: Partial<ZoneHistory>): Promise<string | null> {
  const latest = await read(file);
  if (latest.isUnreadable) return latest.trouble;
  const text = renderHistory(zone.toString(), joinHistories(part, latest.history));
  try {
    await mkdir(dirname(file), { recursive: true });
    if (latest.trouble !== null) await rename(file, `${file}.corrupt`);
    await replace(file, text);
    return null;
  } catch (error) {
    return `can't write ${file}: ${fileTrouble(error)}`;
  }
}

/** Keeps nothing, for --no-state. */
export const NO_HISTORY_KEPT: History = {
  recall: () => Promise.resolve({ history: NO_HISTORY, trouble: null }),
  keep: () => Promise.resolve(null),
};

/** Reads what is kept and leaves it as it is: for runs at another time than now. */
export function readOnly(history: History): History {
  return { recall: (zone) => history.recall(zone), keep: () => Promise.resolve(null) };
}

async function read(file: string): Promise<Recalled & { readonly isUnreadable: boolean }> {
  try {
    return { history: parseHistory(await readFile(file, "utf8")), trouble: null, isUnreadable: false };
  } catch (error) {
    if (error instanceof UsageError) {
      const trouble = `${file} was corrupt (${error.message}) and is begun anew`;
      return { history: NO_HISTORY, trouble, isUnreadable: false };
    }
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return { history: NO_HISTORY, trouble: null, isUnreadable: false };
    }
    return { history: NO_HISTORY, trouble: `can't read ${file}: ${fileTrouble(error)}`, isUnreadable: true };
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}-${process.hrtime.bigint()}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A zone's name as a file name: nothing in it but letters, digits, `-`, `_`, `.` and `%XX`; a long one ends in its hash. */
export function fileName(zone: DomainName): string {
  const text = zone.isRoot() ? "." : zone.toString().toLowerCase().slice(0, -1);
  const safe = text.replace(/[^a-z0-9._-]|^\./g, (character) => `%${toHex(Buffer.from(character))}`);
  if (safe.length <= MAX_FILE_NAME) return `${safe}.json`;
  return `${safe.slice(0, MAX_FILE_NAME - 41)}-${toHex(nsec3Hash(zone, new Uint8Array(0), 0))}.json`;
}
