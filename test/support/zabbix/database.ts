import { join } from "node:path";
import { startPostgresql } from "../daemons/postgresql.ts";
import { run } from "../daemons/process.ts";

/** A PostgreSQL of its own with Zabbix's tables in it, reached over a socket in its folder by any local user. */
export interface Database {
  readonly socketFolder: string;
  readonly name: string;
  readonly user: string;
  stop(): Promise<void>;
}

const ZABBIX = "zabbix";

/** Starts it with the tables of the release below root, which takes some ten seconds. */
export async function startDatabase(root: string): Promise<Database> {
  const { socketFolder, user, createDatabase, query, stop } = await startPostgresql();
  try {
    await createDatabase(ZABBIX);
    const folder = join(root, "usr/share/zabbix-server-pgsql");
    const load = `for tables in schema images data; do zcat ${folder}/$tables.sql.gz | "$@" >/dev/null || exit; done`;
    const psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socketFolder, "-U", user, ZABBIX];
    await run("sh", ["-c", load, "sh", ...psql]);
    // The hosts and templates that Zabbix brings along make every synchronization take a second.
    await query(ZABBIX, "truncate hosts, triggers, graphs cascade; analyze");
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketFolder, name: ZABBIX, user, stop };
}
