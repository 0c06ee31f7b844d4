import type { Reply } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { zoneSide } from "../../dnssec/answer/rrset.ts";
import { validateAnswer } from "../../dnssec/answer/validate.ts";
import { linksDownTo } from "../../dnssec/chain/link.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { nearestAnchors } from "../../dnssec/trust-anchor.ts";
import type { CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { absentName } from "../shared/absent-name.ts";
import { withCauses } from "../shared/causes.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { foldSubjects, mergeFindings } from "../shared/merge-findings.ts";
import { notChecked, nothingLearned } from "../shared/outcomes.ts";
import { agreementFindings } from "./agreement.ts";
import { acceptsBogusName, bogusNameFindings, misgivenNameFindings } from "./bogus.ts";
import { RESOLVER_CAUSES } from "./causes.ts";
import { conditionFindings, hostClockFindings } from "./condition.ts";
import {
  type CheckedResolver,
  isUnsigned,
  messageOf,
  type ResolverView,
  stripsSignatures,
  viewResolver,
} from "./gather.ts";
import { answerFindings, type Truth } from "./judge.ts";
import { findReference, type Reference } from "./reference.ts";
import { resolverStates, resolversDetails, resolversMetrics, resolversSummary } from "./summary.ts";
import { versionFindings } from "./version.ts";
import { slownessFindings } from "./response-time.ts";

/** What check_dnssec_resolvers takes besides the common options. */
export interface ResolversOptions {
  readonly resolvers: readonly CheckedResolver[];
  /** What is resolved besides the zone's SOA, DNSKEY and DS. */
  readonly queries: readonly Question[];
  /** A name that resolvers must refuse; null to ask for none. */
  readonly bogusName: DomainName | null;
  /** Asks each resolver for its version. */
  readonly asksVersion: boolean;
  /** The data to hold answers against comes through the resolvers, with CD; else from the zone's own servers. */
  readonly isReferenceRecursive: boolean;
}

/** Asks resolvers for the zone as a client does, and holds their answers against a validation of its own (RFC 4035 3.2). */
export async function checkResolvers(context: CheckContext<ResolversOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, options } = context;
  const controlZone = nearestAnchors(anchors, zone)[0]?.zone;
  if (controlZone === undefined) return nothingLearned("no trust anchor for this name: give one with --trust-anchor");
  const questions = questionsFor(zone, options.queries);
  const [reference, ...views] = await Promise.all([
    findReference(context, options.isReferenceRecursive ? options.resolvers.map(({ server }) => server) : []),
    ...options.resolvers.map((each) => viewResolver(each, questions, controlZone, options.bogusName, lookup)),
  ]);
  if (!reference.apex.equals(zone)) return notChecked(noZoneFindings(zone, reference.apex, reference.soaReply));
  const unknown = whyNothing(views);
  if (unknown !== null) return nothingLearned(unknown);
  const bogus = options.bogusName === null ? null : { name: options.bogusName, type: RrType.A };
  const [bogusTruth, ...truths] = await Promise.all([
    bogus === null ? null : truthOf(bogus, reference),
    ...questions.map((question) => truthOf(question, reference)),
  ]);
  const faults = referenceFindings(context, views, reference, truths);
  const conditions = views.flatMap((view) => conditionFindings(view, reference));
  const hostClock = hostClockFindings(views, reference);
  if (hostClock.length > 0) {
    const consequences = faults.map((each) => ({ ...each, cause: "resolver-clock-skew" as const }));
    return conclude(context, views, reference, [...hostClock, ...conditions, ...consequences]);
  }
  const found = await Promise.all(
    views.map(async (view) => [
      ...(await zoneFindings(context, view, questions, reference, truths)),
      ...(bogusTruth === null ? [] : await bogusNameFindings(view, bogusTruth, lookup)),
    ]),
  );
  const versions = options.asksVersion
    ? await Promise.all(views.map(({ server }) => versionFindings(server, zone, lookup)))
    : [];
  const misgiven = bogus === null || bogusTruth === null ? [] : misgivenNameFindings(bogus, bogusTruth);
  return conclude(context, views, reference, [
    ...faults,
    ...conditions,
    ...found.flat(),
    ...misgiven,
    ...versions.flat(),
    ...agreementFindings(views, questions),
    ...slownessFindings(context, views),
  ]);
}

/** The zone's SOA first; then what a validator behind the resolver would need, and a name that does not exist. */
function questionsFor(zone: DomainName, queries: readonly Question[]): Question[] {
  const absent = absentName(zone);
  return [
    { name: zone, type: RrType.SOA },
    { name: zone, type: RrType.DNSKEY },
    ...(zone.isRoot() ? [] : [{ name: zone, type: RrType.DS }]),
    ...(absent === null ? [] : [{ name: absent, type: RrType.A }]),
    ...queries,
  ];
}

async function truthOf(question: Question, { sources, apex, link: zoneLink }: Reference): Promise<Truth> {
  const reply = await sources.lookup.ask(question);
  if (reply.kind === "unanswered") {
    // Nothing in a bogus zone can be better than the zone.
    const isLost = zoneLink.status === "bogus" && zoneSide(question.name, question.type).isAtOrBelow(apex);
    return { status: isLost ? "bogus" : "indeterminate", findings: isLost ? zoneLink.findings : [], message: null };
  }
  const { status, findings, steps } = await validateAnswer(question, reply, sources);
  const links = steps.flatMap(({ link }) => linksDownTo(link)).flatMap((link) => link.findings);
  return { status, findings: [...links, ...findings], message: reply.message };
}

async function zoneFindings(
  { lookup }: CheckContext<ResolversOptions>,
  view: ResolverView,
  questions: readonly Question[],
  reference: Reference,
  truths: readonly Truth[],
): Promise<Finding[]> {
  const found = questions.map(async (question, i) => {
    const [reply, truth] = [view.replies[i], truths[i]];
    if (reply === undefined || truth === undefined) return [];
    return answerFindings(
      { view, question, reference, truth, lookup, acceptsBogusName: acceptsBogusName(view) },
      reply,
    );
  });
  return (await Promise.all(found)).flat();
}

/** What is wrong with the zone itself, unless it was only seen through a resolver that strips signatures. */
function referenceFindings(
  { expect }: CheckContext<ResolversOptions>,
  views: readonly ResolverView[],
  reference: Reference,
  truths: readonly Truth[],
): Finding[] {
  const { link, status, server } = reference;
  const through = views.find((view) => view.server === server);
  if (through !== undefined && stripsSignatures(through)) return [];
  const message = messageOf(reference.soaReply);
  const expectation = expectationFindings(expect, link, message !== null && !isUnsigned(message));
  if (status === "bogus") return [...truths.flatMap(({ findings }) => findings), ...expectation];
  return expectation;
}

function conclude(
  context: CheckContext<ResolversOptions>,
  views: readonly ResolverView[],
  reference: Reference,
  found: readonly Finding[],
): CheckOutcome {
  const findings = withCauses(foldSubjects(mergeFindings(found)), RESOLVER_CAUSES);
  const states = resolverStates(views);
  return {
    summary: resolversSummary(context.zone, findings, states),
    unknown: null,
    security: reference.status,
    findings,
    metrics: resolversMetrics(context, states),
    details: resolversDetails(states),
    extra: { resolvers: states },
  };
}

/** Nothing came back from any resolver for reasons that are not theirs. */
function whyNothing(views: readonly ResolverView[]): string | null {
  if (views.length === 0) return "no resolver to ask: give one with --resolver";
  const replies = views.flatMap(({ control, replies: others }) => [control, ...others]);
  const failures = replies.flatMap((reply: Reply) => (reply.kind === "unanswered" ? reply.failures : []));
  const isOwn = failures.every(({ reason }) => reason === "network-unreachable" || reason === "deadline");
  const [failure] = failures;
  if (failure === undefined || !isOwn || replies.some(({ kind }) => kind === "answered")) return null;
  return `no answer from ${failure.server.address}: ${failure.detail}`;
}
