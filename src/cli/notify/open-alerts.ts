import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { Alert } from "../../notifications/alert.ts";
import { replaceFile } from "../atomic-file.ts";
import { isAlert } from "./shapes.ts";

const VERSION = 1;

/** What a destination has been told of one zone and is not over. */
export interface OpenAlerts {
  readonly alerts: readonly Alert[];
  /** The file was there but could not be understood. */
  readonly isLost: boolean;
}

/** Reads a zone's open alerts; a file that is none is lost, and set aside as `.corrupt` by whoever keeps alerts next. */
export async function readOpenAlerts(file: string): Promise<OpenAlerts> {
  try {
    const kept = JSON.parse(await readFile(file, "utf8")) as { version?: unknown; alerts?: unknown } | null;
    const alerts: unknown = kept?.version === VERSION ? kept.alerts : undefined;
    return Array.isArray(alerts) && alerts.every((each) => isAlert(each))
      ? { alerts, isLost: false }
      : { alerts: [], isLost: true };
  } catch (error) {
    if (error instanceof SyntaxError) return { alerts: [], isLost: true };
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { alerts: [], isLost: false };
    throw error;
  }
}

/** Keeps a zone's open alerts in place of those before; throws as node:fs does. */
export async function keepOpenAlerts(
  file: string,
  zone: string,
  alerts: readonly Alert[],
  before: OpenAlerts,
): Promise<void> {
  if (before.isLost) await rename(file, `${file}.corrupt`);
  if (before.alerts.length === 0 && alerts.length === 0) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, `${JSON.stringify({ version: VERSION, zone, alerts }, null, 1)}\n`);
}
