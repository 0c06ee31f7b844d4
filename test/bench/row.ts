import type { Comparison } from "./measure.ts";

/** One line of the table. */
export interface Row {
  readonly name: string;
  /** Of ours and peer. */
  readonly unit: "ms" | "MB";
  /** The most that the figure may be; null where it is only worth knowing. */
  readonly limit: number | null;
  /** What peer, or all, is missing; null where the row can be measured. */
  readonly missing: string | null;
  readonly compare: () => Promise<Comparison>;
  /** How many queries one run of ours and one of the peer's send, peer null where it is ours as well. */
  readonly countQueries?: () => Promise<{ readonly ours: number; readonly peer: number | null }>;
}

/** What rows through a resolver lack where it does not run. */
export const NO_RESOLVER = "not installed: unbound";

const WIDTH = 62;

/** Prints the table's head. */
export function printHead(): void {
  printLine("ours / peer", "ours", "peer", "figure", "limit", "queries", "");
}

/** Measures a row and prints it; false where it misses its limit or could not be measured though nothing is missing. */
export async function measureRow({ name, unit, limit, missing, compare, countQueries }: Row): Promise<boolean> {
  if (missing !== null) {
    printLine(name, "", "", "", limit?.toFixed(2) ?? "", "", missing);
    return true;
  }
  try {
    const { ours, peer, figure } = await compare();
    const isKept = limit === null || figure <= limit;
    const verdict = limit === null ? "" : isKept ? "kept" : "MISSED";
    const amounts = [ours, peer].map((amount) => `${amount.toFixed(1)} ${unit}`);
    const counts = await countQueries?.();
    const queries = counts === undefined ? "" : `${counts.ours}${counts.peer === null ? "" : ` / ${counts.peer}`}`;
    const [own = "", other = ""] = amounts;
    printLine(name, own, other, figure.toFixed(2), limit?.toFixed(2) ?? "", queries, verdict);
    return isKept;
  } catch (error) {
    printLine(name, "", "", "", limit?.toFixed(2) ?? "", "", `FAILED: ${String(error)}`);
    return false;
  }
}

function printLine(name: string, ...cells: readonly string[]): void {
  const verdict = cells.at(-1) ?? "";
  const columns = cells.slice(0, -1).map((text) => text.padStart(11));
  console.log(`${name.padEnd(WIDTH)}${columns.join("")}  ${verdict}`.trimEnd());
}
