import type { ServerAddress } from "../../dns/lookup.ts";
import { type Finding, subjectPath } from "../../dnssec/finding.ts";
import { worseLevel } from "../../util/level.ts";

/** One finding for each fault of one subject, naming all servers that show it; the worst level stays. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.id} ${subjectPath(finding.subject)}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? finding
        : { ...known, level: worseLevel(known.level, finding.level), servers: union(known.servers, finding.servers) },
    );
  }
  return [...merged.values()];
}

function union(a: readonly ServerAddress[], b: readonly ServerAddress[]): ServerAddress[] {
  return [...a, ...b.filter((server) => !a.some((known) => isSameServer(known, server)))];
}

/** Tells whether two entries are one address and port, whatever they are called. */
export function isSameServer(a: ServerAddress, b: ServerAddress): boolean {
  return a.address === b.address && a.port === b.port;
}
