import type { Ds } from "../../dns/rdata.ts";
import { algorithmName } from "../../dns/registry.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { renderTime } from "../../util/clock.ts";
import type { DelegationMemory } from "../shared/zone-history.ts";

/** A bound on what hostile zones can have us keep. */
const MAX_FACTS = 20;
const MAX_FACT = 300;

/** The delegation as remembered, with what this run found; a time already known stays, unless it lies after now. */
export function rememberDelegation(
  past: DelegationMemory | null,
  published: readonly Ds[],
  findings: readonly Finding[],
  now: number,
): DelegationMemory {
  const known = new Map(past?.facts.map(({ fact, since }) => [fact, since]));
  const found = new Set(findings.flatMap((each) => factOf(each) ?? []));
  const served = published
    .map(({ keyTag, algorithm }) => dsText(keyTag, algorithmName(algorithm)))
    .filter((ds) => !found.has(ds + NO_KEY) || known.has(ds + HAD_KEY))
    .map((ds) => ds + HAD_KEY);
  return {
    watchedSince: Math.min(past?.watchedSince ?? now, now),
    facts: [...new Set([...found, ...served])]
      .slice(0, MAX_FACTS)
      .map((fact) => ({ fact, since: Math.min(known.get(fact) ?? now, now) })),
  };
}

/**
 * Fits levels to how long it has been so: a change asked for is a fault once the parent has had patience seconds to pick it
 * up (RFC 7344 6); a DS seen to come without its key may be ahead of it for as long (RFC 6781 4.1.2).
 */
export function levelByAge(found: Finding, memory: DelegationMemory, patience: number, now: number): Finding {
  const fact = factOf(found);
  const since = memory.facts.find((each) => each.fact === fact)?.since;
  if (since === undefined) return found;
  const isOverdue = now - since > patience;
  if (DIFFERENCES.has(found.id)) return isOverdue ? { ...found, level: "warning" } : found;
  const hadKey = fact?.replace(NO_KEY, HAD_KEY);
  const isAhead = since > memory.watchedSince && !memory.facts.some((each) => each.fact === hadKey);
  return found.level === "warning" && isAhead && !isOverdue ? { ...found, level: "info" } : found;
}

/** What earlier runs saw already and was to pass, a line each. */
export function lastingDetails({ facts }: DelegationMemory, now: number): string[] {
  return facts
    .filter(({ fact, since }) => since < now && !fact.endsWith(HAD_KEY))
    .map(({ fact, since }) => `${fact}: seen so since ${renderTime(since)}`);
}

const NO_KEY = " has no key";
const HAD_KEY = " has had its key";

const DIFFERENCES = new Set<string>(["cds-differs-from-ds", "cdnskey-differs-from-ds"]);

/** What a finding says that may last; another change asked for is another fact. */
function factOf({ id, subject, params }: Finding): string | null {
  if (DIFFERENCES.has(id)) {
    const type = id.startsWith("cdnskey") ? "CDNSKEY" : "CDS";
    return `${type} asks for ${params["expected"]}`.slice(0, MAX_FACT);
  }
  return id === "ds-keytag-no-dnskey" ? dsText(subject.keyTag, params["algorithm"]) + NO_KEY : null;
}

/** Tags collide; with the algorithm they tell DS records apart well enough. */
function dsText(keyTag: number | undefined, algorithm: string | number | undefined): string {
  return `DS ${keyTag} (${algorithm})`;
}
