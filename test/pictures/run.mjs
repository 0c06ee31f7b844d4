import { picturePackages, debianPackages } from "../support/debian-packages.mjs";
import { ensureBuilt, ensureDebianPackages, ensureNodeModules, run } from "../support/ensure.mjs";

if (!ensureNodeModules() || !ensureBuilt()) process.exit(1);
if (ensureDebianPackages([...debianPackages, ...picturePackages]).length > 0) process.exit(1);

process.exit(run("node_modules/.bin/vitest", ["run", "--config", "test/pictures/vitest.config.ts"]) ? 0 : 1);
