import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectApi, type ZabbixApi } from "./api.ts";
import { startDatabase } from "./database.ts";
import { startFrontEnd } from "./front-end.ts";
import { freeZabbixPort } from "./port.ts";
import type { ZabbixRelease } from "./release.ts";
import { startServer } from "./server.ts";

/** A Zabbix server with its database and front end. */
export interface Zabbix {
  readonly api: ZabbixApi;
  /** The front end's address; its user is Admin, whose password is zabbix. */
  readonly url: string;
  /** What server and front end have written lately. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts Zabbix with nothing to watch, which takes some twenty seconds; its external checks lie in externalScripts. */
export async function startZabbix({ root }: ZabbixRelease, externalScripts: string): Promise<Zabbix> {
  const folder = mkdtempSync(join(tmpdir(), "zabbix-"));
  const database = await startDatabase(root);
  const port = await freeZabbixPort();
  const server = await startServer({ root, folder: join(folder, "server"), port, database, externalScripts });
  const frontEnd = await startFrontEnd(root, join(folder, "front-end"), database, port);
  return {
    api: await connectApi(frontEnd.url),
    url: frontEnd.url,
    log: () => `${server.log().slice(-4000)}\n${frontEnd.log().slice(-1000)}`,
    stop: async () => {
      await Promise.all([server.stop(), frontEnd.stop()]);
      await database.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
