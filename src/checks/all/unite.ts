import type { ServerAddress } from "../../dns/lookup.ts";
import { RrType } from "../../dns/registry.ts";
import { describe, type Finding, type Subject, subjectPath } from "../../dnssec/finding.ts";
import { LEVELS } from "../../util/level.ts";
import { isSeenWhere } from "../shared/causes.ts";
import { isSameServer, mergeFindings } from "../shared/merge-findings.ts";

/** What one check of several found. */
interface Found {
  /** The check's name, such as `ds`. */
  readonly name: string;
  readonly findings: readonly Finding[];
}

/**
 * What several checks name alike as one finding: the level and facts of the worst, at the servers of all. The check of the
 * nameservers tells of each what is wrong with it, and stays as it is.
 */
export function unite(parts: readonly Found[]): Finding[] {
  const ofPart = (part: string) => parts.find(({ name }) => name === part)?.findings ?? [];
  const [ofDs, ofServers] = [ofPart("ds"), ofPart("nameservers")];
  // The chain lays a bad DS at the server that it breaks at; the check of the DS knows the parent's.
  const isKnownBetter = (each: Finding): boolean =>
    each.subject.type === RrType.DS
      ? !ofDs.includes(each) && ofDs.some((other) => isSameFault(other, each))
      : isSaidOfEach(each, ofServers);
  const others = parts.flatMap(({ name, findings }) => (name === "nameservers" ? [] : findings));
  const united = mergeFindings(others.filter((each) => !isKnownBetter(each)).toSorted(byLevel));
  const merged = [...ofServers, ...united].toSorted(byLevel);
  const isSaid = (each: Finding, i: number): boolean =>
    merged.some((other, j) => i !== j && saysAll(other, each) && (j < i || !saysAll(each, other)));
  return merged.filter((each, i) => !isSaid(each, i));
}

/** Others tell the fault, no milder, of each of its servers. */
function isSaidOfEach(each: Finding, others: readonly Finding[]): boolean {
  const same = others.filter((other) => isSameFault(other, each) && byLevel(other, each) <= 0);
  const isNamed = (server: ServerAddress): boolean =>
    same.some(({ servers }) => servers.some((one) => isSameServer(one, server)));
  return same.length > 0 && each.servers.every(isNamed);
}

/** The gravest first. */
function byLevel(a: Finding, b: Finding): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level);
}

function isSameFault(a: Finding, b: Finding): boolean {
  return a.id === b.id && subjectPath(a.subject) === subjectPath(b.subject);
}

/** Tells whether one finding says all that the other does: of its subjects and more, in whatever order. */
function saysAll(one: Finding, other: Finding): boolean {
  if (one.id !== other.id || LEVELS.indexOf(one.level) < LEVELS.indexOf(other.level)) return false;
  if (describe(one).message !== describe(other).message) return false;
  const said = new Set(subjectsOf(one).map(subjectPath));
  return isSeenWhere(one, other) && subjectsOf(other).every((subject) => said.has(subjectPath(subject)));
}

function subjectsOf({ subject, also = [] }: Finding): Subject[] {
  return [subject, ...also];
}
