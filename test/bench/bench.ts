import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { startLab } from "./lab.ts";
import type { Command } from "./measure.ts";
import { peerRows } from "./peer-rows.ts";
import { roundRows } from "./round-rows.ts";
import { measureRow, NO_RESOLVER, printHead } from "./row.ts";
import { memoryRow, startupRows } from "./startup-rows.ts";

// The folder of the packaged checks; with --isolated in namespaces of its own; then parts of names of rows, for those alone.
const [binaries = "", ...rest] = process.argv.slice(2);
const wanted = rest.filter((argument) => argument !== "--isolated");
const check = join(binaries, "check_dnssec_chain");
const lab = await startLab(rest.includes("--isolated"));

const chainOf = (...options: readonly string[]): Command => ({
  line: [check, ...options, "-z", "zone.tld", "-q", "www.zone.tld"],
  says: /^DNSSEC CHAIN OK - zone\.tld: secure/,
});
const throughResolver = (address: string): Command =>
  chainOf("--trust-anchor", lab.anchorFile, "-r", `${address}:${lab.port}`);
const walk = chainOf(...lab.arguments);
const whole: Command = {
  line: [join(binaries, "check_dnssec"), ...lab.arguments, "-z", "zone.tld", "--no-state"],
  says: /^DNSSEC OK - zone\.tld: /,
};

const rows = [
  ...startupRows(check),
  memoryRow("walking", walk, null),
  memoryRow("resolver", throughResolver(lab.resolver), lab.hasResolver ? null : NO_RESOLVER),
  ...roundRows(lab, check, walk, throughResolver(lab.relay), whole),
  ...peerRows(lab, walk, throughResolver, whole),
].filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

const [load = 0] = loadavg();
if (load > 1)
  console.log(
    `The machine is busy, load ${load.toFixed(1)} on ${availableParallelism()} processors: measure again when idle.`,
  );
printHead();
for (const row of rows) if (!(await measureRow(row))) process.exitCode = 1;
await lab.stop();
