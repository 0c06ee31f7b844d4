import type { ServerAddress } from "../../dns/lookup.ts";
import { type Finding, subjectPath } from "../../dnssec/finding.ts";

/** One finding for each fault and level of one subject, naming all servers that show it; the first one's facts stay. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  return mergeBy(
    findings,
    ({ id, level, subject }) => `${id} ${level} ${subjectPath(subject)}`,
    (known, next) => ({ ...known, servers: union(known.servers, next.servers) }),
  );
}

/** One finding for each fault with the same facts, naming all servers that show it. */
export function mergeServers(findings: readonly Finding[]): Finding[] {
  return mergeBy(
    findings,
    ({ id, level, subject, params }) => `${id} ${level} ${subjectPath(subject)} ${JSON.stringify(params)}`,
    (known, next) => ({ ...known, servers: union(known.servers, next.servers) }),
  );
}

/** One finding for each fault that several subjects show at the same servers; the first one stands for all. */
export function foldSubjects(findings: readonly Finding[]): Finding[] {
  return mergeBy(
    findings,
    ({ id, level, servers }) => `${id} ${level} ${servers.map(serverKey).toSorted().join()}`,
    (known, next) => ({ ...known, also: [...(known.also ?? []), next.subject] }),
  );
}

/** One finding for each fault that several subjects show at the same servers and in the same words. */
export function foldAlike(findings: readonly Finding[]): Finding[] {
  return mergeBy(
    findings,
    ({ id, level, servers, params }) =>
      `${id} ${level} ${servers.map(serverKey).toSorted().join()} ${JSON.stringify(params)}`,
    (known, next) => ({ ...known, also: [...(known.also ?? []), next.subject] }),
  );
}

function mergeBy(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
  merge: (known: Finding, next: Finding) => Finding,
): Finding[] {
  const merged = new Map<string, Finding>();
  for (const next of findings) {
    const key = keyOf(next);
    const known = merged.get(key);
    merged.set(key, known === undefined ? next : merge(known, next));
  }
  return [...merged.values()];
}

function union(a: readonly ServerAddress[], b: readonly ServerAddress[]): ServerAddress[] {
  return [...new Map([...a, ...b].map((server) => [serverKey(server), server])).values()];
}

/** Tells whether two entries are one address and port, whatever they are called. */
export function isSameServer(a: ServerAddress, b: ServerAddress): boolean {
  return a.address === b.address && a.port === b.port;
}

function serverKey({ address, port }: ServerAddress): string {
  return `${address} ${port}`;
}
