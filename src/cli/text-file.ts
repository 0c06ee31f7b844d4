import { readFileSync } from "node:fs";
import { UsageError } from "../util/errors.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "no such file",
  ENOSPC: "no space left",
  ENOTDIR: "part of the path is no folder",
  EROFS: "read-only file system",
};

/** Reads a file the user named, `-` for standard input; UsageError where it can't be read. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new UsageError(`can't read ${file}: ${fileTrouble(cause)}`, { cause });
  }
}

/** Why a file can't be read or written, in words, from what node:fs threw. */
export function fileTrouble(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? code ?? message;
}

/** Tells whether node:fs threw it; its message then names the file. */
export function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

/** Reads and parses a file the user named; UsageError, saying which file, where either fails. */
export function parseTextFile<T>(file: string, parse: (text: string) => T): T {
  const text = readTextFile(file);
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${file}: ${cause.message}`, { cause });
  }
}
