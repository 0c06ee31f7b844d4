import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import type { Ds } from "../../dns/rdata.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { type Chain, createChain } from "../../dnssec/chain/chain.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type Effort, newEffort } from "../../dnssec/rrsig.ts";
import { alerts, renderThreshold } from "../../monitoring/range.ts";
import type { Check, CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { withCauses } from "../shared/causes.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { foldSubjects, mergeFindings } from "../shared/merge-findings.ts";
import { notChecked, nothingLearned } from "../shared/outcomes.ts";
import { firstFailure, serverFailureFindings } from "../shared/server-failures.ts";
import { levelBySpread } from "../shared/spread.ts";
import { withStandIn } from "../shared/stand-in.ts";
import { type DelegationMemory, type History, historyFindings, type Recalled } from "../shared/zone-history.ts";
import { announced } from "./announcement.ts";
import { serverAgreementFindings } from "./announcement-agreement.ts";
import { announcementFindings } from "./announcement-findings.ts";
import { bootstrapFindings } from "./bootstrap.ts";
import { type Child, judgeChild } from "./child.ts";
import { DS_CAUSES, pairCdnskeyWithCds } from "./causes.ts";
import { type ChildView, gatherChild, gatherParent, type ParentSide } from "./gather.ts";
import { lastingDetails, levelByAge, rememberDelegation } from "./lasting.ts";
import { type Match, matchFindings, matchGroups, unmatchedCount } from "./match.ts";
import { type DsGroup, dsGroups, parentFindings, unansweredFindings } from "./parent.ts";
import { misplacedFindings, strayDsFindings } from "./placement.ts";
import { recordFindings } from "./records.ts";
import { registrarRecords } from "./registrar.ts";
import { dsDetails, dsMetrics, dsSummary, fewestUsable } from "./summary.ts";

/** What check_dnssec_ds takes besides the common options. */
export interface DsOptions {
  /** Names below the apex to look at for CDS and CDNSKEY that nobody reads there. */
  readonly elsewhere: readonly DomainName[];
  /** Tags of keys whose DS is published ahead of them. */
  readonly standby: readonly number[];
  /** How long the parent may take to publish what CDS asks for, in seconds. */
  readonly pickupTime: number;
  readonly history: History;
}

/** All that was gathered and made of it. */
export interface Delegation {
  readonly link: ChainLink;
  readonly parentLink: ChainLink;
  readonly side: ParentSide;
  readonly groups: readonly DsGroup[];
  readonly matches: readonly Match[];
  readonly children: readonly Child[];
}

/** What judging takes. */
interface Tools {
  readonly chain: Chain;
  readonly effort: Effort;
}

/** Holds the DS at every parent server against the keys, CDS and CDNSKEY at every server of the zone (RFC 4035 5.2, RFC 7344). */
export const checkDs: Check<DsOptions> = withStandIn(checkAtServers);

async function checkAtServers(context: CheckContext<DsOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  if (zone.isRoot())
    return nothingLearned("the root has no parent and no DS: check_dnssec_trust_anchor is for its keys");
  const effort = newEffort();
  const chain = createChain({ lookup, anchors, now, effort });
  lookup.anticipate(zone);
  const gathering = gatherParent(zone, lookup);
  const gather = (servers: readonly ServerAddress[]): Promise<ChildView[]> =>
    Promise.all(servers.map((server) => gatherChild(server, zone, options.elsewhere, lookup)));
  // The delegation's servers are known before the zone's own: what they are asked now is not asked again.
  void lookup.delegation(zone).then((servers) => gather(servers ?? []));
  const found = await lookup.zoneServers(zone);
  if (found === null) {
    const side = await gathering;
    // Where the root is silent too, this host's network may be.
    const unanswered = side === null || side.zone.isRoot() ? [] : unansweredFindings(zone, side);
    return unanswered.length > 0 ? notChecked(unanswered) : nothingLearned("no server of the zone can be found");
  }
  if (!found.zone.equals(zone)) {
    const soa = await lookup.ask({ name: zone, type: RrType.SOA });
    return notChecked([...noZoneFindings(zone, found.zone, soa), ...strayDsFindings(zone, await gathering)]);
  }
  const [link, side, recalled, views] = await Promise.all([
    chain.link(zone),
    gathering,
    options.history.recall(zone),
    gather(found.servers),
  ]);
  if (side === null) return nothingLearned(`no server of the zone above ${nameText(zone)} can be found`);
  const groups = dsGroups(side);
  const delegation: Delegation = {
    link,
    parentLink: await chain.link(side.zone),
    side,
    groups,
    matches: matchGroups(zone, groups, views, now, effort),
    children: views.map((view) => judgeChild(zone, view, now, effort)),
  };
  const findings = await allFindings(context, delegation, { chain, effort });
  return conclude(context, delegation, await withAges(context, delegation, recalled, findings));
}

/** What was found, and since when it has been so. */
interface Aged {
  readonly findings: readonly Finding[];
  readonly memory: DelegationMemory;
}

/** Remembers what may last, where both sides were heard, and judges it by its age. */
async function withAges(
  { zone, now, options }: CheckContext<DsOptions>,
  { groups, children }: Delegation,
  recalled: Recalled,
  findings: readonly Finding[],
): Promise<Aged> {
  const published = groups.flatMap(({ views }) => views[0]?.records ?? []);
  const memory = rememberDelegation(recalled.history.delegation, published, findings, now);
  const isWhole = groups.length > 0 && children.some(({ apex }) => apex.has(RrType.DNSKEY));
  const kept = isWhole ? await options.history.keep(zone, { delegation: memory }) : null;
  const trouble = recalled.trouble ?? kept;
  const aged = findings.map((found) => levelByAge(found, memory, options.pickupTime, now));
  return { memory, findings: [...aged, ...historyFindings(zone, trouble)] };
}

async function allFindings(context: CheckContext<DsOptions>, delegation: Delegation, tools: Tools): Promise<Finding[]> {
  const { zone, lookup, now, expect, options } = context;
  const { link, parentLink, side, groups, matches, children } = delegation;
  const announcements = children.flatMap((child) => child.announcements);
  const isComing = ({ keyTag, algorithm }: Ds): boolean =>
    options.standby.includes(keyTag) ||
    announcements.flatMap(announced).some((entry) => entry.keyTag === keyTag && entry.algorithm === algorithm);
  const isSigned = children.some(({ keys, keyVerdicts }) => keys.length > 0 && keyVerdicts.length > 0);
  const isMissing = groups.length > 0 && groups.every(({ views }) => views[0]?.records.length === 0);
  const sources = { lookup, now, ...tools };
  return [
    ...(await parentFindings(zone, side, groups, parentLink, sources)),
    ...matchFindings(zone, matches, isComing),
    ...groups.flatMap((group) => {
      const unmatched = unmatchedCount(matches.filter((match) => match.group === group));
      return recordFindings(zone, side.zone, group, unmatched);
    }),
    ...(isSigned && isMissing ? missingFindings(context, delegation) : []),
    ...expectationFindings(expect, link, isSigned),
    ...children.flatMap((child) => announcementFindings(context, child, delegation, tools.effort)),
    ...(await serverAgreementFindings(zone, children, lookup)),
    ...(isSigned && isMissing && announcements.some((each) => announced(each).length > 0)
      ? await bootstrapFindings(zone, announcements, sources)
      : []),
    ...misplacedFindings(zone, parentLink, children),
    ...serverFailureFindings(
      zone,
      children.flatMap(({ keysAnswer, failures }) => firstFailure(zone, failures, keysAnswer !== null)),
    ),
  ];
}

/** Signed, but nothing vouches for it: as bad as security is expected, and no fault where the parent could not sign a DS. */
function missingFindings(
  { zone, expect, anchors }: CheckContext<DsOptions>,
  { side, parentLink }: Delegation,
): Finding[] {
  const isAnchored = anchors.some((anchor) => anchor.zone.equals(zone));
  const isPossible = parentLink.status === "secure" && !isAnchored;
  const level = isPossible ? ({ secure: "critical", any: "warning", insecure: "info" } as const)[expect] : "info";
  const params = { zone: nameText(zone), parentZone: nameText(side.zone) };
  return [finding("ds-missing", { subject: { name: zone }, level, params })];
}

function conclude(
  context: CheckContext<DsOptions>,
  { side, groups, matches, children }: Delegation,
  { findings: found, memory }: Aged,
): CheckOutcome {
  const { zone, now } = context;
  const usable = fewestUsable(groups, matches);
  const answering = children.filter(({ apex }) => apex.size > 0);
  const spreads = [
    groups.flatMap(({ views }) => views.map(({ server }) => server)),
    answering.map(({ server }) => server),
  ];
  const fitted = mergeFindings([...found, ...thresholdFindings(context, usable, groups)]).map((each) =>
    spreads.reduce(levelBySpread, each),
  );
  const findings = pairCdnskeyWithCds(withCauses(foldSubjects(fitted), DS_CAUSES));
  const announcements = children.flatMap((child) => child.announcements);
  const signers = children.flatMap(({ keyVerdicts }) =>
    keyVerdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key] : [])),
  );
  const registrar = registrarRecords(zone, signers, announcements);
  return {
    summary: dsSummary(zone, findings, side, groups, matches),
    unknown: whyUnknown(side, groups, answering, findings),
    findings,
    metrics: dsMetrics(context, usable, groups, answering),
    details: [...dsDetails(zone, side, groups, announcements, registrar), ...lastingDetails(memory, now)],
    extra: { registrar },
  };
}

/** Judges the number of usable DS; none at all is a fault with a name of its own, or what is expected. */
function thresholdFindings(
  { zone, warning, critical }: CheckContext<DsOptions>,
  usable: number | null,
  groups: readonly DsGroup[],
): Finding[] {
  if (usable === null || usable === 0) return [];
  const threshold = [critical, warning].find((each) => alerts(each, usable));
  if (threshold === undefined) return [];
  return [
    finding("ds-usable-outside-range", {
      subject: { name: zone, type: RrType.DS },
      servers: groups.flatMap(({ views }) => views.map(({ server }) => server)),
      level: threshold === critical ? "critical" : "warning",
      params: { count: usable, limit: renderThreshold(threshold, "") ?? "" },
    }),
  ];
}

/** One side was not heard, and no finding says so. */
function whyUnknown(
  { zone, views }: ParentSide,
  groups: readonly DsGroup[],
  answering: readonly ChildView[],
  findings: readonly Finding[],
): string | null {
  if (answering.length > 0 || findings.length > 0) return null;
  if (groups.length > 0) return "no server of the zone answered";
  const [failure] = views.flatMap((view) => view.failure ?? []);
  const reason = failure === undefined ? "" : `: ${failure.detail}`;
  return `no answer about ${typeName(RrType.DS)} from the servers of ${nameText(zone)}${reason}`;
}
