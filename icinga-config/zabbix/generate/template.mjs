import { DISCOVERIES, LEVELS } from "./checks.mjs";
import { items } from "./items.mjs";
import { macros } from "./macros.mjs";
import { TEMPLATE, keyOf, rowText, uuid } from "./names.mjs";
import { LIST_ROWS } from "./scripts.mjs";

/** The group of that name which Zabbix brings along. */
const GROUP = { uuid: "a571c0d144b14fd4a87a9d9b2aa9fcd6", name: "Templates/Applications" };

const GRAPH_HEIGHT = 5;
const COLORS = ["1A7C11", "F63100", "2774A4", "A54F10", "FC6EA3", "6C59DC"];

/** What Zabbix of that version imports. */
export function template(version) {
  const groups = version === "6.0" ? { groups: [GROUP] } : { template_groups: [GROUP] };
  return { zabbix_export: { version, ...groups, templates: [theTemplate(version)] } };
}

function theTemplate(version) {
  return {
    uuid: uuid(TEMPLATE),
    template: TEMPLATE,
    name: TEMPLATE,
    description: "DNSSEC of the zones in {$DNSSEC.ZONES}, also as the resolvers in {$DNSSEC.RESOLVERS} see it.",
    groups: [{ name: GROUP.name }],
    discovery_rules: DISCOVERIES.map((discovery) => discoveryRule(discovery, version)),
    macros: macros(version),
    dashboards: [{ uuid: uuid("dashboard"), name: "DNSSEC", pages: [{ widgets: widgets(version) }] }],
    valuemaps: [
      {
        uuid: uuid("value map"),
        name: "DNSSEC level",
        mappings: LEVELS.map((newvalue, value) => ({ value: String(value), newvalue })),
      },
    ],
  };
}

function discoveryRule({ name, key, lists, checks }, version) {
  return {
    uuid: uuid(key),
    name,
    type: "SCRIPT",
    key,
    delay: "10m",
    lifetime: "7d",
    params: LIST_ROWS,
    item_prototypes: checks.flatMap((check) => items(check, Object.keys(lists), version)),
    graph_prototypes: graphs(checks, Object.keys(lists)),
    parameters: Object.entries(lists).map(([macro, list]) => ({ name: macro, value: list })),
  };
}

/** What is drawn of the checks of one discovery: their levels, and how much time is left or was taken. */
function graphs(checks, row) {
  const levels = checks.map(({ name }) => keyOf("level", name, row));
  const times = checks.flatMap(({ name, metrics }) =>
    Object.keys(metrics).flatMap((metric) => (metrics[metric] === "s" ? [keyOf(metric, name, row)] : [])),
  );
  return [graph("levels", levels, row), graph("times", times, row)].filter(({ graph_items }) => graph_items.length > 0);
}

function graph(what, keys, row) {
  return {
    uuid: uuid(`graph of ${what} ${keys.join()}`),
    name: `DNSSEC ${rowText(row)}: ${what}`,
    graph_items: keys.map((key, index) => ({
      sortorder: String(index),
      color: COLORS[index],
      item: { host: TEMPLATE, key },
    })),
  };
}

/** One line of the dashboard for the graphs of each discovery, as wide as the grid of that version. */
function widgets(version) {
  const isOld = version === "6.0";
  const gridWidth = isOld ? 24 : 72;
  const lines = DISCOVERIES.map(({ checks, lists }) => graphs(checks, Object.keys(lists)));
  return lines.flatMap((drawn, line) =>
    drawn.map(({ name }, column) => ({
      type: isOld ? "GRAPH_PROTOTYPE" : "graphprototype",
      x: String((column * gridWidth) / drawn.length),
      y: String(line * GRAPH_HEIGHT),
      width: String(gridWidth / drawn.length),
      height: String(GRAPH_HEIGHT),
      fields: [
        { type: "INTEGER", name: "columns", value: "1" },
        { type: "GRAPH_PROTOTYPE", name: isOld ? "graphid" : "graphid.0", value: { host: TEMPLATE, name } },
        ...(isOld ? [] : [{ type: "STRING", name: "reference", value: reference(line, column) }]),
      ],
    })),
  );
}

/** Five capitals by which Zabbix 7.0 tells the widgets of a dashboard apart. */
function reference(line, column) {
  return `AAA${String.fromCharCode(65 + line, 65 + column)}`;
}
