import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../daemons/exchange.ts";
import { type Daemon, startDaemon } from "../daemons/process.ts";
import type { Database } from "./database.ts";
import { eventually } from "../eventually.ts";

/** Zabbix's front end on PHP's own web server; its user is Admin, whose password is zabbix. */
export interface FrontEnd extends Daemon {
  /** Such as `http://127.0.0.1:8080/`. */
  readonly url: string;
}

/** Debian's front end reads this file; the prepended script makes it read ours. */
const DEBIANS_CONFIG = "/etc/zabbix/zabbix.conf.php";

/** Starts that of the release below root over the database; it asks the server at serverPort whether that is running. */
export async function startFrontEnd(
  root: string,
  folder: string,
  database: Database,
  serverPort: number,
): Promise<FrontEnd> {
  mkdirSync(folder);
  const pages = join(root, "usr/share/zabbix");
  const config = join(folder, "zabbix.conf.php");
  writeFileSync(config, configText(database, serverPort));
  const prepended = join(folder, "prepended.php");
  writeFileSync(prepended, prependedText(pages, config));
  const endpoint = { address: "127.0.0.1", port: await freePort("127.0.0.1") };
  const settings = [
    `auto_prepend_file=${prepended}`,
    `session.save_path=${folder}`,
    "date.timezone=UTC",
    "memory_limit=512M",
    "post_max_size=16M",
    "max_execution_time=300",
  ];
  const daemon = startDaemon(folder, endpoint, [
    "php",
    "-S",
    `${endpoint.address}:${endpoint.port}`,
    "-t",
    pages,
    ...settings.flatMap((setting) => ["-d", setting]),
  ]);
  const url = `http://${endpoint.address}:${endpoint.port}/`;
  await eventually("the front end answers", async () => (await fetch(url)).ok);
  return { ...daemon, url };
}

function configText({ socketFolder, name, user }: Database, serverPort: number): string {
  return `<?php
$DB['TYPE'] = 'POSTGRESQL';
$DB['SERVER'] = '${socketFolder}';
$DB['PORT'] = '0';
$DB['DATABASE'] = '${name}';
$DB['USER'] = '${user}';
$DB['PASSWORD'] = '';
$DB['SCHEMA'] = '';
$DB['ENCRYPTION'] = false;
$DB['DOUBLE_IEEE754'] = true;
$ZBX_SERVER = '127.0.0.1';
$ZBX_SERVER_PORT = '${serverPort}';
$ZBX_SERVER_NAME = 'DNSSEC';
$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
`;
}

function prependedText(pages: string, config: string): string {
  return `<?php
eval(str_replace(['<?php', '${DEBIANS_CONFIG}'], ['', '${config}'],
  file_get_contents('${pages}/include/classes/core/CConfigFile.php')));
`;
}
