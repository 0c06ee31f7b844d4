import type { Answered, Lookup, Unanswered } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseTarget } from "../../dns/rdata.ts";
import { findRrset, type ResourceRecord, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import type { Chain } from "../chain/chain.ts";
import type { ChainLink } from "../chain/link.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import type { Effort } from "../rrsig.ts";
import { type SecurityStatus, worstSecurity } from "../security.ts";
import { dnameAbove, dnameFindings, substitute } from "./dname.ts";
import { judgeNegative } from "./negative.ts";
import { judgeRrset, type RrsetJudgement, zoneSide } from "./rrset.ts";

/** What answers are validated with. */
export interface AnswerSources {
  readonly chain: Chain;
  readonly lookup: Lookup;
  readonly now: number;
  readonly effort: Effort;
}

/** One step of an answer: an RRset or a denial, in the zone that it belongs to. */
export interface AnswerStep {
  readonly name: DomainName;
  /** The type found: the asked one, CNAME or DNAME; the asked one where it was denied. */
  readonly type: number;
  readonly status: SecurityStatus;
  readonly link: ChainLink;
  readonly isDenial: boolean;
  readonly judgement: RrsetJudgement | null;
}

/** The verdict on the answer to one question, aliases followed to the end. */
export interface AnswerValidation {
  readonly question: Question;
  readonly status: SecurityStatus;
  /** The RCODE of the last answer; null where there was none. */
  readonly rcode: number | null;
  readonly steps: readonly AnswerStep[];
  readonly findings: readonly Finding[];
  /** Where no server gave an answer. */
  readonly unanswered: Unanswered | null;
}

/** CNAMEs and DNAMEs followed in one answer; resolvers stop between 8 and 17. */
const MAX_ALIASES = 12;

/** Validates the answer to a question, which starts with the given reply and goes on through aliases (RFC 4035 5). */
export async function validateAnswer(
  question: Question,
  first: Answered,
  sources: AnswerSources,
): Promise<AnswerValidation> {
  const steps: AnswerStep[] = [];
  const findings: Finding[] = [];
  let reply = first;
  let name = question.name;
  for (let aliases = 0; aliases <= MAX_ALIASES; aliases++) {
    const alias = await validateStep({ name, type: question.type }, reply, sources, steps, findings);
    if (alias === null) return conclude(question, reply.message.rcode, steps, findings, null);
    name = alias;
    // What a zone's server says of other zones may be a copy that nobody would ask it for.
    const side = zoneSide(name, question.type);
    const isInZone = sources.lookup.isRecursive || side.isAtOrBelow(steps.at(-1)?.link.zone ?? side);
    if (!isInZone || !speaksOf(reply, name, question.type)) {
      const next = await sources.lookup.ask({ name, type: question.type });
      if (next.kind === "unanswered") return conclude(question, null, steps, findings, next);
      reply = next;
    }
  }
  return conclude(question, reply.message.rcode, steps, findings, null);
}

function conclude(
  question: Question,
  rcode: number | null,
  steps: readonly AnswerStep[],
  findings: readonly Finding[],
  unanswered: Unanswered | null,
): AnswerValidation {
  const statuses = steps.map(({ status }) => status);
  const status = worstSecurity(unanswered === null ? statuses : [...statuses, "indeterminate"]);
  return { question, status, rcode, steps, findings: [...findings, ...aliasFindings(question, steps)], unanswered };
}

/** Validates what the reply says of one name; the target where it is an alias, else null. */
async function validateStep(
  question: Question,
  { message, server }: Answered,
  sources: AnswerSources,
  steps: AnswerStep[],
  findings: Finding[],
): Promise<DomainName | null> {
  const { name, type } = question;
  // A referral answers the question for DS in its authority section (RFC 4035 3.1.4.1).
  const sets = signedRrsets(type === RrType.DS ? [...message.answer, ...message.authority] : message.answer);
  const judge = async (set: SignedRrset): Promise<SecurityStatus> => {
    const judgement = await judgeRrset(set, message.authority, server, sources);
    findings.push(...judgement.findings);
    steps.push({
      name: set.owner,
      type: set.type,
      status: judgement.status,
      link: judgement.link,
      isDenial: false,
      judgement,
    });
    return judgement.status;
  };

  const dname = dnameAbove(sets, name);
  const cname = findRrset(sets, name, RrType.CNAME);
  // A CNAME made from a DNAME has no signature of its own, even where it is what was asked for (RFC 6672 5.3.1).
  const made = dname !== undefined && cname?.signatures.length === 0 ? cname : undefined;
  const isAsked = (set: SignedRrset): boolean => set.type === type || type === RrType.ANY;
  const found = sets.filter(
    (set) => set !== made && set.owner.equals(name) && (isAsked(set) || set.type === RrType.CNAME),
  );
  for (const set of found) await judge(set);
  const isAnswered = found.some(isAsked);
  // NXDOMAIN beside an alias may be said of its target; beside data it is a denial, to be judged too.
  if (isAnswered && (message.rcode !== Rcode.NXDOMAIN || cname !== undefined)) return null;

  if (dname !== undefined && !isAnswered) {
    const status = await judge(dname);
    findings.push(...dnameFindings(name, dname, cname, status, server));
    const target = substitute(name, dname);
    const isForged =
      status !== "insecure" && cname !== undefined && (target === null || !target.equals(aliasTarget(cname) ?? name));
    const last = steps.at(-1);
    if (isForged && last !== undefined)
      steps.push({ ...last, name, type: RrType.CNAME, status: worstSecurity([status, "bogus"]) });
    return isForged || (made !== undefined && isAsked(made)) ? null : target;
  }
  if (cname !== undefined && !isAnswered) return aliasTarget(cname);

  const denial = await judgeNegative(question, message, server, sources);
  findings.push(...denial.findings);
  steps.push({ name, type, status: denial.status, link: denial.link, isDenial: true, judgement: null });
  return null;
}

function aliasTarget(cname: SignedRrset): DomainName | null {
  const [rdata] = cname.rdatas;
  return rdata === undefined ? null : parseOrNull(rdata, parseTarget);
}

/** The reply goes on with data of the alias target, or denies it: an authority's SOA or a resolver's encloses the name. */
function speaksOf({ message }: Answered, name: DomainName, type: number): boolean {
  const types = new Set<number>([type, RrType.CNAME]);
  const sets = signedRrsets(message.answer);
  if (sets.some((set) => set.owner.equals(name) && types.has(set.type))) return true;
  if (dnameAbove(sets, name) !== undefined) return true;
  return isNegative(message) && message.authority.some((record) => isSoaAbove(record, name));
}

function isNegative({ rcode }: Answered["message"]): boolean {
  return rcode === Rcode.NOERROR || rcode === Rcode.NXDOMAIN;
}

function isSoaAbove(record: ResourceRecord, name: DomainName): boolean {
  return record.type === RrType.SOA && name.isAtOrBelow(record.owner);
}

/** An alias out of the secure part of the tree is worth knowing; one into a bogus zone breaks the name. */
function aliasFindings(question: Question, steps: readonly AnswerStep[]): Finding[] {
  const [first, ...rest] = steps;
  const target = rest.find(
    ({ name, status }) => !name.equals(question.name) && (status === "insecure" || status === "bogus"),
  );
  if (first === undefined || first.status !== "secure" || target === undefined) return [];
  const leads = finding("chain-cname-target-not-secure", {
    subject: question,
    level: target.status === "bogus" ? "critical" : "info",
    params: { name: nameText(target.name), found: target.status },
  });
  const [cause] = [...(target.judgement?.findings ?? []), ...target.link.findings];
  return [cause === undefined || target.status !== "bogus" ? leads : { ...leads, cause: cause.id }];
}
