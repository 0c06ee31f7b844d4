import type { ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { RrType } from "../../dns/registry.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import { type ChainLink, isVouchedFor } from "../../dnssec/chain/link.ts";
import { longestValid, newEffort } from "../../dnssec/rrsig.ts";
import type { Check, CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { absentName } from "../shared/absent-name.ts";
import { isSeenWhere, withCauses } from "../shared/causes.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { foldSubjects, isSameServer, mergeFindings } from "../shared/merge-findings.ts";
import { chainDetails, notChecked, nothingLearned, whyUnjudged } from "../shared/outcomes.ts";
import { firstFailure, serverFailureFindings } from "../shared/server-failures.ts";
import { levelBySpread } from "../shared/spread.ts";
import { unsignedFindings } from "../shared/unsigned-servers.ts";
import { withStandIn } from "../shared/stand-in.ts";
import { agreementFindings } from "./agreement.ts";
import { apexFindings } from "./apex.ts";
import { DENIAL_CAUSES } from "./causes.ts";
import { chainOrderFindings, lists, walkableFindings } from "./chain-order.ts";
import { compactFindings, isCompact, nxnameFindings } from "./compact.ts";
import { costFindings } from "./cost.ts";
import { existingFindings } from "./existing.ts";
import { askAll, gatherAnswers, joined, type ServerAnswers } from "./gather.ts";
import { judgeAnswers, surroundingsOf } from "./judge-answers.ts";
import { parameterFindings } from "./parameters.ts";
import { probeNsec3 } from "./probe.ts";
import { recordFindings } from "./records.ts";
import { coverageText, denialMetrics, denialSummary } from "./summary.ts";
import { createViewer, type ServerView } from "./view.ts";
import { brokenLinkFindings, type ChainCoverage, type WalkLimits, walkNsec } from "./walk.ts";

/** What check_dnssec_denial takes besides the common options. */
export interface DenialOptions extends WalkLimits {
  /** Names and types in the zone to ask for as well: absent ones, wildcards, delegations. */
  readonly queries: readonly Question[];
}

/** Unsigned delegations whose DS is asked for at every server. */
const MAX_DELEGATIONS = 4;

/** Looks at how every address of every nameserver of a zone denies what does not exist (RFC 4035 3.1.3, RFC 5155 7.2, RFC 9824). */
export const checkDenial: Check<DenialOptions> = withStandIn(checkAtServers);

async function checkAtServers(context: CheckContext<DenialOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  const effort = newEffort();
  const chain = createChain({ lookup, anchors, now, effort });
  lookup.anticipate(zone);
  const gather = (servers: readonly ServerAddress[]): Promise<ServerAnswers[]> =>
    Promise.all(servers.map((server) => gatherAnswers(server, zone, options.queries, now, lookup)));
  // The delegation's servers are known before the zone's own: what they are asked now is not asked again.
  void lookup.delegation(zone).then((servers) => gather(servers ?? []));
  const found = await lookup.zoneServers(zone);
  if (found === null) return nothingLearned("no server of the zone can be found");
  if (!found.zone.equals(zone)) {
    return notChecked(noZoneFindings(zone, found.zone, await lookup.ask({ name: zone, type: RrType.SOA })));
  }
  const [link, gathered] = await Promise.all([chain.link(zone), gather(found.servers)]);
  const view = createViewer(zone, now, effort);
  const coverage = await followChain(gathered.map(view), context);
  const covered = gathered.map((each) =>
    coverage !== null && isSameServer(each.server, coverage.answers.server) ? joined([each, coverage.answers]) : each,
  );
  const questions = delegationQuestions(covered.map(view));
  const servers = await Promise.all(
    covered.map(async (each) =>
      each.answers.length === 0 ? each : joined([each, await askAll(each.server, zone, lookup, questions)]),
    ),
  );
  const views = servers.filter(({ answers }) => answers.length > 0).map(view);
  const misanswered = await nxnameOf(views, context);
  return conclude(context, link, servers, views, coverage, misanswered);
}

/** Follows the chain at the first server whose denials are validly signed; null where none is, or it is not wanted. */
async function followChain(
  views: readonly ServerView[],
  { zone, lookup, options }: CheckContext<DenialOptions>,
): Promise<ChainCoverage | null> {
  if (options.maxNames === 0) return null;
  for (const view of views) {
    const isSound =
      view.denials.length > 0 && view.denials.every(({ verdicts }) => longestValid(verdicts) !== undefined);
    if (!isSound) continue;
    const ask = (questions: readonly Question[]): Promise<ServerAnswers> =>
      askAll(view.server, zone, lookup, questions);
    if (view.records.nsec3s.length > 0) return probeNsec3(view, ask, options);
    return lists(view) ? walkNsec(view, ask, options) : null;
  }
  return null;
}

/** DS of delegations that referrals, or records as unsigned, name: its absence must be proved at every server. */
function delegationQuestions(views: readonly ServerView[]): Question[] {
  const named = views
    .flatMap(({ records }) => records.nsecs)
    .filter(({ types }) => types.has(RrType.NS) && !types.has(RrType.SOA) && !types.has(RrType.DS))
    .map(({ owner }) => owner);
  const referred = views.flatMap(({ zone, answers }) => surroundingsOf(zone, answers).cuts);
  const cuts = new Map([...referred, ...named].map((name) => [name.key, name]));
  return [...cuts.values()].slice(0, MAX_DELEGATIONS).map((name) => ({ name, type: RrType.DS }));
}

/** What servers that deny compactly make of a question for the pseudo-type NXNAME. */
async function nxnameOf(views: readonly ServerView[], { zone, lookup }: CheckContext<DenialOptions>) {
  const absent = absentName(zone);
  if (absent === null) return [];
  const replies = await Promise.all(
    views
      .filter((view) => isCompact(view, absent))
      .map(({ server }) => lookup.askServer(server, { name: absent, type: RrType.NXNAME }, { edns: {} })),
  );
  return replies.flatMap((reply) => (reply.kind === "answered" ? nxnameFindings(zone, reply) : []));
}

/** Ids of findings on the denial of a DS, which the chain hangs on. */
const ABOUT_DENIAL = /^nsec|denial/;

function conclude(
  context: CheckContext<DenialOptions>,
  link: ChainLink,
  servers: readonly ServerAnswers[],
  views: readonly ServerView[],
  coverage: ChainCoverage | null,
  misanswered: ReturnType<typeof nxnameFindings>,
): CheckOutcome {
  const { zone, expect } = context;
  const signed = views.filter(({ keys }) => keys.length > 0);
  const judged = signed.flatMap(({ zone: apex, answers }) => judgeAnswers(apex, answers));
  const found = [
    ...expectationFindings(expect, link, signed.length > 0).filter(
      ({ id }) => id !== "chain-expected-insecure-but-secure",
    ),
    ...link.findings.filter(({ id }) => ABOUT_DENIAL.test(id)),
    ...unsignedFindings(link, views),
    ...judged.flatMap(({ findings }) => findings),
    // Where nothing in the DS can be verified, neither can the signatures, and none is missing for that.
    ...signed
      .flatMap((view) => serverFindings(view, context))
      .filter(({ id }) => id !== "rrsig-missing-for-ds-algorithm" || isVouchedFor(link)),
    ...agreementFindings(signed),
    ...misanswered,
    ...serverFailureFindings(
      zone,
      servers.flatMap(({ answers, failures }) =>
        firstFailure(
          zone,
          failures,
          // A referral to a zone below is an answer, but no sign that the server has this one.
          answers.some(({ message }) => message.isAuthoritative || message.answer.length > 0),
        ),
      ),
    ),
  ];
  const addresses: ServerAddress[] = views.map(({ server }) => server);
  const levelled = mergeFindings(found).map((each) =>
    link.status === "insecure" ? each : levelBySpread(each, addresses),
  );
  const findings = withCauses(foldSubjects(levelled), DENIAL_CAUSES, isSeenWhere);
  return {
    summary: denialSummary(zone, findings, signed, judged, coverage),
    unknown: findings.length > 0 ? null : whyUnjudged(expect, link, views, servers),
    findings,
    metrics: denialMetrics(context, signed, judged, coverage),
    details: [...(coverage === null ? [] : [coverageText(coverage)]), ...chainDetails(link)],
  };
}

function serverFindings(view: ServerView, context: CheckContext<DenialOptions>) {
  const absent = absentName(view.zone);
  return [
    ...recordFindings(view, context.now),
    ...apexFindings(view),
    ...parameterFindings(view, context),
    ...costFindings(view),
    ...chainOrderFindings(view),
    ...brokenLinkFindings(view),
    ...existingFindings(view),
    ...walkableFindings(view),
    ...(absent === null ? [] : compactFindings(view, absent)),
  ];
}
