import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable, endOf, startExecutable } from "../support/executable.ts";
import type { Act } from "../support/stage/acts.ts";
import { type Stage, startStage } from "../support/stage/stage.ts";

const directory = mkdtempSync(join(tmpdir(), "stage-test-"));
let stage: Stage;
let program: string;

beforeAll(async () => {
  [stage, program] = await Promise.all([
    startStage({ directory }),
    buildExecutable("plugins/check_dnssec.ts", "check_dnssec"),
  ]);
});

afterAll(async () => {
  await stage.stop();
  rmSync(directory, { recursive: true });
});

async function check(zone: string): Promise<{ exitCode: number | null; stdout: string }> {
  return await endOf(startExecutable(program, ["-z", zone, "--no-state", ...stage.arguments]));
}

test.each<[Act, RegExp]>([
  ["healthy", /^DNSSEC OK /],
  ["expiring", /^DNSSEC WARNING [^]*\[WARNING\] rrsig-expir/],
  ["expiring-today", /^DNSSEC CRITICAL [^]*\[CRITICAL\] rrsig-expir/],
  ["expired", /^DNSSEC CRITICAL - EMERGENCY [^]*\[EMERGENCY\] rrsig-expired/],
  ["ds-swapped", /^DNSSEC CRITICAL - EMERGENCY [^]*\[EMERGENCY\] ds-/],
  ["drifting", /^DNSSEC CRITICAL (?!- EMERGENCY)[^]*at ns2\.shop\.example/],
  ["server-dead", /^DNSSEC CRITICAL (?!- EMERGENCY)[^]*ns2\.shop\.example/],
  ["unsigned", /^DNSSEC CRITICAL /],
  ["healthy", /^DNSSEC OK /],
])("while shop.example is %s, check_dnssec says so and calm.example is OK", async (act, output) => {
  await stage.play({ "shop.example.": act });
  const [shop, calm] = await Promise.all([check("shop.example"), check("calm.example")]);
  expect(shop.stdout).toMatch(output);
  expect(calm.stdout).toMatch(/^DNSSEC OK /);
});
