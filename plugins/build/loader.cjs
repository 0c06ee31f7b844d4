// The main script of a single binary: runs the program that it is called as, or that its file is named after where a link
// has a name of its own. A program comes with the code V8 compiled of it in real runs, unlike the code cache Node makes
// itself, which only has what is compiled before anything runs.
const path = require("node:path");
const { getAssetKeys, getRawAsset } = require("node:sea");
const { Script } = require("node:vm");

const assets = getAssetKeys();
const called = [process.argv[1], process.execPath].map((file) => path.basename(file).replace(/\.exe$/i, ""));
const name = called.find((candidate) => assets.includes(`${candidate}.js`));
if (name === undefined) {
  const names = assets.filter((asset) => asset.endsWith(".js")).map((asset) => asset.slice(0, -".js".length));
  process.exitCode = 3;
  process.stdout.write(
    `DNSSEC UNKNOWN - called as ${called[0].replace(/[^\x20-\x7b\x7d-\x7e]/g, "?")}, which is none of ${names.join(", ")}\n`,
  );
} else {
  const script = new Script(Buffer.from(getRawAsset(`${name}.js`)).latin1Slice(), {
    filename: __filename,
    cachedData: assets.includes(`${name}.code`) ? Buffer.from(getRawAsset(`${name}.code`)) : undefined,
  });
  script.runInThisContext()(exports, require, module, __filename, __dirname);
}
