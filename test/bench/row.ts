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
}

/** What rows through a resolver lack where it does not run. */
export const NO_RESOLVER = "not installed: unbound";

const WIDTH = 62;

/** Prints the table's head. */
export function printHead(): void {
  printLine("ours / peer", "ours", "peer", "figure", "limit", "");
}

/** Measures a row and prints it; false where it misses its limit or could not be measured though nothing is missing. */
export async function measureRow({ name, unit, limit, missing, compare }: Row): Promise<boolean> {
  if (missing !== null) {
    printLine(name, "", "", "", limit?.toFixed(2) ?? "", missing);
    return true;
  }
  try {
    const { ours, peer, figure } = await compare();
    const isKept = limit === null || figure <= limit;
    const verdict = limit === null ? "" : isKept ? "kept" : "MISSED";
    const amounts = [ours, peer].map((amount) => `${amount.toFixed(1)} ${unit}`);
    printLine(name, amounts[0] ?? "", amounts[1] ?? "", figure.toFixed(2), limit?.toFixed(2) ?? "", verdict);
    return isKept;
  } catch (error) {
    printLine(name, "", "", "", limit?.toFixed(2) ?? "", `FAILED: ${String(error)}`);
    return false;
  }
}

function printLine(name: string, ours: string, peer: string, figure: string, limit: string, verdict: string): void {
  const columns = [ours, peer, figure, limit].map((text) => text.padStart(11));
  console.log(`${name.padEnd(WIDTH)}${columns.join("")}  ${verdict}`.trimEnd());
}
