import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { tryBinaries, writeBinaries } from "./binaries.mjs";
import { executableNames, writeBundles, writePrograms } from "./bundles.mjs";
import { host, runtimesHome, targets } from "./node-runtimes.mjs";

const root = join(import.meta.dirname, "../..");
const bundlesFolder = join(root, "dist/bundles");
const { values } = parseArgs({ options: { target: { type: "string", default: host } } });
const wanted = values.target.split(",");
const unknown = wanted.find((target) => targets[target] === undefined);
if (unknown !== undefined) {
  console.error(`There is no target ${unknown}: choose from ${Object.keys(targets).join(", ")}.`);
  process.exit(1);
}

const names = executableNames();
rmSync(bundlesFolder, { recursive: true, force: true });
await writeBundles(bundlesFolder);
for (const bundle of readdirSync(bundlesFolder)) report(join(bundlesFolder, bundle));

const programs = join(runtimesHome, "../programs");
rmSync(programs, { recursive: true, force: true });
mkdirSync(programs, { recursive: true });
writePrograms(bundlesFolder, programs);
for (const target of wanted) {
  const files = writeBinaries(programs, target, join(root, "dist", target === host ? "bin" : target), names);
  if (target === host) tryBinaries(files, names);
  report(files[0], `Node ${targets[target].version}, ${names.length} names of one file`);
  if (target.startsWith("macos") && process.platform !== "darwin") {
    console.log(`  ${target}: sign it on a Mac before use: codesign --force --sign - dist/${target}/*`);
  }
}

function report(file, remark = "") {
  const kilobytes = Math.round(statSync(file).size / 1000);
  console.log(`${relative(root, file).padEnd(44)} ${String(kilobytes).padStart(7)} kB  ${remark}`.trimEnd());
}
