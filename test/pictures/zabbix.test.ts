import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../support/daemons/process.ts";
import { eventually } from "../support/eventually.ts";
import { type StagedZabbix, startStagedZabbix } from "../support/zabbix/staged.ts";
import { watchHost } from "../support/zabbix/watched-host.ts";
import { MOST_OCTETS, PICTURES, takePicture } from "./picture.ts";

const HOST = "DNSSEC";
const ZONES = ["example", "shop.example", "calm.example"];

const directory = temporaryDirectory();
let zabbix: StagedZabbix;

beforeAll(async () => {
  zabbix = await startStagedZabbix(directory.path);
  // The only language that Zabbix does not miss a locale for.
  await zabbix.api("settings.update", { default_lang: "en_GB" });
  const host = await watchHost(zabbix.api, {
    name: HOST,
    macros: { ...zabbix.macros, ZONES: ZONES.join(" "), "CHAIN.CONFIRM": "#1", "NAMESERVERS.CONFIRM": "#1" },
    checks: 6 * ZONES.length,
  });
  await zabbix.stage.play({ "example.": "expiring", "shop.example.": "ds-swapped", "calm.example.": "server-dead" });
  await host.run("chain");
  await host.run();
  await eventually("Zabbix tells of all zones", async () => (await host.events()).length >= 3);
});

afterAll(async () => {
  await zabbix.stop();
  directory.remove();
});

test.each([
  ["zabbix-problems", "problem.view", [1300, 320]],
  ["zabbix-dashboard", "host.dashboard.view&from=now-3m&to=now", [1300, 370]],
] as const)("%s, in few octets", async (name, action, size) => {
  const [host] = await zabbix.api<{ hostid: string }[]>("host.get", { filter: { host: HOST } });
  const request = `zabbix.php?action=${action}&hostid=${host?.hostid}&kiosk=1`;
  const login = new URLSearchParams({ name: "Admin", password: "zabbix", enter: "Sign in", request });
  const file = join(PICTURES, `${name}.png`);
  await takePicture(`${zabbix.url}index.php?${login.toString()}`, file, size, directory.path);
  expect(statSync(file).size).toBeLessThan(MOST_OCTETS);
});
