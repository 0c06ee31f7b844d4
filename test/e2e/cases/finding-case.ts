import type { ServerProgram } from "../../support/daemons/authoritative.ts";

/** The checks that check_dnssec is made of, without resolvers. */
export type CheckName = "signatures" | "chain" | "ds" | "keys" | "nameservers" | "denial";

/** What each check must report, words of `id:level` without information; it must not report anything else. */
export type Reports = Readonly<Partial<Record<CheckName, string>>>;

/** A zone with one thing wrong, and what is said of it. */
export interface FindingCase {
  /** Of the zone in published.ts, unless access is what is wrong. */
  readonly id: string;
  /** The programs that serve it so; all three where the server does not matter. */
  readonly servers: readonly ServerProgram[];
  /** The one alert of check_dnssec, the cause of all else; null for none. */
  readonly alert: string | null;
  /** In the first line: what is wrong, and with whose record. */
  readonly says: RegExp;
  readonly reports: Reports;
  /** What depends on the names that the denial check makes up, or on chance in the making of keys: may be there or not. */
  readonly may?: string;
  /** The zone is the valid one, and only this address gets answers. */
  readonly allowQuery?: string;
}

/** Every server program. */
export const ALL_SERVERS: readonly ServerProgram[] = ["bind", "nsd", "knot"];

/** A case that looks the same at every server. */
export function everywhere(id: string, alert: string | null, says: RegExp, reports: Reports, may = ""): FindingCase {
  return { id, servers: ALL_SERVERS, alert, says, reports, may };
}

/** What chain and DS check say where the parent's DS leads to no key that signs the DNSKEY RRset, and the reason they see. */
export function broken(reason: string): Reports {
  const entry = `${reason}:emergency chain-no-secure-entry-point:emergency`;
  return { chain: entry, ds: `${entry} ds-missing-algorithm:critical` };
}

/** What every check says. */
export function all(marks: string): Reports {
  return { signatures: marks, chain: marks, ds: marks, keys: marks, nameservers: marks, denial: marks };
}

/** The words of a report, each once and in order. */
export function marksIn(report: string): string[] {
  return [...new Set(report.split(" "))].filter((word) => word !== "").toSorted();
}

/** Several reports as one. */
export function both(...reports: readonly Reports[]): Reports {
  const names = [...new Set(reports.flatMap((each) => Object.keys(each)))] as CheckName[];
  return Object.fromEntries(names.map((name) => [name, reports.map((each) => each[name] ?? "").join(" ")]));
}
