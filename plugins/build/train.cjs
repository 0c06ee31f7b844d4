// Runs a program a few times in this process, under the Node it will be packed with, and keeps the code V8 compiled:
// the runs are real ones on a small signed internet, so that a real check finds all it executes compiled already.
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const [, , program, code] = process.argv;
const exit = process.exit.bind(process);

const ZONES = { "tld.": {}, "zone.tld.": { records: ["www A 192.0.2.1"] } };

train().then(
  () => exit(0),
  (error) => {
    console.error(error);
    exit(1);
  },
);

async function train() {
  // V8 would drop the code of functions that have not run for a while.
  setFlagsFromString("--no-flush-bytecode");
  process.setMaxListeners(0);
  const { startInternet } = await import(path.join(__dirname, "../../test/support/internet.ts"));
  const internet = await startInternet({ zones: ZONES });
  const source = readFileSync(program, "latin1");
  const script = new Script(source, { filename: program });
  for (const { args, exitCode } of runs(internet)) {
    await run(script, args);
    if (process.exitCode !== exitCode) throw new Error(`${args.join(" ")} ended with ${process.exitCode}`);
  }
  await internet.stop();
  // Code compiled under other flags than those it is run under is refused.
  setFlagsFromString("--flush-bytecode");
  const cachedData = script.createCachedData();
  if (new Script(source, { filename: program, cachedData }).cachedDataRejected)
    throw new Error("V8 refuses its own code");
  writeFileSync(code, cachedData);
}

function runs({ arguments: here, resolverAddress }) {
  const walk = [...here, "-z", "zone.tld"];
  return [
    { args: ["check_dnssec_chain", "--version"], exitCode: 3 },
    { args: ["check_dnssec_chain", "--help"], exitCode: 3 },
    { args: ["check_dnssec_chain", "--no-such-option"], exitCode: 3 },
    { args: ["check_dnssec_chain", ...walk, "-v", "-q", "www.zone.tld", "-q", "nowhere.zone.tld"], exitCode: 0 },
    { args: ["check_dnssec_chain", ...walk, "-r", resolverAddress], exitCode: 0 },
    { args: ["check_dnssec_ds", ...walk, "-v"], exitCode: 0 },
    { args: ["check_dnssec_signatures", ...walk, "-w", "20d"], exitCode: 1 },
    { args: ["check_dnssec_signatures", ...walk, "-o", "json"], exitCode: 0 },
  ];
}

/** Runs the program as if it were called so; it ends with process.exit. */
function run(script, args) {
  return new Promise((resolve) => {
    process.exit = resolve;
    process.argv = [process.execPath, ...args];
    script.runInThisContext()({}, require, { exports: {} }, program, "");
  });
}
