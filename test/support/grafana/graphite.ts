import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../daemons/exchange.ts";
import { run, startDaemon } from "../daemons/process.ts";
import { untilReady } from "../eventually.ts";
import { type PanelDatabase, getJson } from "./panel-database.ts";

const ADDRESS = "127.0.0.1";
const SHIPPED_AGGREGATION = join(import.meta.dirname, "../../../icinga-config/grafana/storage-aggregation.conf");

/** Starts Carbon and Graphite's web application in a directory, with the shipped rules of aggregation. */
export async function startGraphite(directory: string): Promise<PanelDatabase> {
  const port = await freePort(ADDRESS);
  const picklePort = await freePort(ADDRESS);
  const cachePort = await freePort(ADDRESS);
  const webPort = await freePort(ADDRESS);
  const path = (...names: readonly string[]): string => join(directory, "graphite", ...names);
  for (const folder of ["conf", "log/web", "whisper", "web"]) mkdirSync(path(folder), { recursive: true });
  copyFileSync(SHIPPED_AGGREGATION, path("conf/storage-aggregation.conf"));
  // Retentions as Debian has them.
  writeFileSync(path("conf/storage-schemas.conf"), "[default]\npattern = .*\nretentions = 60s:1d,5m:30d,1h:3y\n");
  writeFileSync(
    path("conf/carbon.conf"),
    `[cache]
STORAGE_DIR = ${path()}
LOCAL_DATA_DIR = ${path("whisper")}
CONF_DIR = ${path("conf")}
LOG_DIR = ${path("log")}
PID_DIR = ${path()}
DATABASE = whisper
MAX_CREATES_PER_MINUTE = inf
LINE_RECEIVER_INTERFACE = ${ADDRESS}
LINE_RECEIVER_PORT = ${port}
PICKLE_RECEIVER_INTERFACE = ${ADDRESS}
PICKLE_RECEIVER_PORT = ${picklePort}
CACHE_QUERY_INTERFACE = ${ADDRESS}
CACHE_QUERY_PORT = ${cachePort}
CARBON_METRIC_INTERVAL = 0
`,
  );
  writeFileSync(
    path("web/lab_settings.py"),
    `SECRET_KEY = 'of the tests'
CONF_DIR = '${path("conf")}'
STORAGE_DIR = '${path()}'
WHISPER_DIR = '${path("whisper")}'
LOG_DIR = '${path("log/web")}'
INDEX_FILE = '${path("index")}'
CARBONLINK_HOSTS = ['${ADDRESS}:${cachePort}']
DATABASES = {'default': {'NAME': '${path("graphite.db")}', 'ENGINE': 'django.db.backends.sqlite3'}}
`,
  );
  const manage = [`PYTHONPATH=${path("web")}`, "GRAPHITE_SETTINGS_MODULE=lab_settings", "graphite-manage"];
  await run("env", [...manage, "migrate", "--run-syncdb"]);
  const cache = ["carbon-cache", "--nodaemon", `--config=${path("conf/carbon.conf")}`];
  const carbon = startDaemon(path("conf"), { address: ADDRESS, port }, [...cache, `--pidfile=${path("pid")}`, "start"]);
  const server = ["env", ...manage, "runserver", "--noreload", `${ADDRESS}:${webPort}`];
  const web = startDaemon(path("web"), { address: ADDRESS, port: webPort }, server);
  const url = `http://${ADDRESS}:${webPort}`;
  const stop = async (): Promise<void> => {
    await Promise.all([carbon.stop(), web.stop()]);
  };
  const both = { log: () => `${carbon.log()}\n${web.log()}`, stop };
  await untilReady(async () => Array.isArray(await getJson(`${url}/metrics/find`, { query: "*" })), both);
  return {
    port,
    valuesOf: async (query) => {
      const nodes = await getJson(`${url}/metrics/find`, { query });
      return (nodes as readonly { readonly text: string }[]).map(({ text }) => text).toSorted();
    },
    show: async ({ target = "" }, selected) => {
      const filled = target.replaceAll(/\$(zone|location)\b/g, (_, name: string) => selected[name] ?? "*");
      const parameters = { target: filled, from: "-1h", format: "json", maxDataPoints: "1000" };
      const series = await getJson(`${url}/render`, parameters);
      return new Map(
        (series as readonly { readonly target: string; readonly datapoints: readonly [number | null, number][] }[]).map(
          ({ target: legend, datapoints }) => [legend, datapoints.findLast(([value]) => value !== null)?.[0] ?? null],
        ),
      );
    },
    stop,
  };
}
