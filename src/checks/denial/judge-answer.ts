import type { Answered } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { denialProver, denialRecords, denialRrsets } from "../../dnssec/denial/evidence.ts";
import { denialFinding } from "../../dnssec/denial/findings.ts";
import { wildcardAt } from "../../dnssec/denial/nsec.ts";
import { type DenialFault, type DenialProver, failed, type Proof, PROVED } from "../../dnssec/denial/proof.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { endOfAliases, isExpanded, referralCut, zoneSignature } from "./answer-parts.ts";
import { isMisusedCompact } from "./compact.ts";

/** What the proofs in one answer are worth; signatures over them are judged apart. */
export interface AnswerJudgement {
  readonly answer: Answered;
  /** Something was denied: a name, a type, the name beside a wildcard, or the DS of a delegation. */
  readonly isDenial: boolean;
  readonly findings: readonly Finding[];
}

/** What is known of the server's other answers. */
interface Surroundings {
  readonly zone: DomainName;
  /** Names that the server expanded a wildcard to, by key, with the wildcard. */
  readonly expansions: ReadonlyMap<string, DomainName>;
  /** Keys of names that the server refers away from. */
  readonly cuts: ReadonlySet<string>;
}

/** What a server's answers say of wildcards and delegations. */
export function surroundingsOf(zone: DomainName, answers: readonly Answered[]): Surroundings {
  const expansions = new Map<string, DomainName>();
  const cuts = new Set<string>();
  for (const { message, question } of answers) {
    for (const set of signedRrsets(message.answer)) {
      const labels = isExpanded(set, zone) ? zoneSignature(set, zone)?.labels : undefined;
      if (labels !== undefined) expansions.set(set.owner.key, wildcardAt(set.owner, labels));
    }
    const cut = referralCut(message, zone, question.name);
    if (cut !== null) cuts.add(cut.key);
  }
  return { zone, expansions, cuts };
}

/** Judges whether an answer proves what it denies (RFC 4035 5.4, RFC 5155 8). */
export function judgeAnswer(answer: Answered, surroundings: Surroundings): AnswerJudgement {
  const claims = claimsOf(answer, surroundings);
  const findings = claims.flatMap(({ about, proof, missing, wildcard }) => {
    if (proof?.result === "proved" || proof?.result === "insecure") return [];
    const facts = proof ?? (wildcard === undefined ? {} : { name: wildcard });
    return [denialFinding(proof?.fault ?? missing, about, surroundings.zone, answer.server, facts)];
  });
  return { answer, isDenial: claims.length > 0, findings };
}

/** Something an answer denies. */
interface Claim {
  readonly about: Question;
  /** Null where the answer holds no denial record at all. */
  readonly proof: Proof | null;
  /** What is wrong then. */
  readonly missing: DenialFault;
  readonly wildcard?: DomainName;
}

function claimsOf(answer: Answered, { zone, expansions, cuts }: Surroundings): Claim[] {
  const { message, question } = answer;
  const denials = denialRrsets(message.authority).filter(
    (set) => set.owner.isAtOrBelow(zone) && !isExpanded(set, zone),
  );
  const prover = denialProver(zone, denialRecords(denials, zone));
  const claims = signedRrsets(message.answer).flatMap((set): Claim[] => {
    if (!isExpanded(set, zone)) return [];
    const labels = zoneSignature(set, zone)?.labels ?? 0;
    const proof = prover && proveExpansion(prover, set.owner, labels);
    return [
      {
        about: { name: set.owner, type: set.type },
        proof,
        missing: "nsec-missing-wildcard",
        wildcard: wildcardAt(set.owner, labels),
      },
    ];
  });
  const end = endOfAliases(message, question, zone);
  if (end === null || end.hasData) return claims;

  const asked = { name: end.name, type: question.type };
  const cut = referralCut(message, zone, end.name);
  if (cut !== null) {
    const isSigned = findRrset(signedRrsets(message.authority), cut, RrType.DS) !== undefined;
    if (isSigned) return claims;
    const proof = prover && proveNoDs(prover, cut, true);
    return [...claims, { about: { name: cut, type: RrType.DS }, proof, missing: "nsec-missing-insecure-delegation" }];
  }
  if (message.rcode === Rcode.NXDOMAIN) {
    if (isMisusedCompact(answer, end.name)) return claims;
    return [
      ...claims,
      { about: asked, proof: prover && prover.proveNameError(end.name), missing: "nsec-missing-nxdomain" },
    ];
  }
  if (question.type === RrType.DS) {
    const proof = prover && proveNoDs(prover, end.name, cuts.has(end.name.key));
    return [...claims, { about: asked, proof, missing: "nsec-missing-insecure-delegation" }];
  }
  // A server need not go on to the target of an alias.
  if (end.isAliased && !message.authority.some(({ type }) => type === RrType.SOA)) return claims;
  const proof = prover && proveNoData(prover, asked, expansions.get(end.name.key));
  return [...claims, { about: asked, proof, missing: "nsec-missing-nodata" }];
}

function proveExpansion(prover: DenialProver, name: DomainName, labels: number): Proof {
  const proof = prover.proveWildcardExpansion(name, labels);
  const wildcard = wildcardAt(name, labels);
  if (proof.result === "failed" || !prover.denies(wildcard)) return proof;
  return failed("nsec-wildcard-covered", { name: wildcard });
}

/**
 * Some servers that sign as they answer give the NSEC that was asked for in the authority section; an NSEC3PARAM that is
 * only in the bitmap is missing, which has a name of its own.
 */
const JUDGED_APART = new Set<number>([RrType.NSEC, RrType.NSEC3PARAM]);

/** A type is denied; where the server expanded the name from a wildcard for another type, that wildcard exists. */
function proveNoData(prover: DenialProver, { name, type }: Question, wildcard: DomainName | undefined): Proof {
  const proof = prover.proveNoData(name, type);
  const isListed = proof.result === "failed" && proof.fault === "nsec-type-bit-set";
  if (isListed && JUDGED_APART.has(type)) return PROVED;
  const isContradicted = proof.result === "failed" && wildcard !== undefined && prover.denies(wildcard);
  return isContradicted ? failed("nsec-wildcard-covered", { name: wildcard }) : proof;
}

/** There is no DS; where the name is a delegation, its record must say so (RFC 6840 4.4). */
function proveNoDs(prover: DenialProver, name: DomainName, isCut: boolean): Proof {
  const proof = prover.proveNoData(name, RrType.DS);
  const isBare = proof.result === "proved" && proof.matchesName && !proof.types?.has(RrType.NS);
  return isCut && isBare ? failed("nsec-delegation-bits-no-ns") : proof;
}
