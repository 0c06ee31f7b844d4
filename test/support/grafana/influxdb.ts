import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../daemons/exchange.ts";
import { startDaemon } from "../daemons/process.ts";
import { untilReady } from "../eventually.ts";
import { type PanelDatabase, type PanelQuery, getJson } from "./panel-database.ts";

interface Answer {
  readonly results: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly name: string;
      readonly tags?: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, number | string | null])[];
    }[];
  }[];
}

const NAME = "icinga2";

/** Starts InfluxDB in a directory, with an empty database. */
export async function startInfluxdb(directory: string): Promise<PanelDatabase> {
  const address = "127.0.0.1";
  const [port, rpcPort] = [await freePort(address), await freePort(address)];
  const file = join(directory, "influxdb.conf");
  const folder = (name: string): string => JSON.stringify(join(directory, "influxdb", name));
  writeFileSync(
    file,
    `reporting-disabled = true
bind-address = "${address}:${rpcPort}"
[meta]
  dir = ${folder("meta")}
[data]
  dir = ${folder("data")}
  wal-dir = ${folder("wal")}
[http]
  bind-address = "${address}:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
`,
  );
  const daemon = startDaemon(directory, { address, port }, ["influxd", "run", "-config", file]);
  const url = `http://${address}:${port}`;
  await untilReady(async () => (await fetch(`${url}/ping`)).ok, daemon);
  await fetch(`${url}/query`, { method: "POST", body: new URLSearchParams({ q: `CREATE DATABASE ${NAME}` }) });

  async function ask(q: string): Promise<NonNullable<Answer["results"][number]["series"]>> {
    const answer = (await getJson(`${url}/query`, { db: NAME, epoch: "s", q })) as Answer;
    const [result] = answer.results;
    if (result?.error !== undefined) throw new Error(`${result.error}: ${q}`);
    return result?.series ?? [];
  }

  return {
    port,
    valuesOf: async (query) =>
      [...new Set((await ask(query)).flatMap(({ values }) => values.map(([, value]) => String(value))))].toSorted(),
    show: async ({ query = "", alias = "" }: PanelQuery, selected) => {
      const filled = query
        .replaceAll("$timeFilter", "time >= now() - 1h and time <= now()")
        .replaceAll("$__interval", "10s")
        .replaceAll(/\$(zone|location)\b/g, (_, name: string) => selected[name]?.replaceAll(".", "\\.") ?? ".*");
      const series = (await ask(filled)).map(({ name, tags = {}, values }) => {
        const legend = alias.replaceAll(/\$(?:tag_(\w+)|m\b)/g, (_, tag?: string) =>
          tag === undefined ? name : (tags[tag] ?? ""),
        );
        const numbers = values.flatMap(([, value]) => (typeof value === "number" ? [value] : []));
        return [legend, numbers.at(-1) ?? null] as const;
      });
      return new Map(series);
    },
    stop: () => daemon.stop(),
  };
}
