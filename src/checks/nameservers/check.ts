import type { Lookup, Reply, ServerAddress, ZoneServers } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { RrType } from "../../dns/registry.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { newEffort } from "../../dnssec/rrsig.ts";
import type { Check, CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { mergeServers } from "../shared/merge-findings.ts";
import { chainDetails, notChecked, nothingLearned, whyNothing } from "../shared/outcomes.ts";
import { withoutStandIn } from "../shared/stand-in.ts";
import { addressFindings } from "./addresses.ts";
import { apexReply } from "./apex-reply.ts";
import { causesAtServers } from "./causes.ts";
import { copyOf, type ZoneCopy } from "./copies.ts";
import { complianceFindings } from "./edns.ts";
import { existenceFindings, existenceQuestions } from "./existence.ts";
import { extendedErrorFindings, referralFindings, reportChannelFindings } from "./extras.ts";
import { gatherAnswers, type ServerAnswers } from "./gather.ts";
import { keyFindings } from "./keys.ts";
import { findLags, type Lag } from "./lag.ts";
import { negativeFindings } from "./negative.ts";
import { serviceFindings } from "./service.ts";
import { supportFindings, unsignedCopies } from "./signed.ts";
import { judgeLags, staleFindings } from "./stale.ts";
import { nameserversMetrics, nameserversSummary, serverDetails, unusableDetails } from "./summary.ts";

/** What check_dnssec_nameservers takes besides the common options. */
export interface NameserversOptions {
  /** Names that must exist, and types they may have. */
  readonly queries: readonly Question[];
  /** Serial numbers that a copy may be behind the newest. */
  readonly serialTolerance: number;
  /** The servers are those of the Internet, found from its root: what can't be reached there is a fault. */
  readonly isPublic: boolean;
}

/** Asks every address of every nameserver whether it serves the one signed zone, and serves it well (RFC 4035 3, RFC 6891). */
export const checkNameservers: Check<NameserversOptions> = withoutStandIn(checkAtServers);

async function checkAtServers(context: CheckContext<NameserversOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  const effort = newEffort();
  const chain = createChain({ lookup, anchors, now, effort });
  lookup.anticipate(zone);
  const gather = (servers: readonly ServerAddress[]): Promise<ServerAnswers[]> => {
    const names = servers.flatMap(({ name }) => name ?? []);
    const existing = existenceQuestions(zone, names, options.queries);
    return Promise.all(servers.map((server) => gatherAnswers(server, zone, existing, lookup)));
  };
  // The delegation's servers are known before the zone's own: what they are asked now is not asked again.
  void lookup.delegation(zone).then((servers) => gather(servers ?? []));
  const found = await lookup.zoneServers(zone);
  if (found === null) return nothingLearned("no server of the zone can be found");
  if (!found.zone.equals(zone)) {
    return notChecked(noZoneFindings(zone, found.zone, await lookup.ask({ name: zone, type: RrType.SOA })));
  }
  if (found.servers.length === 0) return withoutServers(context, found);
  const [link, referrals, servers] = await Promise.all([
    chain.link(zone),
    askParent(found, lookup),
    gather(found.servers),
  ]);
  const sound = servers.filter(({ soa }) => apexReply(soa).answer !== null);
  const copies = sound.flatMap((answers) => copyOf(zone, answers) ?? []);
  const lags = judgeLags(findLags(copies, options.serialTolerance, now), context);
  const findings = [
    ...expectationOf(context, link, copies),
    ...(options.isPublic ? addressFindings(zone, found.servers) : []),
    ...servers.flatMap((answers) => [...serviceFindings(zone, answers), ...extendedErrorFindings(zone, answers)]),
    ...sound.flatMap((answers) => [
      ...complianceFindings(zone, answers),
      ...negativeFindings(zone, answers),
      ...existenceFindings(zone, answers),
    ]),
    ...unsignedCopies(zone, copies),
    ...supportFindings(zone, copies),
    ...staleFindings(zone, lags, now),
    ...keyFindings(zone, copies, lags, { link, now, effort }),
    ...referralFindings([...referrals, ...servers.flatMap(({ usual }) => usual)]),
    ...(sound.length === 0 ? [] : await reportChannelFindings(zone, sound, lookup)),
  ];
  return conclude(context, found, link, servers, copies, lags, causesAtServers(mergeServers(findings)));
}

/** Where no name of a nameserver leads anywhere; of one address family there may well be none. */
function withoutServers({ families }: CheckContext<unknown>, { zone, unusable }: ZoneServers): CheckOutcome {
  const reason = unusable.map(({ name, reason: why }) => `${nameText(name)} ${why}`).join(", ");
  if (families.length < 2) return nothingLearned(`no server can be asked: ${reason}`);
  return notChecked([finding("ns-without-address", { subject: { name: zone }, params: { reason } })]);
}

/** What the parent's servers say when asked for the zone: referrals, unless they serve it themselves. */
async function askParent({ zone, parentZone }: ZoneServers, lookup: Lookup): Promise<Reply[]> {
  const parent = parentZone === null ? null : await lookup.zoneServers(parentZone);
  const servers: readonly ServerAddress[] = parent?.servers ?? [];
  return Promise.all(servers.map((server) => lookup.askServer(server, { name: zone, type: RrType.NS })));
}

function expectationOf({ expect }: CheckContext<unknown>, link: ChainLink, copies: readonly ZoneCopy[]): Finding[] {
  const isSigned = copies.some(({ keys }) => keys.length > 0);
  return expectationFindings(expect, link, isSigned).filter(({ id }) => id !== "chain-expected-insecure-but-secure");
}

function conclude(
  context: CheckContext<NameserversOptions>,
  found: ZoneServers,
  link: ChainLink,
  servers: readonly ServerAnswers[],
  copies: readonly ZoneCopy[],
  lags: readonly Lag[],
  findings: readonly Finding[],
): CheckOutcome {
  const failures = servers.flatMap(({ soa }) => apexReply(soa).failure ?? []);
  return {
    summary: nameserversSummary(found.zone, findings, copies),
    unknown: copies.length > 0 || findings.length > 0 ? null : whyNothing(failures),
    findings,
    metrics: nameserversMetrics(context, servers, copies, lags),
    details: [...serverDetails(servers, copies), ...unusableDetails(found), ...chainDetails(link)],
  };
}
