import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type History,
  joinHistories,
  NO_HISTORY,
  type Recalled,
  type ZoneHistory,
} from "../../checks/shared/zone-history.ts";
import type { DomainName } from "../../dns/name.ts";
import { UsageError } from "../../util/errors.ts";
import { replaceFile } from "../atomic-file.ts";
import { fileTrouble } from "../text-file.ts";
import { zoneFileName } from "../zone-file-name.ts";
import { parseHistory, renderHistory } from "./history-json.ts";

/** The last write of this process to each file, so that the checks of one run don't overwrite each other's part. */
const turns = new Map<string, Promise<string | null>>();

/**
 * Keeps one JSON file a zone in a folder. A file is replaced as a whole, by renaming, so that runs at once never see half
 * of one; what another run kept meanwhile is joined in.
 */
export function historyFolder(folder: string): History {
  return {
    async recall(zone) {
      return read(join(folder, zoneFileName(zone)));
    },
    keep(zone, part) {
      const file = join(folder, zoneFileName(zone));
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
    await replaceFile(file, text);
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
