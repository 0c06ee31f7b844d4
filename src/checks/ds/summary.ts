import type { DomainName } from "../../dns/name.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import { countMetric, type Metric } from "../../monitoring/perfdata.ts";
import { renderThreshold, type Threshold } from "../../monitoring/range.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import { type Announcement, wantedDs } from "./announcement.ts";
import { shortText } from "./announcement-agreement.ts";
import { groupByAnswer } from "../shared/agreement.ts";
import type { ChildView, ParentSide } from "./gather.ts";
import { type Match, usableCount } from "./match.ts";
import type { DsGroup } from "./parent.ts";
import type { RegistrarRecords } from "./registrar.ts";

/** The DS that lead to a key that signs, by the worst pair of parent's and zone's servers; null where none can be judged. */
export function fewestUsable(groups: readonly DsGroup[], matches: readonly Match[]): number | null {
  const isSomewhereMissing = groups.some(({ views }) => views[0]?.records.length === 0);
  if (isSomewhereMissing) return 0;
  return matches.length === 0 ? null : Math.min(...matches.map(usableCount));
}

/** The line that says how the delegation stands: the worst finding, or which DS lead to a key. */
export function dsSummary(
  zone: DomainName,
  findings: readonly Finding[],
  side: ParentSide,
  groups: readonly DsGroup[],
  matches: readonly Match[],
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") {
    return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  }
  const [match] = matches.toSorted((a, b) => usableCount(a) - usableCount(b));
  if (match === undefined) return worst === undefined ? "no DS" : describe(worst).message;
  const tags = [...new Set(match.records.map(({ keyTag }) => keyTag))].join(", ");
  const parents = servers(groups.flatMap(({ views }) => views).length);
  const children = servers(new Set(matches.map(({ child }) => child)).size);
  const all = match.records.length;
  const usable = usableCount(match);
  const lead = all === 1 ? `DS ${tags}` : `${usable === all ? `all ${all}` : `${usable} of ${all}`} DS (${tags})`;
  const parent = side.zone.isRoot() ? "the root" : nameText(side.zone);
  const verb = all === 1 ? "matches a signing key" : "match signing keys";
  return `${lead} at ${parents} of ${parent} ${verb} at ${children} of the zone`;
}

function servers(count: number): string {
  return `${count} ${count === 1 ? "server" : "servers"}`;
}

/** How many DS there are and are of use, and how many servers said so. */
export function dsMetrics(
  { warning, critical }: { readonly warning: Threshold; readonly critical: Threshold },
  usable: number | null,
  groups: readonly DsGroup[],
  children: readonly ChildView[],
): Metric[] {
  const counts = groups.map(({ views }) => views[0]?.records.length ?? 0);
  return [
    {
      ...countMetric("usable_ds", usable),
      warn: renderThreshold(warning, ""),
      crit: renderThreshold(critical, ""),
    },
    countMetric("ds", counts.length === 0 ? null : Math.max(...counts)),
    countMetric("parent_servers", groups.flatMap(({ views }) => views).length),
    countMetric("servers", children.length),
  ];
}

/** What parent and zone say, and what should stand at the registrar. */
export function dsDetails(
  zone: DomainName,
  side: ParentSide,
  groups: readonly DsGroup[],
  announcements: readonly Announcement[],
  { ds, dnskey }: RegistrarRecords,
): string[] {
  const asked = groupByAnswer(announcements, (each) => `${each.prefix.toUpperCase()} ${shortText(wantedDs(each))}`);
  return [
    ...groups.map(
      ({ views }) => `DS at ${servers(views.length)} of ${nameText(side.zone)}: ${shortText(views[0]?.records ?? [])}`,
    ),
    ...asked.map(({ key, views }) => `${key} wanted by ${servers(views.length)} of ${nameText(zone)}`),
    ...(ds.length === 0 ? [] : ["for the registrar, as DS or as DNSKEY:", ...ds, ...dnskey]),
  ];
}
