import { DISCOVERIES } from "./checks.mjs";

/** The macro prototypes take a check's setting from, where each zone or resolver may have its own value. */
export function macroOf({ name }, setting, row) {
  return `{$DNSSEC.${name.toUpperCase()}.${setting}:"{#${row[0]}}"}`;
}

/** The macro for how many of a check's results in a row must be bad before it alerts. */
export function confirmOf(check) {
  return `{$DNSSEC.${check.toUpperCase()}.CONFIRM}`;
}

/** The macros of the template, with their defaults. */
export function macros(version) {
  const isOld = version === "6.0";
  return [
    ["ZONES", "", "The zones, with blanks or commas between them."],
    ["RESOLVERS", "", "Resolvers that must validate them: addresses, with blanks or commas between them."],
    [
      "OPTION",
      "--expect=secure",
      'One more option for every check, or for one zone: {$DNSSEC.OPTION:"example.com"}. Several options go into a file: --extra-opts=SECTION@FILE.',
    ],
    ["TIMEOUT", isOld ? "2.5" : "12", `Seconds for a whole check; less than ${limitOf(version)}.`],
    ["QUERY.TIMEOUT", isOld ? "0.4" : "2", "Seconds to wait for one answer, twice."],
    ...(isOld ? [] : [["ITEM.TIMEOUT", "15s", "When Zabbix stops a check."]]),
    ...DISCOVERIES.flatMap(({ checks }) => checks).flatMap(({ name, interval, warn, crit, confirm }) => [
      [`${name.toUpperCase()}.INTERVAL`, interval, `How often check_dnssec_${name} runs.`],
      [`${name.toUpperCase()}.WARN`, warn, `Its -w; for one zone: {$DNSSEC.${name.toUpperCase()}.WARN:"example.com"}.`],
      [`${name.toUpperCase()}.CRIT`, crit, "Its -c."],
      [
        `${name.toUpperCase()}.CONFIRM`,
        confirm,
        "How many bad results in a row make an alert; an emergency is one at once.",
      ],
    ]),
  ].map(([name, value, description]) => ({
    macro: `{$DNSSEC.${name}}`,
    ...(value === "" ? {} : { value }),
    description,
  }));
}

function limitOf(version) {
  return version === "6.0" ? "Timeout of the server or proxy, 3 or 4 by default" : "{$DNSSEC.ITEM.TIMEOUT}";
}
