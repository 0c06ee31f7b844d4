import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { run, startDaemon } from "./process.ts";

/** A PostgreSQL of its own, reached over a socket in its folder by any local user. */
export interface Postgresql {
  readonly socketFolder: string;
  /** Owns all databases, and needs no password. */
  readonly user: string;
  /** Makes a database and runs files of SQL in it. */
  readonly createDatabase: (name: string, ...files: readonly string[]) => Promise<void>;
  /** What a query answers: a line for each row, with `|` between columns. */
  readonly query: (database: string, sql: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const SERVERS = "/usr/lib/postgresql";
const USER = "tests";
const START_MS = 60_000;

/** Starts it without databases, which takes some five seconds. */
export async function startPostgresql(): Promise<Postgresql> {
  const folder = mkdtempSync(join(tmpdir(), "postgresql-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const asOwner = givenTo(folder, data);
  await run("env", [...asOwner, program("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]);
  const forHaste = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"];
  const settings = ["listen_addresses=", ...forHaste].flatMap((setting) => ["-c", setting]);
  const command = [...asOwner, program("postgres"), "-D", data, "-k", folder, ...settings];
  const server = startDaemon(folder, { address: folder, port: 0 }, command);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const account = ["-h", folder, "-U", USER];
  try {
    await vi.waitFor(() => run("psql", [...account, "-c", "", "postgres"]), { timeout: START_MS, interval: 200 });
  } catch (error) {
    const log = server.log();
    await stop();
    throw new Error(log, { cause: error });
  }
  return {
    socketFolder: folder,
    user: USER,
    createDatabase: async (name, ...files) => {
      await run("createdb", [...account, name]);
      const options = ["-X", "-q", "-v", "ON_ERROR_STOP=1"];
      await run("psql", [...options, ...account, ...files.flatMap((file) => ["-f", file]), "-c", "", name]);
    },
    query: (database, sql) => run("psql", ["-X", "-t", "-A", ...account, "-c", sql, database]),
    stop,
  };
}

/** Gives the folders to a user that PostgreSQL runs as, since it refuses to be root; returns what makes a command theirs. */
function givenTo(...folders: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const [uid = 0, gid = 0] = ["-u", "-g"].map((what) =>
    Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" })),
  );
  for (const folder of folders) chownSync(folder, uid, gid);
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--pdeathsig=KILL", "--"];
}

function program(name: string): string {
  const [newest = ""] = readdirSync(SERVERS).toSorted((a, b) => Number(b) - Number(a));
  return join(SERVERS, newest, "bin", name);
}
