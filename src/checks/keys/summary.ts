import type { DomainName } from "../../dns/name.ts";
import { algorithmName } from "../../dns/registry.ts";
import { describe, type Finding } from "../../dnssec/finding.ts";
import { countMetric, type Metric } from "../../monitoring/perfdata.ts";
import { renderThreshold, type Threshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import type { AgedKey, AgeThresholds } from "./ages.ts";
import type { ServerKeys } from "./gather.ts";
import type { KeysPart } from "../shared/zone-history.ts";

/** The line that says how the keys stand: the worst finding, or which keys there are and when the first is due. */
export function keysSummary(
  zone: DomainName,
  findings: readonly Finding[],
  keys: readonly AgedKey[],
  now: number,
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  if (keys.length === 0) return worst === undefined ? "no keys" : describe(worst).message;
  const [first] = keys.filter(({ due }) => due !== null).toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0));
  const names = keys.map(({ key, role }) => `${roleName(role)} ${key.tag}`).join(", ");
  const algorithms = [...new Set(keys.map(({ key }) => algorithmName(key.algorithm)))].join(", ");
  const due = first === undefined ? "" : `, ${roleName(first.role)} ${first.key.tag} ${dueText(first.due ?? now, now)}`;
  return `${names} (${algorithms})${due}`;
}

/** How long the keys still have and how old they are, how many there are, and how large their answer is. */
export function keysMetrics(
  { warning, critical }: { readonly warning: Threshold; readonly critical: Threshold },
  { zskWarning, zskCritical }: Pick<AgeThresholds, "zskWarning" | "zskCritical">,
  keys: readonly AgedKey[],
  views: readonly ServerKeys[],
  now: number,
): Metric[] {
  const ofKind = (kind: "ksk" | "zsk") => keys.filter((key) => key.kind === kind);
  const due = (kind: "ksk" | "zsk") => least(ofKind(kind).map((key) => (key.due ?? now) - now));
  const age = (kind: "ksk" | "zsk") => least(ofKind(kind).map(({ since }) => since - now));
  const dueMetric = (name: string, value: number | null, warn: Threshold, crit: Threshold): Metric => ({
    ...countMetric(name, value),
    uom: "s",
    warn: renderThreshold(warn, "s"),
    crit: renderThreshold(crit, "s"),
    min: null,
  });
  const positive = (value: number | null): number | null => (value === null ? null : Math.max(0, -value));
  const sizes = views.map(({ answer }) => -(answer?.message.size ?? 0));
  return [
    dueMetric("ksk_due", due("ksk"), warning, critical),
    dueMetric("zsk_due", due("zsk"), zskWarning, zskCritical),
    { ...countMetric("ksk_age", positive(age("ksk"))), uom: "s" },
    { ...countMetric("zsk_age", positive(age("zsk"))), uom: "s" },
    countMetric("keys", keys.length),
    { ...countMetric("dnskey_size", positive(least(sizes))), uom: "B" },
  ];
}

/** A line for each key, and one for the rollover that is under way. */
export function keyDetails(keys: readonly AgedKey[], { rollover }: KeysPart, now: number): string[] {
  const lines = keys.map(({ key, role, isInDs, isInCds, memory, facts, since, due }) => {
    const begun = facts.created !== null ? "made" : facts.published !== null ? "published" : "first seen";
    const remarks = [
      isInDs ? "in DS" : memory.hasHadDs ? "in DS no more" : "",
      isInCds ? "in CDS" : "",
      `${begun} ${renderTime(since)}`,
      due === null ? "" : dueText(due, now),
      facts.replacement === null ? "" : `to be replaced ${renderTime(facts.replacement)}`,
      facts.note ?? "",
    ];
    return `key ${key.tag} ${algorithmName(key.algorithm)}: ${role}, ${remarks.filter((text) => text !== "").join(", ")}`;
  });
  if (rollover === null) return lines;
  const since = rollover.since === now ? "since this run" : `for ${renderDuration(now - rollover.since)}`;
  return [...lines, `rollover: ${rollover.phases.join(", ")}, ${since}`];
}

/** The keys and the rollover for programs. */
export function keysExtra(keys: readonly AgedKey[], { rollover }: KeysPart): Readonly<Record<string, unknown>> {
  return {
    keys: keys.map(({ key, role, isInDs, isInCds, since, due }) => ({
      key_tag: key.tag,
      algorithm: key.algorithm,
      flags: key.flags,
      role,
      in_ds: isInDs,
      in_cds: isInCds,
      since: renderTime(since),
      due: due === null ? null : renderTime(due),
    })),
    rollover: rollover === null ? null : { phases: rollover.phases, since: renderTime(rollover.since) },
  };
}

function dueText(due: number, now: number): string {
  return due < now ? `overdue by ${renderDuration(now - due)}` : `due in ${renderDuration(due - now)}`;
}

function roleName(role: AgedKey["role"]): string {
  return role === "no signature of it seen" ? "unused key" : role;
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
