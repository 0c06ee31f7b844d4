import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";

/** A program that has ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Builds a TypeScript entry file, given from the project's top folder, as the one file name.cjs in a folder of its own. */
export async function buildExecutable(entry: string, name: string): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), "executable-")), `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "../..", entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: `const importMetaUrl = require("node:url").pathToFileURL(__filename).href;` },
  });
  return outfile;
}

/** Starts a built program with its output piped to this process. */
export function startExecutable(program: string, argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...argv], { stdio: ["ignore", "pipe", "pipe"] });
}

/** What a started program has printed by its end, and its exit code. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const streams = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [[exitCode], stdout = "", stderr = ""] = await Promise.all([once(child, "close"), ...streams]);
  return { stdout, stderr, exitCode: exitCode as number | null };
}
