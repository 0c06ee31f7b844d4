import type { Lookup } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { judgeCut } from "../../dnssec/chain/cut.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { failureText } from "../../dnssec/failure-text.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { Effort } from "../../dnssec/rrsig.ts";
import { type Agreement, groupByAnswer, rdataKey, serversAtOdds } from "../shared/agreement.ts";
import { serversBehind } from "../shared/behind.ts";
import { serverFailureFindings } from "../shared/server-failures.ts";
import type { ParentSide, ParentView } from "./gather.ts";

/** One DS RRset that servers of the parent serve; no records where they say that there is none. */
export type DsGroup = Agreement<ParentView>;

/** The different DS RRsets that the parent's servers serve, the most common first. */
export function dsGroups({ views }: ParentSide): DsGroup[] {
  return groupByAnswer(
    views.filter(({ answer }) => answer !== null),
    ({ set }) => rdataKey(set),
  );
}

/** What is wrong with how the parent's servers answer for the DS, apart from what the DS says. */
export async function parentFindings(
  zone: DomainName,
  side: ParentSide,
  groups: readonly DsGroup[],
  link: ChainLink,
  { lookup, now, effort }: { readonly lookup: Lookup; readonly now: number; readonly effort: Effort },
): Promise<Finding[]> {
  const subject = { name: zone, type: RrType.DS };
  const parentZone = nameText(side.zone);
  const referring = side.views.filter(({ isReferral }) => isReferral).map(({ server }) => server);
  const failures = side.views.flatMap(({ failure }) => failure ?? []);
  const referral =
    referring.length === 0
      ? []
      : [finding("ds-query-referral", { subject, servers: referring, params: { parentZone } })];
  if (groups.length === 0) return [...referral, ...unansweredFindings(zone, side)];
  return [
    ...referral,
    ...(await disagreement(zone, side, groups, lookup)),
    ...side.views.flatMap((view) => cutFindings(zone, view, link, now, effort)),
    // Resolvers ask the others; and the parent's servers are not this zone's.
    ...serverFailureFindings(side.zone, failures).map((each): Finding => ({ ...each, level: "info" })),
  ];
}

/** None of the parent's servers answers for the DS: nobody finds out that the zone is there, nor whether it is signed. */
export function unansweredFindings(zone: DomainName, side: ParentSide): Finding[] {
  const failures = side.views.flatMap(({ failure }) => failure ?? []);
  const [failure] = failures;
  if (failure === undefined || failures.every(({ reason }) => OWN_TROUBLE.has(reason))) return [];
  return [
    finding("ds-query-unanswered", {
      subject: { name: zone, type: RrType.DS },
      servers: failures.map(({ server }) => server),
      params: { parentZone: nameText(side.zone), reason: failureText(failure) },
    }),
  ];
}

/** Failures that say nothing of the server. */
const OWN_TROUBLE = new Set(["network-unreachable", "deadline"]);

/** Servers with different DS RRsets; while the older ones are behind by their serial, a change is on its way. */
async function disagreement(
  zone: DomainName,
  side: ParentSide,
  groups: readonly DsGroup[],
  lookup: Lookup,
): Promise<Finding[]> {
  if (groups.length < 2) return [];
  const behind = await serversBehind(side.zone, groups, lookup);
  return [
    finding("ds-inconsistent-parent-servers", {
      subject: { name: zone, type: RrType.DS },
      servers: behind ?? serversAtOdds(groups),
      level: behind === null ? "critical" : "info",
      params: { parentZone: nameText(side.zone), count: groups.length },
    }),
  ];
}

/** The signature of the DS RRset, or the proof that there is none, by the parent's keys (RFC 4035 5.2). */
function cutFindings(
  zone: DomainName,
  { server, answer }: ParentView,
  link: ChainLink,
  now: number,
  effort: Effort,
): readonly Finding[] {
  if (link.status !== "secure" || answer === null) return [];
  const cut = judgeCut(zone, link, answer, now, effort);
  if (cut.kind === "bogus") return cut.findings;
  if (cut.kind !== "none") return [];
  return [
    finding("chain-delegation-missing-in-parent", {
      subject: { name: zone },
      servers: [server],
      params: { parentZone: nameText(link.zone) },
    }),
  ];
}
