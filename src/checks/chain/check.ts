import type { Failure, Reply, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType, rcodeName, typeName } from "../../dns/registry.ts";
import { zoneSide } from "../../dnssec/answer/rrset.ts";
import { type AnswerValidation, validateAnswer } from "../../dnssec/answer/validate.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { newEffort } from "../../dnssec/rrsig.ts";
import { type SecurityStatus, worstSecurity } from "../../dnssec/security.ts";
import { CHAIN_CAUSES } from "./causes.ts";
import { chainFindings, unansweredFindings } from "./findings.ts";
import { chainSummary } from "./summary.ts";
import { renderChain } from "./tree.ts";
import { countMetric } from "../../monitoring/perfdata.ts";
import type { CheckContext } from "../context.ts";
import { isSeenWhere, withCauses } from "../shared/causes.ts";
import { apexOf } from "../shared/existence.ts";
import { expiryFindings, expiryMetric, firstExpiry } from "../shared/expiry.ts";
import { mergeFindings } from "../shared/merge-findings.ts";
import { multiSignerFindings } from "./multi-signer.ts";
import type { CheckOutcome } from "../outcome.ts";
import { levelBySpread } from "../shared/spread.ts";
import { firstFailure, serverFailureFindings } from "../shared/server-failures.ts";
import { type ServerView, viewServer, type ViewSources } from "./server-view.ts";

/** What check_dnssec_chain takes besides the common options. */
export interface ChainOptions {
  /** Empty: the zone's SOA. */
  readonly queries: readonly Question[];
}

/** The verdict on one question over all servers that answered it. */
export interface QuestionVerdict {
  readonly question: Question;
  readonly status: SecurityStatus;
  readonly rcode: number | null;
  readonly validations: readonly AnswerValidation[];
}

/** Validates each question from its trust anchor down, at every server of the zone (RFC 4035 5). */
export async function checkChain(context: CheckContext<ChainOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  const effort = newEffort();
  const sources = { lookup, now, effort, chain: createChain({ lookup, anchors, now, effort }) };
  const soa = { name: zone, type: RrType.SOA };
  const questions = options.queries.length === 0 ? [soa] : options.queries;
  lookup.anticipate(zone);
  const soaReply = lookup.ask(soa);
  for (const question of questions) void lookup.ask(question);

  const { apex, servers } = await findServers(context, soaReply);
  const link = sources.chain.link(apex);
  const own = withSoa(questions, soa).filter(({ name, type }) => zoneSide(name, type).isAtOrBelow(apex));
  const views = await Promise.all(servers.map((server) => viewServer(server, link, own, apex, sources)));
  const verdicts = await Promise.all(questions.map((question) => judgeQuestion(question, views, sources)));
  return conclude(context, await link, views, verdicts, await soaReply);
}

/** The apex and the servers to ask one by one; none where a resolver is asked instead. */
async function findServers(
  { zone, lookup }: CheckContext<ChainOptions>,
  soaReply: Promise<Reply>,
): Promise<{ readonly apex: DomainName; readonly servers: readonly ServerAddress[] }> {
  if (lookup.isRecursive) return { apex: apexOf(zone, await soaReply), servers: [] };
  const delegated = await lookup.delegation(zone);
  if (delegated !== null) return { apex: zone, servers: delegated };
  // No delegation and no answer: the zone above is silent, and to ask it for more takes only time.
  if ((await soaReply).kind === "unanswered") return { apex: zone, servers: [] };
  const found = await lookup.zoneServers(zone);
  return found === null ? { apex: zone, servers: [] } : { apex: found.zone, servers: found.servers };
}

async function judgeQuestion(
  question: Question,
  views: readonly ServerView[],
  sources: ViewSources,
): Promise<QuestionVerdict> {
  const seen = views.flatMap(({ validations }) => validations.filter((validation) => isAbout(validation, question)));
  const [first = await validateOnce(question, sources), ...others] = seen;
  const validations = [first, ...others];
  return { question, status: worstSecurity(validations.map(({ status }) => status)), rcode: first.rcode, validations };
}

async function validateOnce(question: Question, sources: ViewSources): Promise<AnswerValidation> {
  const reply = await sources.lookup.ask(question);
  if (reply.kind === "answered") return validateAnswer(question, reply, sources);
  return { question, status: "indeterminate", rcode: null, steps: [], findings: [], unanswered: reply };
}

function conclude(
  context: CheckContext<ChainOptions>,
  link: ChainLink,
  views: readonly ServerView[],
  verdicts: readonly QuestionVerdict[],
  soaReply: Reply,
): CheckOutcome {
  const { now } = context;
  const stripping = context.lookup.isRecursive ? strippingResolver(link, soaReply) : null;
  const unknown = stripping ?? whyUnknown(link, soaReply, views);
  const expiry = firstExpiry(link, verdicts, now);
  const security = stripping === null ? worstSecurity(verdicts.map(({ status }) => status)) : "indeterminate";
  const answering = views.filter(hasAnswered).map(({ server }) => server);
  const found = mergeFindings([
    ...chainFindings(context, link, views, verdicts, soaReply),
    ...verdicts.flatMap(({ validations }) => validations.flatMap((validation) => validation.findings)),
    ...multiSignerFindings(link.zone, views),
    ...failureFindings(link.zone, views),
    ...expiryFindings(context, expiry),
  ]).map((each) => levelBySpread(each, answering));
  // Where nothing was learned, it is this host or its resolver that failed, and no zone.
  const said = stripping === null ? found.filter(({ id }) => unknown === null || id !== "chain-indeterminate") : [];
  const isExplained = unknown !== null || said.some(({ level }) => level !== "info");
  const whole = isExplained ? said : [...said, ...unansweredFindings(verdicts)];
  const findings = withCauses(whole, CHAIN_CAUSES, isSeenWhere);
  return {
    summary: chainSummary(link, security, findings, expiry),
    unknown,
    security,
    findings,
    metrics: [expiryMetric(context, expiry), countMetric("zones", linksDownTo(link).length)],
    details: renderChain(link, verdicts, now),
    extra: {
      queries_validated: verdicts.map(({ question, status, rcode }) => ({
        name: question.name.toString(),
        type: typeName(question.type),
        security: status,
        rcode: rcode === null ? null : rcodeName(rcode),
      })),
    },
  };
}

function hasAnswered({ validations, hasKeys }: ServerView): boolean {
  return validations.length > 0 || hasKeys;
}

/** Servers that failed: the zone's fault where all did on one question, else news for a validator asks the others. */
function failureFindings(zone: DomainName, views: readonly ServerView[]): Finding[] {
  const answering = views.filter(hasAnswered);
  return views.flatMap((view) =>
    firstFailure(zone, view.failures, hasAnswered(view)).flatMap((failure) => {
      const isAnswered = answering.some(({ failures }) => !failures.some((other) => isSameQuestion(other, failure)));
      return serverFailureFindings(zone, [failure]).map((each) => (isAnswered ? { ...each, level: "info" } : each));
    }),
  );
}

function isSameQuestion({ question: one }: Failure, { question: other }: Failure): boolean {
  return one !== undefined && other !== undefined && isSame(one, other);
}

/** A resolver that gives the root's keys without a signature, and no signature with the answer either, can't serve. */
function strippingResolver(link: ChainLink, soaReply: Reply): string | null {
  const [top] = linksDownTo(link);
  const judgement = top?.zone.isRoot() ? top.judgement : null;
  if (judgement === null || judgement.status !== "bogus" || judgement.verdicts.length > 0) return null;
  const answer = soaReply.kind === "answered" ? [...soaReply.message.answer, ...soaReply.message.authority] : [];
  if (answer.some(({ type }) => type === RrType.RRSIG)) return null;
  const server = judgement.server?.address ?? "the resolver";
  return `${server} leaves DNSSEC records out of its answers: ask another resolver, or walk from the root`;
}

/** Nothing at all was learned: not even the keys that the trust anchor is for, nor an answer from the zone. */
function whyUnknown(link: ChainLink, soaReply: Reply, views: readonly ServerView[]): string | null {
  const [top] = linksDownTo(link);
  if (top === undefined || top.status !== "indeterminate") return null;
  if (top.trust === null && top.failures.length === 0)
    return "no trust anchor for this name: give one with --trust-anchor";
  if (soaReply.kind === "answered" || views.some(({ validations }) => validations.length > 0)) return null;
  const [failure] = top.failures;
  return failure === undefined
    ? "no server to ask: look at --root-hints and --resolver"
    : `no answer from ${failure.server.address}: ${failure.detail}`;
}

function withSoa(questions: readonly Question[], soa: Question): readonly Question[] {
  return questions.some((question) => isSame(question, soa)) ? questions : [soa, ...questions];
}

function isAbout({ question }: AnswerValidation, other: Question): boolean {
  return isSame(question, other);
}

function isSame(a: Question, b: Question): boolean {
  return a.type === b.type && a.name.equals(b.name);
}
