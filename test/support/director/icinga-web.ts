import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { freePort } from "../daemons/exchange.ts";
import type { Postgresql } from "../daemons/postgresql.ts";
import { type Daemon, startDaemon } from "../daemons/process.ts";

/** An Icinga Web that takes everybody for its administrator. */
export interface IcingaWeb extends Daemon {
  readonly url: string;
}

/** A configuration file: sections, and what is in them. */
type IniFile = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

const SHARED = "/usr/share/icingaweb2";
const ROUTER = "/usr/share/php/Icinga/Application/webrouter.php";
const MODULES = ["reactbundle", "incubator", "director", "monitoring"];
const USER = "operator";

/** The database that Icinga writes its states to, and the Director's. */
export const DATABASES = { states: "ido", director: "director" };

const FILES: Readonly<Record<string, IniFile>> = {
  "config.ini": { global: { config_backend: "ini" }, logging: { log: "none" } },
  "authentication.ini": { external: { backend: "external" } },
  "roles.ini": { administrators: { users: USER, permissions: "*" } },
  "modules/director/config.ini": { db: { resource: DATABASES.director } },
  "modules/monitoring/backends.ini": { icinga: { type: "ido", resource: DATABASES.states } },
};

/** Configures an Icinga Web in the folder, with more files; returns the environment that it is to run in. */
export function configureIcingaWeb(
  folder: string,
  { socketFolder, user }: Postgresql,
  files: Readonly<Record<string, IniFile>>,
): NodeJS.ProcessEnv {
  const enabled = join(folder, "enabledModules");
  for (const each of [storage(folder), enabled]) mkdirSync(each, { recursive: true });
  for (const name of MODULES) symlinkSync(join(SHARED, "modules", name), join(enabled, name));
  const account = { type: "db", db: "pgsql", host: socketFolder, username: user, password: "", charset: "utf8" };
  const resources = Object.fromEntries(Object.values(DATABASES).map((dbname) => [dbname, { ...account, dbname }]));
  for (const [name, sections] of Object.entries({ ...FILES, "resources.ini": resources, ...files })) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), iniText(sections));
  }
  return { ...process.env, ICINGAWEB_CONFIGDIR: folder, ICINGAWEB_STORAGEDIR: storage(folder) };
}

/** Starts one that is configured in the folder, on PHP's own web server. */
export async function startIcingaWeb(folder: string): Promise<IcingaWeb> {
  const endpoint = { address: "127.0.0.1", port: await freePort("127.0.0.1") };
  const environment = [
    `REMOTE_USER=${USER}`,
    `ICINGAWEB_CONFIGDIR=${folder}`,
    `ICINGAWEB_STORAGEDIR=${storage(folder)}`,
  ];
  const settings = [`session.save_path=${folder}`, "date.timezone=UTC"].flatMap((setting) => ["-d", setting]);
  const server = [
    "php",
    "-S",
    `${endpoint.address}:${endpoint.port}`,
    "-t",
    join(SHARED, "public"),
    ...settings,
    ROUTER,
  ];
  const daemon = startDaemon(folder, endpoint, ["env", ...environment, ...server]);
  const url = `http://${endpoint.address}:${endpoint.port}/`;
  await vi.waitFor(() => fetch(url), 10_000);
  return { ...daemon, url };
}

function storage(folder: string): string {
  return join(folder, "storage");
}

function iniText(sections: IniFile): string {
  return Object.entries(sections)
    .map(([name, entries]) => {
      const lines = Object.entries(entries).map(([key, value]) => `${key} = "${value}"\n`);
      return `[${name}]\n${lines.join("")}`;
    })
    .join("\n");
}
