import { execFile } from "node:child_process";
import { join } from "node:path";

/** What a command wrote, and what it ended with: -1 where it could not be started or was killed. */
export interface Ending {
  readonly output: string;
  readonly exitCode: number;
}

/** Runs one of the packaged checks in a folder. */
export function runPackaged(folder: string, check: string, args: readonly string[]): Promise<Ending> {
  return new Promise((resolve) => {
    execFile(join(folder, check), args, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ output: exitCode === -1 ? (error?.message ?? "") : stdout + stderr, exitCode });
    });
  });
}
