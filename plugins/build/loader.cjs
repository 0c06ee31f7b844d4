// The main script of a single binary. The program comes with the code V8 compiled of it in real runs, unlike the code
// cache Node makes itself, which only has what is compiled before anything runs.
const { getRawAsset } = require("node:sea");
const { Script } = require("node:vm");

const script = new Script(Buffer.from(getRawAsset("program")).latin1Slice(), {
  filename: __filename,
  cachedData: Buffer.from(getRawAsset("code")),
});
script.runInThisContext()(exports, require, module, __filename, __dirname);
