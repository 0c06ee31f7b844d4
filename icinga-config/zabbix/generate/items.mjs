import { TRIGGERS } from "./checks.mjs";
import { confirmOf, macroOf } from "./macros.mjs";
import { keyOf, rowText, TEMPLATE, uuid } from "./names.mjs";
import { NO_RESULT, READ_LEVEL, READ_RESULT } from "./scripts.mjs";

/** In one word with its value, so that no value is taken for an option. */
const ROW_OPTIONS = { ZONE: "--zone", RESOLVER: "--resolver" };

/** The item prototypes of a check: its JSON, the result as text with the triggers, the level, and the metrics. */
export function items(check, row, version) {
  const { name, metrics } = check;
  const label = labelOf(name, row);
  const master = masterKey(check, row);
  const result = keyOf("result", name, row);
  const derived = (what, from) => ({
    uuid: uuid(keyOf(what, name, row)),
    name: `${label}: ${what}`,
    type: "DEPENDENT",
    key: keyOf(what, name, row),
    delay: "0",
    master_item: { key: from },
    tags: tagsOf(name, row),
  });
  return [
    {
      uuid: uuid(keyOf("json", name, row)),
      name: `${label}: JSON`,
      type: "EXTERNAL",
      key: master,
      delay: macroOf(check, "INTERVAL", row),
      history: "0",
      trends: "0",
      value_type: "TEXT",
      ...(version === "6.0" ? {} : { timeout: "{$DNSSEC.ITEM.TIMEOUT}" }),
      preprocessing: [
        {
          type: "CHECK_NOT_SUPPORTED",
          parameters: [version === "6.0" ? "" : "-1"],
          error_handler: "CUSTOM_VALUE",
          error_handler_params: NO_RESULT,
        },
      ],
      tags: tagsOf(name, row),
    },
    {
      ...derived("result", master),
      history: "31d",
      trends: "0",
      value_type: "TEXT",
      preprocessing: [{ type: "JAVASCRIPT", parameters: [READ_RESULT] }],
      trigger_prototypes: Object.keys(TRIGGERS).map((level) => triggerPrototype(level, check, row)),
    },
    {
      ...derived("level", result),
      valuemap: { name: "DNSSEC level" },
      preprocessing: [{ type: "JAVASCRIPT", parameters: [READ_LEVEL] }],
    },
    ...Object.entries(metrics).map(([metric, units]) => ({
      ...derived(metric, master),
      value_type: "FLOAT",
      ...(units === "" ? {} : { units }),
      // A metric may be missing, and null where nothing was measured.
      preprocessing: [
        {
          type: "JSONPATH",
          parameters: [`$.metrics[?(@.name == '${metric}')].value.first()`],
          error_handler: "DISCARD_VALUE",
        },
        { type: "MATCHES_REGEX", parameters: ["[0-9]"], error_handler: "DISCARD_VALUE" },
      ],
    })),
  ];
}

function masterKey(check, row) {
  const names = row.map((macro) => `"${ROW_OPTIONS[macro]}={#${macro}}"`);
  const limits = "-t,{$DNSSEC.TIMEOUT},--query-timeout,{$DNSSEC.QUERY.TIMEOUT},--tries,2";
  const thresholds = `-w,${macroOf(check, "WARN", row)},-c,${macroOf(check, "CRIT", row)}`;
  const words = [...names, "-o,json", limits, thresholds, ...(check.options ?? []), `{$DNSSEC.OPTION:"{#${row[0]}}"}`];
  return `check_dnssec_${check.name}[${words.join()}]`;
}

function triggerPrototype(level, { name, dependsOn }, row) {
  const { priority, heldBackBy, heldBackByOther } = TRIGGERS[level];
  const dependencies = [
    ...heldBackBy.map((master) => triggerIdentity(master, name, row)),
    ...(dependsOn === undefined ? [] : heldBackByOther.map((master) => triggerIdentity(master, dependsOn, row))),
  ];
  return {
    uuid: uuid(`${level} ${keyOf("result", name, row)}`),
    ...triggerIdentity(level, name, row),
    recovery_mode: "RECOVERY_EXPRESSION",
    // Without a function Zabbix shows 20 characters of a text.
    event_name: `${labelOf(name, row)}: {{ITEM.VALUE1}.regsub("(.*)", \\1)}`,
    opdata: `{{ITEM.LASTVALUE1}.regsub("(.*)", \\1)}`,
    priority,
    ...(dependencies.length === 0 ? {} : { dependencies }),
    tags: [...tagsOf(name, row), { tag: "level", value: level.toLowerCase() }],
  };
}

/** What a trigger is known by where another depends on it. */
function triggerIdentity(level, check, row) {
  const { fires, closes } = TRIGGERS[level];
  const item = `/${TEMPLATE}/${keyOf("result", check, row)}`;
  const isNow = `find(${item},,"regexp","${oneOf(fires)}")=1`;
  const isConfirmed = `count(${item},${confirmOf(check)},"regexp","${oneOf(closes)}")=0`;
  return {
    expression: level === "EMERGENCY" ? isNow : `${isNow} and ${isConfirmed}`,
    recovery_expression: `find(${item},,"regexp","${oneOf(closes)}")=1`,
    name: `${labelOf(check, row)}: ${level}`,
  };
}

function oneOf(levels) {
  return `^(${levels.join("|")}):`;
}

function labelOf(check, row) {
  return `DNSSEC ${check.replace("_", " ")} ${rowText(row)}`;
}

function tagsOf(check, row) {
  return [
    { tag: "component", value: "dnssec" },
    { tag: "check", value: check },
    ...row.map((macro) => ({ tag: macro.toLowerCase(), value: `{#${macro}}` })),
  ];
}
