import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "../daemons/process.ts";
import type { Database } from "./database.ts";
import { eventually } from "../eventually.ts";

/** What a Zabbix server is started with. */
export interface ServerConfig {
  /** Where its release lies. */
  readonly root: string;
  readonly folder: string;
  readonly port: number;
  readonly database: Database;
  /** Where the checks lie. */
  readonly externalScripts: string;
}

/** Starts a Zabbix server that takes up changes of its configuration at once and stops a check after 20 seconds. */
export async function startServer({ root, folder, port, database, externalScripts }: ServerConfig): Promise<Daemon> {
  mkdirSync(folder);
  const file = join(folder, "zabbix_server.conf");
  const settings = {
    LogType: "console",
    PidFile: join(folder, "pid"),
    SocketDir: folder,
    ListenIP: "127.0.0.1",
    ListenPort: port,
    DBHost: database.socketFolder,
    DBName: database.name,
    DBUser: database.user,
    AllowRoot: 1,
    Timeout: 20,
    ExternalScripts: externalScripts,
    CacheUpdateFrequency: 1,
    HousekeepingFrequency: 0,
    StartPingers: 0,
    StartDiscoverers: 0,
    StartHTTPPollers: 0,
    StartODBCPollers: 0,
  };
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  // Its children would outlive it if it were killed; those of a process namespace can't.
  const asUser = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user"];
  const namespace = ["unshare", ...asUser, "--pid", "--fork", "--kill-child", "--"];
  const libraries = ["env", `LD_LIBRARY_PATH=${join(root, "usr/lib/x86_64-linux-gnu")}`];
  const server = [...libraries, join(root, "usr/sbin/zabbix_server"), "-f", "-c", file];
  const daemon = startDaemon(folder, { address: "127.0.0.1", port }, [...namespace, ...server]);
  await eventually("the Zabbix server runs", async () => daemon.log().includes("server #0 started"));
  return daemon;
}
