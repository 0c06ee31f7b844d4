import type { Answered } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { denialFinding } from "../../dnssec/denial/findings.ts";
import { wildcardAt } from "../../dnssec/denial/nsec.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { isExpanded, referralCut, signedLabels } from "./answer-parts.ts";
import { claimsOf, type Surroundings } from "./claims.ts";

/** What the proofs in one answer are worth; signatures over them are judged apart. */
export interface AnswerJudgement {
  readonly answer: Answered;
  /** Something was denied: a name, a type, the name beside a wildcard, or the DS of a delegation. */
  readonly isDenial: boolean;
  readonly findings: readonly Finding[];
}

/** What a server's answers say of wildcards and delegations. */
export function surroundingsOf(zone: DomainName, answers: readonly Answered[]): Surroundings {
  const expansions = new Map<string, DomainName>();
  const cuts: DomainName[] = [];
  for (const { message, question } of answers) {
    for (const set of signedRrsets(message.answer)) {
      const labels = isExpanded(set, zone) ? signedLabels(set, zone) : undefined;
      if (labels !== undefined) expansions.set(set.owner.key, wildcardAt(set.owner, labels));
    }
    const cut = referralCut(message, zone, question.name);
    if (cut !== null) cuts.push(cut);
  }
  return { zone, expansions, cuts };
}

/** Judges whether one server's answers prove what they deny (RFC 4035 5.4, RFC 5155 8). */
export function judgeAnswers(zone: DomainName, answers: readonly Answered[]): AnswerJudgement[] {
  const surroundings = surroundingsOf(zone, answers);
  const judged = answers.map((answer) => judgeAnswer(answer, surroundings));
  // Validators that find no proof in a referral ask for DS: where that is denied well, the delegation works.
  const provedByDs = judged.flatMap(({ answer: { question }, isDenial, findings }) =>
    question.type === RrType.DS && isDenial && findings.length === 0 ? [question.name] : [],
  );
  return judged.map((each) => ({
    ...each,
    findings: each.findings.map((found) => {
      const { name, type } = found.subject;
      const isOfReferral =
        type === RrType.DS && !(each.answer.question.type === type && each.answer.question.name.equals(name));
      return isOfReferral && provedByDs.some((proved) => proved.equals(name)) ? { ...found, level: "warning" } : found;
    }),
  }));
}

function judgeAnswer(answer: Answered, surroundings: Surroundings): AnswerJudgement {
  const claims = claimsOf(answer, surroundings);
  const findings = claims.flatMap(({ about, proof, missing, wildcard }) => {
    if (proof?.result === "proved" || proof?.result === "insecure") return [];
    const facts = proof ?? (wildcard === undefined ? {} : { name: wildcard });
    return [denialFinding(proof?.fault ?? missing, about, surroundings.zone, answer.server, facts)];
  });
  return { answer, isDenial: claims.length > 0, findings };
}
