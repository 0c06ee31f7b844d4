import type { Answered } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { denialProver, denialRecords, denialRrsets } from "../../dnssec/denial/evidence.ts";
import { wildcardAt } from "../../dnssec/denial/nsec.ts";
import { type DenialFault, type DenialProver, failed, type Proof, PROVED } from "../../dnssec/denial/proof.ts";
import { endOfAliases, isExpanded, referralCut, signedLabels } from "./answer-parts.ts";
import { isMisusedCompact } from "./compact.ts";

/** What is known of a server's other answers. */
export interface Surroundings {
  readonly zone: DomainName;
  /** Names that the server expanded a wildcard to, by key, with the wildcard. */
  readonly expansions: ReadonlyMap<string, DomainName>;
  /** Delegations that the server refers to. */
  readonly cuts: readonly DomainName[];
}

/** Something an answer denies: a name, a type, the name beside a wildcard, or the DS of a delegation. */
export interface Claim {
  readonly about: Question;
  /** Null where the answer holds no denial record at all. */
  readonly proof: Proof | null;
  /** What is wrong then. */
  readonly missing: DenialFault;
  /** The wildcard that answered. */
  readonly wildcard?: DomainName;
}

/** What an answer denies, and what its denial records prove of it, authentic or not (RFC 4035 5.4, RFC 5155 8). */
export function claimsOf(answer: Answered, surroundings: Surroundings): Claim[] {
  const { zone } = surroundings;
  const denials = denialRrsets(answer.message.authority).filter(
    (set) => set.owner.isAtOrBelow(zone) && !isExpanded(set, zone),
  );
  const prover = denialProver(zone, denialRecords(denials, zone));
  const atEnd = claimAtEnd(answer, prover, surroundings);
  return [...wildcardClaims(answer, prover, zone), ...(atEnd === null ? [] : [atEnd])];
}

function wildcardClaims({ message }: Answered, prover: DenialProver | null, zone: DomainName): Claim[] {
  return signedRrsets(message.answer).flatMap((set): Claim[] => {
    const labels = isExpanded(set, zone) ? signedLabels(set, zone) : undefined;
    if (labels === undefined) return [];
    const wildcard = wildcardAt(set.owner, labels);
    const proof = prover && proveExpansion(prover, set.owner, labels, wildcard);
    return [{ about: { name: set.owner, type: set.type }, proof, missing: "nsec-missing-wildcard", wildcard }];
  });
}

/** What is denied at the name where the aliases of an answer end; null where nothing is, or by another zone. */
function claimAtEnd(
  answer: Answered,
  prover: DenialProver | null,
  { zone, expansions, cuts }: Surroundings,
): Claim | null {
  const { message, question } = answer;
  const end = endOfAliases(message, question, zone);
  if (end === null || end.hasData) return null;
  const about = { name: end.name, type: question.type };
  const cut = referralCut(message, zone, end.name);
  if (cut !== null) {
    if (findRrset(signedRrsets(message.authority), cut, RrType.DS) !== undefined) return null;
    const proof = prover && proveNoDs(prover, cut, true);
    return { about: { name: cut, type: RrType.DS }, proof, missing: "nsec-missing-insecure-delegation" };
  }
  if (message.rcode === Rcode.NXDOMAIN) {
    if (isMisusedCompact(answer, end.name)) return null;
    return { about, proof: prover && prover.proveNameError(end.name), missing: "nsec-missing-nxdomain" };
  }
  // A server need not go on to the target of an alias.
  if (end.isAliased && !message.authority.some(({ type }) => type === RrType.SOA)) return null;
  if (question.type === RrType.DS) {
    // The DS of the zone itself is its parent's to deny.
    if (end.name.equals(zone)) return null;
    const isCut = cuts.some((each) => each.equals(end.name));
    const proof = prover && proveNoDs(prover, end.name, isCut);
    return { about, proof, missing: "nsec-missing-insecure-delegation" };
  }
  const proof = prover && proveNoData(prover, about, expansions.get(end.name.key));
  return { about, proof, missing: "nsec-missing-nodata" };
}

function proveExpansion(prover: DenialProver, name: DomainName, labels: number, wildcard: DomainName): Proof {
  const proof = prover.proveWildcardExpansion(name, labels);
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
