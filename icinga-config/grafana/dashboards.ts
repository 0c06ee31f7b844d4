// What the dashboards show, written once for InfluxDB and Graphite. The JSON files beside this one are made from it:
// `npx vitest run test/unit/grafana.test.ts -u` writes them anew.
import { LEVELS, type Level } from "../../src/util/level.ts";
import { COLOURS, type Graph, GRAPHS } from "./graphs.ts";

/** A database that Icinga 2 writes perfdata into, as the plugin of Grafana that reads it is called. */
export type Database = "influxdb" | "graphite";

type Target = Readonly<Record<string, unknown>>;
type Panel = Readonly<Record<string, unknown>> & { readonly targets: readonly Target[] };

const CHECKS = "chain denial ds keys locations nameservers resolvers signatures trust_anchor".split(" ");
const DAY = 86_400;
const COLUMNS = 24;
const HEIGHT = 9;
/** Twice the longest interval of the checks, so that those that run once a day are among the findings of now. */
const NOW = "2d";

const GRAPH_OPTIONS = {
  legend: { displayMode: "list", placement: "bottom", showLegend: true },
  tooltip: { mode: "multi" },
};
const PLACE = `"zone", "hostname"`;
const INFLUX_SERVICE = "$tag_zone $m at $tag_hostname";
/** In the numbers that `graphite` explains. */
const GRAPHITE_SERVICE = "\\2 \\3 at \\1";
const WHERE = `"zone" =~ /^$zone$/ AND "hostname" =~ /^$location$/ AND $timeFilter`;

/** The dashboard for one database, as Grafana exports it to be imported elsewhere. */
export function dashboardFor(database: Database): Readonly<Record<string, unknown>> {
  const name = database === "influxdb" ? "InfluxDB" : "Graphite";
  const datasource = { type: database, uid: `\${DS_${name.toUpperCase()}}` };
  const panels = [
    findingsNow(database),
    findingsOverTime(database),
    ...GRAPHS.map((graph) => graphPanel(graph, database)),
  ];
  return {
    __inputs: [
      { name: `DS_${name.toUpperCase()}`, label: name, type: "datasource", pluginId: database, pluginName: name },
    ],
    __requires: [
      { type: "grafana", id: "grafana", name: "Grafana", version: "9.0.0" },
      { type: "datasource", id: database, name, version: "1.0.0" },
      ...["bargauge", "timeseries"].map((id) => ({ type: "panel", id, name: id, version: "" })),
    ],
    title: `DNSSEC (${name})`,
    description:
      "Signatures, keys, resolvers and findings of the DNSSEC monitoring plugins, from the perfdata of Icinga 2.",
    tags: ["dnssec"],
    schemaVersion: 36,
    editable: true,
    graphTooltip: 1,
    refresh: "5m",
    time: { from: "now-30d", to: "now" },
    timezone: "",
    templating: { list: variables(database).map((variable) => ({ ...variable, datasource })) },
    panels: panels.map((panel, index) => ({
      id: index + 1,
      gridPos: {
        x: (index % 2) * (COLUMNS / 2),
        y: Math.floor(index / 2) * HEIGHT,
        w: COLUMNS / 2,
        h: HEIGHT,
      },
      datasource,
      ...panel,
      targets: panel.targets.map((target, i) => ({ refId: String.fromCharCode(65 + i), datasource, ...target })),
    })),
  };
}

function findingsNow(database: Database): Panel {
  return {
    title: "Findings now",
    description: `How many each check reported last, within ${NOW}. Empty when there are none.`,
    type: "bargauge",
    timeFrom: NOW,
    targets: LEVELS.toReversed().map((level) =>
      database === "influxdb"
        ? influx(
            `SELECT "last" FROM (SELECT last("value") FROM /^dnssec_/ WHERE "metric" = 'findings_${level}' AND ${WHERE} ` +
              `GROUP BY ${PLACE}) WHERE "last" > 0 GROUP BY ${PLACE}`,
            `${level}: ${INFLUX_SERVICE}`,
          )
        : graphite(`currentAbove(keepLastValue(${findingsPath(level)}), 0)`, `${level}: ${GRAPHITE_SERVICE}`),
    ),
    options: {
      displayMode: "basic",
      orientation: "horizontal",
      showUnfilled: false,
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    },
    fieldConfig: { defaults: { unit: "none", decimals: 0, min: 0 }, overrides: levelColours() },
  };
}

function findingsOverTime(database: Database): Panel {
  return {
    title: "Findings over time",
    description: "A fault that several checks or locations see is counted by each of them.",
    type: "timeseries",
    targets: LEVELS.toReversed().map((level) =>
      database === "influxdb"
        ? influx(
            `SELECT "max" FROM (SELECT max("value") FROM /^dnssec_/ WHERE "metric" = 'findings_${level}' AND ${WHERE} ` +
              `GROUP BY time($__interval), ${PLACE} fill(previous)) WHERE "max" > 0 AND $timeFilter GROUP BY ${PLACE}`,
            `${level}: ${INFLUX_SERVICE}`,
          )
        : graphite(
            `maximumAbove(consolidateBy(keepLastValue(${findingsPath(level)}), 'max'), 0)`,
            `${level}: ${GRAPHITE_SERVICE}`,
          ),
    ),
    options: GRAPH_OPTIONS,
    fieldConfig: {
      defaults: {
        unit: "none",
        decimals: 0,
        min: 0,
        custom: { drawStyle: "bars", fillOpacity: 70, lineWidth: 0, stacking: { mode: "normal", group: "A" } },
      },
      overrides: levelColours(),
    },
  };
}

function graphPanel({ title, description, check, metrics, unit, worst, thresholds }: Graph, database: Database): Panel {
  const isOneMetric = metrics.length === 1 && !metrics.join().includes("*");
  const pattern = metrics.map((metric) => metric.replace("*", ".*")).join("|");
  const path = pathOf(check, metrics.length === 1 ? metrics.join() : `{${metrics.join(",")}}`);
  const target =
    database === "influxdb"
      ? influx(
          `SELECT ${worst}("value")${unit === "days" ? ` / ${DAY}` : ""} FROM "dnssec_${check}" ` +
            `WHERE "metric" =~ /^(${pattern})$/ AND ${WHERE} ` +
            `GROUP BY time($__interval), "zone", "metric", "hostname" fill(none)`,
          `$tag_zone${isOneMetric ? "" : " $tag_metric"} at $tag_hostname`,
        )
      : graphite(
          `consolidateBy(${unit === "days" ? `scale(${path}, ${1 / DAY})` : path}, '${worst}')`,
          `\\2${isOneMetric ? "" : " \\4"} at \\1`,
        );
  return {
    title,
    description,
    type: "timeseries",
    targets: [target],
    options: GRAPH_OPTIONS,
    fieldConfig: {
      defaults: {
        unit: unit === "days" ? "suffix: d" : "s",
        color: { mode: "palette-classic" },
        custom: { drawStyle: "line", showPoints: "auto", spanNulls: true, thresholdsStyle: { mode: "dashed" } },
        thresholds: { mode: "absolute", steps: thresholds.map(([value, color]) => ({ value, color })) },
      },
      overrides: [],
    },
  };
}

function levelColours(): readonly unknown[] {
  return LEVELS.map((level) => ({
    matcher: { id: "byRegexp", options: `/^${level}/` },
    properties: [{ id: "color", value: { mode: "fixed", fixedColor: COLOURS[level] } }],
  }));
}

function influx(query: string, alias: string): Target {
  return { query, rawQuery: true, resultFormat: "time_series", alias };
}

/** The names of the series are made of location, zone, check and metric: \1 to \4. */
function graphite(expression: string, alias: string): Target {
  const service = `dnssec_(?:${CHECKS.join("|")})_?([^.]*)`;
  const pattern = `.*icinga2\\.([^.]+)\\.services\\.${service}\\.([^.]+)\\.perfdata\\.([^.]+)\\.value.*`;
  return { target: `aliasSub(${expression}, '${pattern}', '${alias}')` };
}

function findingsPath(level: Level): string {
  return pathOf(`{${CHECKS.join(",")}}`, `findings_${level}`);
}

/** Values of a service that is named after check and zone, `dnssec chain example.com`; $zone begins with an underscore. */
function pathOf(check: string, metric: string): string {
  return `icinga2.$location.services.dnssec_${check}$zone.dnssec_${check}.perfdata.${metric}.value`;
}

function variables(database: Database): readonly Readonly<Record<string, unknown>>[] {
  const common = { type: "query", multi: true, includeAll: true, refresh: 2, sort: 1, hide: 0 };
  const all = { current: { selected: true, text: ["All"], value: ["$__all"] }, options: [] };
  const influxOf = (key: string) => {
    const query = `SHOW TAG VALUES FROM /^dnssec_/ WITH KEY = "${key}"`;
    return { query, definition: query, regex: "", allValue: ".*" };
  };
  const graphiteOf = (query: string, regex: string) => ({ query, definition: query, regex, allValue: "*" });
  const isInflux = database === "influxdb";
  const zoneOfService = `/^dnssec_(?:${CHECKS.join("|")})(?<value>_(?<text>.+))$/`;
  return [
    {
      name: "zone",
      label: "Zone",
      ...(isInflux ? influxOf("zone") : graphiteOf("icinga2.*.services.dnssec_*", zoneOfService)),
    },
    { name: "location", label: "Location", ...(isInflux ? influxOf("hostname") : graphiteOf("icinga2.*", "")) },
  ].map((variable) => ({ ...common, ...variable, ...all }));
}
