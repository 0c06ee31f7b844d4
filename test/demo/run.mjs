import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureNodeModules } from "../support/ensure.mjs";

if (!ensureNodeModules() || !ensureBuilt()) process.exit(1);

const { build } = await import("esbuild");
const root = join(import.meta.dirname, "../..");
const outfile = join(root, "dist/demo/demo.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "demo.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile,
  logLevel: "warning",
});
const { demonstrate, checkZones } = await import(pathToFileURL(outfile).href);
const zones = process.argv.slice(2);
const binaries = join(root, "dist/bin");
await (zones.length > 0 ? checkZones(zones, binaries) : demonstrate(binaries));
