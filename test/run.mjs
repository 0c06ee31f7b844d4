import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensureNodeModules, run } from "./support/ensure.mjs";
import { totalsOf } from "./support/vitest-totals.mjs";
import { ensureZabbix7 } from "./support/zabbix/unpack.mjs";

const isContinuousIntegration = process.env["CI"] === "true";
const bin = (name) => join("node_modules/.bin", name);

const steps = [
  { name: "npm packages", step: ensureNodeModules },
  { name: "Debian packages", step: () => ensureDebianPackages().length === 0, mayBeSkipped: !isContinuousIntegration },
  // Backports are kept for some years only.
  { name: "Zabbix 7.0", step: ensureZabbix7, mayBeSkipped: true },
  { name: "build", step: ensureBuilt },
  { name: "types", step: () => run(bin("tsc"), []) },
  { name: "lint", step: () => run(bin("oxlint"), ["--type-aware", "--deny-warnings"]) },
  { name: "format", step: () => run(bin("biome"), ["format"]) },
  { name: "dead code", step: () => run(bin("knip"), []) },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const notPassed = [];

for (const { name, step, mayBeSkipped = false } of steps) {
  console.log(`\n== ${name}`);
  if (step()) {
    totals.passed += 1;
  } else if (mayBeSkipped) {
    totals.skipped += 1;
    notPassed.push(`skipped: ${name}`);
  } else {
    totals.failed += 1;
    notPassed.push(`failed: ${name}`);
  }
}

console.log("\n== vitest");
const folder = mkdtempSync(join(tmpdir(), "vitest-"));
const report = join(folder, "report.json");
const endedWell = run(bin("vitest"), ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
const vitest = totalsOf(readReport(), endedWell);
rmSync(folder, { recursive: true });
totals.passed += vitest.passed;
totals.failed += vitest.failures.length;
notPassed.push(...vitest.failures.map((name) => `failed: ${name}`));
if (isContinuousIntegration) {
  totals.failed += vitest.skips.length;
  notPassed.push(...vitest.skips.map((name) => `failed, for it was skipped, which CI does not allow: ${name}`));
} else {
  totals.skipped += vitest.skips.length;
  notPassed.push(...vitest.skips.map((name) => `skipped: ${name}`));
}

console.log(["", ...notPassed, ""].join("\n"));
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function readReport() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}
