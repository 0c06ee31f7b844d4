import { readFileSync } from "node:fs";

/** One fault the suite has to know, as faults.tsv lists it. */
export interface ListedFault {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  /** The check that reports it, without `check_dnssec_`. */
  readonly check: string;
  readonly howDetected: string;
  readonly rfc: readonly string[];
  /** The extended error (RFC 8914) that names the fault by meaning; empty where none does. */
  readonly extendedErrors: readonly number[];
}

/** Every fault of faults.tsv, in its order. */
export function listedFaults(): ListedFault[] {
  const [, ...lines] = readFileSync(new URL("faults.tsv", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => {
    const [id = "", title = "", severity = "", check = "", howDetected = "", rfc = "", codes = ""] = line.split("\t");
    return { id, title, severity, check, howDetected, rfc: items(rfc), extendedErrors: items(codes).map(Number) };
  });
}

function items(cell: string): string[] {
  return cell === "-" ? [] : cell.split("; ");
}
