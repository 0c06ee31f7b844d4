import { createHash } from "node:crypto";

export const TEMPLATE = "DNSSEC by external check";

/** A version 4 UUID as Zabbix writes it, always the same for the same words, so that a new template updates the old. */
export function uuid(words) {
  const digits = createHash("sha256").update(`dnssec-monitoring-plugins ${words}`).digest("hex");
  return `${digits.slice(0, 12)}4${digits.slice(13, 16)}8${digits.slice(17, 32)}`;
}

/** The key of the item prototype for what a check tells of a row. */
export function keyOf(what, check, row) {
  return `dnssec.${what}[${[check, ...row.map((macro) => `"{#${macro}}"`)].join()}]`;
}

/** A row in words, such as `{#ZONE} at {#RESOLVER}`. */
export function rowText(row) {
  return row.map((macro) => `{#${macro}}`).join(" at ");
}
