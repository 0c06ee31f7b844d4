// Runs programs in this process, under the Node they will be packed with, and keeps the code V8 compiled of each: the runs
// are real ones on a small signed internet, so that a packed check finds all it executes compiled already.
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const [, , folder, ...names] = process.argv;
const exit = process.exit.bind(process);

const ZONES = { "tld.": {}, "zone.tld.": { records: ["www A 192.0.2.1"] } };

/** What a check is said to have found at locations that check_dnssec_locations compares. */
const RESULTS = { GOOD: [], BAD: [{ id: "rrsig-expired", level: "critical", subject: "zone.tld./MX" }] };

/**
 * Command lines of the executables, run on that internet; RESOLVER is its resolver, ANCHORS a file of its root keys, STATE a
 * folder for what is kept, GOOD and BAD are files with results.
 */
const RUNS = {
  check_dnssec: ["-z zone.tld -v --state-dir STATE", "-z zone.tld -r RESOLVER --state-dir STATE"],
  check_dnssec_chain: ["-z zone.tld -v -q www.zone.tld -q nowhere.zone.tld", "-z zone.tld -r RESOLVER"],
  check_dnssec_denial: ["-z zone.tld -v"],
  check_dnssec_ds: ["-z zone.tld -v --state-dir STATE"],
  check_dnssec_keys: ["-z zone.tld -v --state-dir STATE", "-z zone.tld --state-dir STATE"],
  check_dnssec_locations: ["-z zone.tld -v --result a=GOOD --result b=BAD"],
  check_dnssec_nameservers: ["-z zone.tld -v"],
  check_dnssec_resolvers: ["-z zone.tld -v -r RESOLVER"],
  check_dnssec_signatures: ["-z zone.tld -w 20d", "-z zone.tld -o json"],
  check_dnssec_trust_anchor: ["-v -r RESOLVER", "-v -f ANCHORS"],
  notify_dnssec: [
    "--to webhook --url https://127.0.0.1:1 --tries 1 --spool-dir STATE --type PROBLEM --state CRITICAL --zone zone.tld --output DNSSEC",
    "--to slack --dry-run --spool-dir STATE --type PROBLEM --state CRITICAL --zone zone.tld --output DNSSEC",
  ],
};

const UNKNOWN = 3;

train().then(
  () => exit(0),
  (error) => {
    console.error(error);
    exit(1);
  },
);

async function train() {
  process.setMaxListeners(0);
  const { startInternet } = await import(path.join(__dirname, "../../test/support/internet.ts"));
  const internet = await startInternet({ zones: ZONES });
  for (const [name, findings] of Object.entries(RESULTS)) {
    const status = findings.length === 0 ? "OK" : "CRITICAL";
    const result = { plugin: "check_dnssec_chain", zone: "zone.tld.", status, findings, evaluated_at: new Date() };
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(result));
  }
  for (const name of names) {
    const program = path.join(folder, `${name}.js`);
    writeFileSync(path.join(folder, `${name}.code`), await codeOf(program, name, internet));
  }
  await internet.stop();
}

async function codeOf(program, name, { arguments: here, resolverAddress }) {
  // V8 would drop the code of functions that have not run for a while.
  setFlagsFromString("--no-flush-bytecode");
  const source = readFileSync(program, "latin1");
  const script = new Script(source, { filename: program });
  for (const option of ["--version", "--help", "--no-such-option"]) await run(script, program, [name, option]);
  for (const line of RUNS[name]) {
    const words = line
      .replace("RESOLVER", resolverAddress)
      .replace("ANCHORS", here[here.indexOf("--trust-anchor") + 1])
      .replace("STATE", path.join(folder, "state"))
      .replaceAll(/GOOD|BAD/g, (result) => path.join(folder, `${result}.json`))
      .split(" ");
    await run(script, program, [name, ...words, ...(name.startsWith("check_") ? here : [])]);
    if (process.exitCode === UNKNOWN) throw new Error(`${name} ${line} ended as UNKNOWN`);
  }
  // Code compiled under other flags than those it is run under is refused.
  setFlagsFromString("--flush-bytecode");
  const cachedData = script.createCachedData();
  if (new Script(source, { filename: program, cachedData }).cachedDataRejected)
    throw new Error("V8 refuses its own code");
  return cachedData;
}

/** Runs the program as if it were called so; it ends with process.exit. */
function run(script, program, args) {
  return new Promise((resolve) => {
    process.exit = resolve;
    process.argv = [process.execPath, ...args];
    script.runInThisContext()({}, require, { exports: {} }, program, "");
  });
}
