import { ensureBuilt, ensureNodeModules } from "../support/ensure.mjs";

if (!ensureNodeModules() || !ensureBuilt()) process.exit(1);

const { compare } = await import("./measure.mjs");
const { startupRows } = await import("./startup-rows.mjs");

/** A row: name, ours and peer (commands), measure, unit, rounds, and the limit of ours / peer where one is set. */
const rows = [...startupRows()];

printRow("ours / peer", "ours", "peer", "ratio", "limit", "");
for (const row of rows) {
  const { ours, peer, ratio } = await compare(row);
  const amounts = [ours, peer].map((amount) => `${amount.toFixed(1)} ${row.unit}`);
  const verdict = row.limit === undefined ? "" : ratio <= row.limit ? "kept" : "MISSED";
  printRow(row.name, ...amounts, ratio.toFixed(2), row.limit?.toFixed(2) ?? "", verdict);
}

function printRow(name, ours, peer, ratio, limit, verdict) {
  const columns = [ours, peer, ratio, limit].map((text) => text.padStart(10));
  console.log(`${name.padEnd(40)}${columns.join("")}  ${verdict}`.trimEnd());
}
