import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fetchRuntime, host } from "../../plugins/build/node-runtimes.mjs";
import { benchPackages } from "../support/debian-packages.mjs";
import { ensureBuilt, ensureDebianPackages, ensureNodeModules } from "../support/ensure.mjs";

if (!ensureNodeModules() || !ensureBuilt()) process.exit(1);
ensureDebianPackages(benchPackages);

// The bench itself runs on the Node that is packed: it reads TypeScript, and is what an empty script is measured on.
const bench = [fetchRuntime(host), join(import.meta.dirname, "bench.ts"), join(import.meta.dirname, "../../dist/bin")];
const namespaces = ["unshare", "--net", "--mount"];
const isIsolated = spawnSync(namespaces[0], [...namespaces.slice(1), "true"]).status === 0;
const [file, ...args] = isIsolated ? [...namespaces, ...bench, "--isolated"] : bench;
const { status } = spawnSync(file, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(status ?? 1);
