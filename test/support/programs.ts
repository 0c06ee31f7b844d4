import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const PATHS = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];

/** Tells whether all these programs are installed; tests that need others are skipped, which CI counts as failed. */
export function areInstalled(...programs: readonly string[]): boolean {
  return programs.every((program) => PATHS.some((path) => isExecutable(join(path, program))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
