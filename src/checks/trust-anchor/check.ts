import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, nameText } from "../../dnssec/finding.ts";
import { newEffort } from "../../dnssec/rrsig.ts";
import { anchorKeyTag } from "../../dnssec/trust-anchor.ts";
import { countMetric } from "../../monitoring/perfdata.ts";
import { renderThreshold } from "../../monitoring/range.ts";
import type { CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { mergeFindings } from "../shared/merge-findings.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";
import { fileFindings, type NamedAnchorFile } from "./file.ts";
import { type AnchoredKeys, anchoredKeys, KSK_2017 } from "./root-keys.ts";
import { sentinelFindings, type SentinelView, viewSentinel } from "./sentinel.ts";

/** What check_dnssec_trust_anchor takes besides the common options. */
export interface TrustAnchorOptions {
  readonly files: readonly NamedAnchorFile[];
  readonly resolvers: readonly ServerAddress[];
  /** The signed zone that sentinel names are asked for in. */
  readonly sentinelZone: DomainName;
}

/** Holds the anchors of files and resolvers against the keys that the zone, mostly the root, has today (RFC 5011, RFC 8509). */
export async function checkTrustAnchor(context: CheckContext<TrustAnchorOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  lookup.anticipate(zone);
  const link = await createChain({ lookup, anchors, now, effort: newEffort() }).link(zone);
  const keys = anchoredKeys(link, anchors, now);
  if (keys.required.length === 0) return withoutKeys(link);
  const tags = [...new Set([...keys.required.map(({ tag }) => tag), ...keys.retired])];
  // Sentinels are for the keys of the root only.
  const views = zone.isRoot()
    ? await Promise.all(options.resolvers.map((server) => viewSentinel(server, options.sentinelZone, tags, lookup)))
    : [];
  const findings = [
    ...(link.status === "bogus" ? link.findings : []),
    ...options.files.flatMap((file) => fileFindings(zone, file, keys, context)),
    ...mergeFindings(views.flatMap((view) => sentinelFindings(zone, view, keys))),
  ];
  return {
    summary: summaryOf(zone, findings, keys, options),
    unknown: null,
    security: link.status,
    findings,
    metrics: metricsOf(context),
    details: [...keyDetails(keys), ...options.files.map(fileDetail), ...views.map(viewDetail)],
  };
}

function withoutKeys(link: ChainLink): CheckOutcome {
  const [failure] = link.failures;
  const why = failure === undefined ? `it is ${link.status}` : `${failure.server.address}: ${failure.detail}`;
  const unknown = `the keys of ${nameText(link.zone)} can't be had: ${why}`;
  const isKnown = link.status === "bogus";
  return { summary: unknown, unknown: isKnown ? null : unknown, findings: link.findings, metrics: [], details: [] };
}

function summaryOf(
  zone: DomainName,
  findings: readonly Finding[],
  { required }: AnchoredKeys,
  { files, resolvers }: TrustAnchorOptions,
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") return `${findingText(worst, zone)}${whereText(worst.servers)}`;
  const keys = required.map(({ tag }) => tag).join(" and ");
  const unseen = required.every(({ key }) => key === null) ? "; today's keys could not be seen" : "";
  const sources = [
    ...(files.length === 0 ? [] : [`${files.length} ${files.length === 1 ? "file" : "files"}`]),
    ...(resolvers.length === 0 ? [] : [`${resolvers.length} ${resolvers.length === 1 ? "resolver" : "resolvers"}`]),
  ].join(" and ");
  return findings.some(({ id }) => id === "resolver-sentinel-unsupported")
    ? `nothing wrong in ${sources}, as far as can be seen; the keys are ${keys}`
    : `key ${keys} trusted in ${sources}${unseen}`;
}

function metricsOf({ now, warning, critical, options }: CheckContext<TrustAnchorOptions>): CheckOutcome["metrics"] {
  const ages = options.files.flatMap(({ updated }) => (updated === null ? [] : [now - updated]));
  return [
    {
      ...countMetric("anchor_age", ages.length === 0 ? null : Math.max(...ages)),
      uom: "s",
      warn: renderThreshold(warning, "s"),
      crit: renderThreshold(critical, "s"),
    },
    countMetric("anchor_files", options.files.length),
    countMetric("resolvers", options.resolvers.length),
  ];
}

function keyDetails({ required, retired }: AnchoredKeys): string[] {
  return [
    ...required.map(({ tag, signs, key }) => {
      const seen = key === null ? ", not seen today" : "";
      return `key ${tag}: ${signs ? "signs" : "is published and signs nothing yet"}${seen}`;
    }),
    ...[...retired].map((tag) => `key ${tag}: revoked${tag === KSK_2017 ? " (KSK-2017)" : ""}`),
  ];
}

function fileDetail({ name, anchors }: NamedAnchorFile): string {
  const keys = anchors.map(({ anchor, state }) => `${anchorKeyTag(anchor)} ${state}`);
  return `file ${name}: ${keys.join(", ")}`;
}

function viewDetail({ server, verdicts }: SentinelView): string {
  const words = verdicts.map(
    ({ tag, trusted }) => `${tag} ${trusted === null ? "unknown" : trusted ? "trusted" : "not trusted"}`,
  );
  return `resolver ${server.address}: ${words.join(", ")}`;
}
