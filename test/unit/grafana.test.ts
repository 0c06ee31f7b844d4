import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Database, dashboardFor } from "../../icinga-config/grafana/dashboards.ts";
import { LEVELS } from "../../src/util/level.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "icinga-config/grafana");

describe.each<Database>(["influxdb", "graphite"])("the dashboard for %s", (database) => {
  const dashboard = dashboardFor(database);
  const panels = dashboard["panels"] as readonly {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly y: number };
    readonly targets: readonly { readonly query?: string; readonly target?: string }[];
  }[];
  const queries = panels.flatMap(({ targets }) => targets.map(({ query, target }) => query ?? target ?? ""));

  test("is what the file holds", async () => {
    await expect(`${JSON.stringify(dashboard, null, 2)}\n`).toMatchFileSnapshot(
      join(FOLDER, `dnssec-${database}.json`),
    );
  });

  test("gives each panel an id and a place of its own", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x},${y}`)).size).toBe(panels.length);
  });

  test("names no data source but the one it asks for", () => {
    const [input] = dashboard["__inputs"] as readonly { readonly name: string; readonly pluginId: string }[];
    const sources = new Set<string>();
    JSON.stringify(dashboard, (key, value: unknown) => {
      if (key === "datasource") sources.add(JSON.stringify(value));
      return value;
    });
    expect([...sources]).toEqual([JSON.stringify({ type: database, uid: `\${${input?.name}}` })]);
    expect(input?.pluginId).toBe(database);
  });

  test("uses no variable that is not declared or Grafana's own", () => {
    const declared = (dashboard["templating"] as { readonly list: readonly { readonly name: string }[] }).list;
    const used = queries.flatMap((query) => query.match(/\$(?!timeFilter|__interval)\w+/g) ?? []);
    expect(new Set(used)).toEqual(new Set(declared.map(({ name }) => `$${name}`)));
  });

  test("asks only for labels that the README lists, and for those that it promises", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const perfdata = readme.split("### Perfdata\n")[1]?.split("\n## ")[0] ?? "";
    const documented = Array.from(perfdata.matchAll(/`([a-z0-9_]+?)(?=<|192|`)/g), ([, label]) => label ?? "");
    const asked = queries.flatMap((query) => labelsIn(query).map((label) => label.replace(/\.?\*$/, "")));
    expect(documented).toEqual(expect.arrayContaining(asked));
    const counts = LEVELS.map((level) => `findings_${level}`);
    const times = ["first_expiry", "expiry_", "dnskey_expiry", "ksk_age", "zsk_age", "ksk_due", "zsk_due"];
    expect(new Set(asked)).toEqual(new Set([...counts, ...times, "response_time_", "slowest_answer"]));
  });
});

/** The labels of perfdata that a query selects. */
function labelsIn(query: string): readonly string[] {
  const [, list = ""] =
    /"metric" (?:=~ \/\^\(|= ')([^)']*)/.exec(query) ?? /\.perfdata\.(\{.*?\}|[^.]*)\.value\b/.exec(query) ?? [];
  return list.split(/[|,{}]/).filter((label) => label !== "");
}
