import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const SYSTEM_FOLDER = "/var/lib/dnssec-monitoring";

/** Where state goes unless --state-dir says: the system's folder if this user may write there, else the user's own. */
export function defaultStateFolder(env: Readonly<Record<string, string | undefined>>, system = SYSTEM_FOLDER): string {
  if (isWritable(system)) return system;
  const base = env["XDG_STATE_HOME"];
  // The XDG base directory specification has relative paths ignored.
  return join(base?.startsWith("/") ? base : join(homedir(), ".local", "state"), "dnssec-monitoring");
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
