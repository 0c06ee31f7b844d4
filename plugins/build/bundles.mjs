import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { packedCatalogue } from "./packed-catalogue.mjs";

const pluginsFolder = join(import.meta.dirname, "..");

/**
 * Leaves out what the parser of yargs imports but never uses here: the platform of the rest of yargs, with translations,
 * layout and process.stdout, and what it would load files of options with.
 */
const leanYargs = {
  name: "lean-yargs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/platform-shims\/esm\.mjs$|^node:module$/ }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /./, namespace: "unused" }, () => ({ contents: "export default {}; export let createRequire;" }));
  },
};

const options = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  legalComments: "none",
  supported: { "dynamic-import": false },
  define: { "import.meta.url": "undefined" },
  plugins: [leanYargs, packedCatalogue],
  logLevel: "warning",
};

/** The executables' names: each has its entry file in the plugins folder. */
export function executableNames() {
  return readdirSync(pluginsFolder)
    .filter((file) => /^(check_dnssec\w*|dnssec_\w+|notify_dnssec)\.ts$/.test(file))
    .map((file) => basename(file, ".ts"));
}

/** Writes folder/NAME.cjs for every executable, each one file that runs on Node 20 or newer. */
export async function writeBundles(folder) {
  const names = executableNames();
  await build({
    ...options,
    entryPoints: names.map((name) => join(pluginsFolder, `${name}.ts`)),
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    banner: { js: "#!/usr/bin/env node" },
  });
  for (const name of names) chmodSync(join(folder, `${name}.cjs`), 0o755);
}

/** Writes to folder/NAME.js what every bundle is as a function of require and its like. */
export function writePrograms(bundlesFolder, folder) {
  for (const name of executableNames()) {
    const bundle = readFileSync(join(bundlesFolder, `${name}.cjs`), "utf8").replace(/^#!.*\n/, "");
    writeFileSync(join(folder, `${name}.js`), `(function(exports,require,module,__filename,__dirname){${bundle}\n})`);
  }
}
