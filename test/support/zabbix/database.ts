import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, startDaemon } from "../daemons/process.ts";
import { eventually } from "./eventually.ts";

/** A PostgreSQL of its own with Zabbix's tables in it, reached over a socket in its folder by any local user. */
export interface Database {
  readonly socketFolder: string;
  readonly name: string;
  readonly user: string;
  stop(): Promise<void>;
}

const SERVERS = "/usr/lib/postgresql";
const TABLES = "/usr/share/zabbix-server-pgsql";
const ZABBIX = "zabbix";

/** Starts it, which takes some ten seconds. */
export async function startDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "zabbix-database-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const asOwner = givenTo(folder, data);
  await run("env", [...asOwner, program("initdb"), "-D", data, "-U", ZABBIX, "-A", "trust", "-E", "UTF8", "--no-sync"]);
  const settings = [
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
  ];
  const server = startDaemon(folder, { address: folder, port: 0 }, [
    ...asOwner,
    program("postgres"),
    "-D",
    data,
    "-k",
    folder,
    ...settings.flatMap((setting) => ["-c", setting]),
  ]);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  const account = ["-h", folder, "-U", ZABBIX];
  try {
    await eventually("PostgreSQL takes a database", () => run("createdb", [...account, ZABBIX]));
    const load = `for tables in schema images data; do zcat ${TABLES}/$tables.sql.gz | "$@" >/dev/null || exit; done`;
    await run("sh", ["-c", load, "sh", "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", ...account, ZABBIX]);
    // The hosts and templates that Zabbix brings along make every synchronization take a second.
    await run("psql", ["-X", "-q", ...account, "-c", "truncate hosts, triggers, graphs cascade; analyze", ZABBIX]);
  } catch (error) {
    await stop();
    throw new Error(server.log(), { cause: error });
  }
  return { socketFolder: folder, name: ZABBIX, user: ZABBIX, stop };
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
