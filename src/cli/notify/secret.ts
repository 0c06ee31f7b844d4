import { statSync } from "node:fs";
import { UsageError } from "../../util/errors.ts";
import { fileTrouble, readTextFile } from "../text-file.ts";

/** Where the secret is read from unless a file is named. */
export const SECRET_VARIABLE = "NOTIFY_DNSSEC_SECRET";

/** Write for the group, anything for others. */
const TOO_OPEN = 0o027;

/**
 * The secret of a destination; null where none is given. UsageError, with nothing of the secret in it, on a file that is
 * missing, readable by everyone, or not one line.
 */
export function readSecret(file: string | null, env: Readonly<Record<string, string | undefined>>): string | null {
  if (file !== null && isTooOpen(file)) {
    throw new UsageError(`others may read or change ${file}, which holds the secret: chmod 640 ${file}`);
  }
  const text = (file === null ? env[SECRET_VARIABLE] : readTextFile(file))?.trim() ?? "";
  const source = file ?? `the environment's ${SECRET_VARIABLE}`;
  if (text === "" && file !== null) throw new UsageError(`no secret in ${source}`);
  if (!/^[\x21-\x7e]*$/.test(text)) throw new UsageError(`the secret in ${source} is not one word of ASCII`);
  return text === "" ? null : text;
}

function isTooOpen(file: string): boolean {
  try {
    return (statSync(file).mode & TOO_OPEN) !== 0;
  } catch (cause) {
    throw new UsageError(`can't read ${file}: ${fileTrouble(cause)}`, { cause });
  }
}
