import type { Finding, FindingId } from "../../dnssec/finding.ts";
import { LEVELS, worseLevel } from "../../util/level.ts";
import { isSameServer } from "./merge-findings.ts";

/** Findings that follow from others where those are there too: the likeliest cause first. */
export type Causes = Readonly<Partial<Record<FindingId, readonly FindingId[]>>>;

/**
 * Notes in each finding the one of the same run that explains it; causes already noted stay, and none leads in a circle.
 * Of one fault at several places the graver explains the others where the table says so.
 */
export function withCauses(
  findings: readonly Finding[],
  causes: Causes,
  explains: (cause: Finding, consequence: Finding) => boolean = () => true,
): Finding[] {
  const known = new Map(findings.flatMap(({ id, cause }) => (cause === undefined ? [] : [[id, cause] as const])));
  const followsFrom = (id: FindingId, other: FindingId): boolean => {
    const passed = new Set<FindingId>();
    for (let at: FindingId | undefined = id; at !== undefined && !passed.has(at); at = known.get(at)) passed.add(at);
    return passed.has(other);
  };
  return findings.map((each) => {
    const isCause = (id: FindingId): boolean =>
      findings.some((other) => other.id === id && explains(other, each) && (id !== each.id || isGraver(other, each))) &&
      (id === each.id || !followsFrom(id, each.id));
    const cause = each.cause ?? causes[each.id]?.find(isCause);
    if (cause === undefined) return each;
    known.set(each.id, cause);
    return { ...each, cause };
  });
}

function isGraver(one: Finding, other: Finding): boolean {
  return LEVELS.indexOf(one.level) > LEVELS.indexOf(other.level);
}

/** Gives each fault the level of the gravest one that follows from it, so that the cause comes first. */
export function asGraveAsConsequences(findings: readonly Finding[]): Finding[] {
  const consequences = (id: FindingId, passed: readonly FindingId[] = []): readonly Finding[] =>
    passed.includes(id)
      ? []
      : findings
          .filter(({ cause }) => cause === id)
          .flatMap((each) => [each, ...consequences(each.id, [...passed, id])]);
  return findings.map((each) => {
    if (each.level === "info") return each;
    return {
      ...each,
      level: consequences(each.id)
        .map(({ level }) => level)
        .reduce(worseLevel, each.level),
    };
  });
}

/** The cause was seen at every server that shows the consequence, or at none in particular: what explains server by server. */
export function isSeenWhere(cause: Finding, consequence: Finding): boolean {
  if (cause.servers.length === 0) return true;
  return consequence.servers.every((server) => cause.servers.some((other) => isSameServer(server, other)));
}
