import type { DomainName } from "../../dns/name.ts";
import type { AnchorFile, FiledAnchor } from "../../dnssec/anchor-file.ts";
import { matchAnchor } from "../../dnssec/ds.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { anchorKeyTag } from "../../dnssec/trust-anchor.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderDuration } from "../../util/duration.ts";
import { type AnchoredKeys, KSK_2017, keySubject, type RequiredKey } from "./root-keys.ts";

/** An anchor file and what it is called. */
export interface NamedAnchorFile extends AnchorFile {
  readonly name: string;
}

/** What -w and -c are judged by: the age of the file's state. */
interface Thresholds {
  readonly now: number;
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** Holds an anchor file against the keys of today (RFC 5011, RFC 9718). */
export function fileFindings(
  zone: DomainName,
  { name, anchors, updated }: NamedAnchorFile,
  { required, retired }: AnchoredKeys,
  thresholds: Thresholds,
): Finding[] {
  const own = anchors.filter(({ anchor }) => anchor.zone.equals(zone));
  const lacking = required.flatMap((key) => whyLacking(key, own) ?? []);
  const trustsRetired = own.some(
    ({ anchor, state }) => state === "trusted" && anchorKeyTag(anchor) === KSK_2017 && retired.has(KSK_2017),
  );
  const outdated = (reason: string, level: "warning" | "critical"): Finding =>
    finding("resolver-trust-anchor-file-outdated", {
      subject: keySubject(zone),
      level,
      params: { file: name, reason },
    });
  const age = updated === null ? null : thresholds.now - updated;
  const ageLevel = age === null ? null : levelOf(age, thresholds);
  return [
    ...(lacking.length > 0 ? [outdated(lacking.join(", "), "critical")] : []),
    ...(age !== null && ageLevel !== null ? [outdated(`its state is ${renderDuration(age)} old`, ageLevel)] : []),
    ...(trustsRetired
      ? [finding("resolver-trust-anchor-ksk-2017-still-trusted", { subject: keySubject(zone, KSK_2017) })]
      : []),
  ];
}

/** Why a file does not make a validator trust a key; null where it does. */
function whyLacking({ tag, key }: RequiredKey, filed: readonly FiledAnchor[]): string | null {
  const all = filed.map(({ anchor }) => anchor);
  const named = filed.filter(({ anchor }) => anchorKeyTag(anchor) === tag);
  const matching = named.filter(({ anchor }) => {
    const outcome = key === null ? "matched" : matchAnchor(anchor, all, [key]).outcome;
    return outcome === "matched" || outcome === "sha1-ignored";
  });
  if (matching.some(({ state }) => state === "trusted")) return null;
  const [other] = matching;
  if (other !== undefined) return `key ${tag} is ${other.state}`;
  return named.length === 0 ? `key ${tag} is missing` : `its key ${tag} is another`;
}

function levelOf(age: number, { warning, critical }: Thresholds): "warning" | "critical" | null {
  if (alerts(critical, age)) return "critical";
  return alerts(warning, age) ? "warning" : null;
}
