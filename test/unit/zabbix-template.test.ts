import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../icinga-config/zabbix");

function linesOf(version: string, folder = SHIPPED): string[] {
  return readFileSync(join(folder, `template-${version}.yaml`), "utf8").split("\n");
}

test("the templates are what their generator writes", () => {
  const folder = mkdtempSync(join(tmpdir(), "zabbix-template-"));
  execFileSync(process.execPath, [join(SHIPPED, "generate/generate.mjs"), folder]);
  for (const version of ["6.0", "7.0"]) expect(linesOf(version)).toEqual(linesOf(version, folder));
  rmSync(folder, { recursive: true });
});

test("the template for 7.0 differs from the proved one for 6.0 where the formats and the time limits do, and nowhere else", () => {
  const [old, young] = [linesOf("6.0"), linesOf("7.0")].map((lines) => new Set(lines.map((line) => line.trim())));
  expect([...(old ?? [])].filter((line) => !young?.has(line))).toMatchInlineSnapshot(`
    [
      "version: '6.0'",
      "- ''",
      "value: '2.5'",
      "description: 'Seconds for a whole check; less than Timeout of the server or proxy, 3 or 4 by default.'",
      "value: '0.4'",
      "width: '12'",
      "name: graphid",
      "x: '12'",
      "width: '24'",
    ]
  `);
  expect([...(young ?? [])].filter((line) => !old?.has(line))).toMatchInlineSnapshot(`
    [
      "version: '7.0'",
      "template_groups:",
      "timeout: '{$DNSSEC.ITEM.TIMEOUT}'",
      "- '-1'",
      "value: '12'",
      "description: 'Seconds for a whole check; less than {$DNSSEC.ITEM.TIMEOUT}.'",
      "- macro: '{$DNSSEC.ITEM.TIMEOUT}'",
      "value: '15s'",
      "description: When Zabbix stops a check.",
      "- type: graphprototype",
      "width: '36'",
      "name: graphid.0",
      "- type: STRING",
      "name: reference",
      "value: AAAAA",
      "x: '36'",
      "value: AAAAB",
      "value: AAABA",
      "value: AAABB",
      "width: '72'",
      "value: AAACA",
    ]
  `);
});

test("a check has ended before Zabbix 6.0 stops it, 3 seconds after its start", () => {
  const lines = linesOf("6.0");
  const value = lines[lines.findIndex((line) => line.includes("macro: '{$DNSSEC.TIMEOUT}'")) + 1] ?? "";
  expect(Number(/'([\d.]+)'/.exec(value)?.[1])).toBeLessThan(3);
});

test("each UUID is there once, and of version 4", () => {
  const uuids = linesOf("6.0").flatMap((line) => /uuid: '?(\w+)'?$/.exec(line)?.[1] ?? []);
  expect(new Set(uuids).size).toBe(uuids.length);
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});
