// Runs a program a few times in this process, under the Node it will be packed with, and keeps the code V8 compiled.
const { readFileSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

const [, , program, code] = process.argv;
const script = new Script(readFileSync(program, "latin1"), { filename: program });
const runs = [
  ["check_dnssec_chain", "--version"],
  ["check_dnssec_chain", "--help"],
  ["check_dnssec_chain", "--no-such-option"],
  ["check_dnssec_chain", "-z", "example.com", "-r", "127.0.0.1:9", "-t", "1"],
  ["check_dnssec_signatures", "-z", "example.com", "-n", "127.0.0.1:9", "-t", "1", "-o", "json"],
];

process.setMaxListeners(0);
process.exit = () => undefined;
// A run has ended when nothing is left to wait for.
process.on("beforeExit", () => {
  const run = runs.shift();
  if (run !== undefined) {
    process.argv = [process.execPath, ...run];
    script.runInThisContext()({}, require, { exports: {} }, program, "");
    setImmediate(() => undefined);
  } else if (runs.length === 0) {
    process.removeAllListeners("beforeExit");
    writeFileSync(code, script.createCachedData());
    process.exitCode = 0;
  }
});
