import type { Reply } from "../../dns/lookup.ts";
import { RrType } from "../../dns/registry.ts";
import { type ChainLink, firstBreak, linksDownTo } from "../../dnssec/chain/link.ts";
import { failureText } from "../../dnssec/failure-text.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isRevoked, isSecureEntryPoint } from "../../dnssec/key-tag.ts";
import type { SignatureVerdict } from "../../dnssec/rrsig.ts";
import { anchorKeyTag, ROOT_ANCHORS, type TrustAnchor } from "../../dnssec/trust-anchor.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";
import type { ChainOptions, QuestionVerdict } from "./check.ts";
import type { CheckContext } from "../context.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { nonexistenceFindings } from "../shared/existence.ts";
import type { ServerView } from "./server-view.ts";

/** What is wrong with the chain itself, from the anchor down to the zone, and with what it should be. */
export function chainFindings(
  context: CheckContext<ChainOptions>,
  link: ChainLink,
  views: readonly ServerView[],
  verdicts: readonly QuestionVerdict[],
  soaReply: Reply,
): Finding[] {
  const broken = firstBreak(link);
  // Of a zone that does not exist nothing is expected.
  const nonexistent = nonexistenceFindings(link.zone, soaReply);
  const own = views.length > 0 && link.trust !== null ? views.flatMap((view) => view.link.findings) : link.findings;
  const above = linksDownTo(link)
    .slice(0, -1)
    .flatMap(({ findings }) => findings);
  return [
    ...above,
    ...own,
    ...(broken === null || broken === link ? [] : ancestorFindings(link, broken)),
    ...foreignFindings(link, verdicts),
    ...(nonexistent.length > 0
      ? nonexistent
      : expectationFindings(context.expect, link, isSigned(link, views, verdicts))),
    ...standbyFindings(link),
    ...rootKeyFindings(linksDownTo(link)[0] ?? link, context.anchors),
  ];
}

/** The zone is lost because a zone above it is: that zone is the cause. */
function ancestorFindings(link: ChainLink, broken: ChainLink): Finding[] {
  if (broken.status !== "bogus") return [];
  const cause = broken.findings[0];
  const about = { subject: { name: link.zone }, params: { name: nameText(broken.zone), reason: cause?.id ?? "bogus" } };
  const ancestor = finding("chain-ancestor-bogus", about);
  return [cause === undefined ? ancestor : { ...ancestor, cause: cause.id }];
}

/** Links of other zones that answers led into: alias targets and zones below. */
function foreignFindings(link: ChainLink, verdicts: readonly QuestionVerdict[]): Finding[] {
  const known = new Set(linksDownTo(link));
  const steps = verdicts.flatMap(({ validations }) => validations).flatMap((validation) => validation.steps);
  return steps.flatMap((step) =>
    linksDownTo(step.link)
      .filter((other) => !known.has(other) && !other.zone.equals(link.zone))
      .flatMap(({ findings }) => findings),
  );
}

/** Questions that were left open, or whose alias leads to where nobody answers. */
export function unansweredFindings(verdicts: readonly QuestionVerdict[]): Finding[] {
  return verdicts
    .filter(({ status }) => status === "indeterminate")
    .map(({ question, validations }) => {
      const [failure] = validations.flatMap(({ unanswered }) => unanswered?.failures ?? []);
      const reason = failure === undefined ? "no answer" : failureText(failure);
      const servers = failure === undefined ? [] : [failure.server];
      return finding("chain-indeterminate", { subject: question, servers, params: { reason } });
    });
}

/** Answers come with signatures of the zone itself although nothing vouches for them. */
function isSigned({ zone }: ChainLink, views: readonly ServerView[], verdicts: readonly QuestionVerdict[]): boolean {
  if (views.some(({ hasKeys }) => hasKeys)) return true;
  const steps = verdicts.flatMap(({ validations }) => validations).flatMap((validation) => validation.steps);
  return steps.some(({ judgement, link }) => link.zone.equals(zone) && (judgement?.set.signatures.length ?? 0) > 0);
}

/** A DS-matched key that does not sign while another does is a standby key. */
function standbyFindings({ zone, judgement }: ChainLink): Finding[] {
  if (judgement === null || judgement.status !== "secure") return [];
  return judgement.paths.flatMap(({ match }) => {
    if (match.outcome !== "matched" || judgement.verdicts.some((verdict) => isBy(verdict, match.key))) return [];
    const subject = { name: zone, type: RrType.DNSKEY, keyTag: match.key.tag };
    return [finding("chain-ksk-signature-missing", { subject, level: "info", params: { zone: nameText(zone) } })];
  });
}

function isBy({ rrsig }: SignatureVerdict, { tag, algorithm }: ZoneKey): boolean {
  return rrsig?.keyTag === tag && rrsig.algorithm === algorithm;
}

/** The public root's keys against the ones known, where the anchors are the public ones (RFC 9718, RFC 5011). */
function rootKeyFindings(root: ChainLink, anchors: readonly TrustAnchor[]): Finding[] {
  const ofRoot = anchors.filter(({ zone }) => zone.isRoot());
  const known = new Set(ofRoot.map((anchor) => anchorKeyTag(anchor)));
  const isPublic = ROOT_ANCHORS.some((anchor) => known.has(anchorKeyTag(anchor)));
  if (!root.zone.isRoot() || !isPublic || root.judgement === null || root.judgement.keys.length === 0) return [];
  const published = root.judgement.keys.filter((key) => isSecureEntryPoint(key) && !isRevoked(key));
  const newest = ROOT_ANCHORS.at(-1);
  const unknown = published.filter(({ tag }) => !known.has(tag)).map(({ tag }) => `key ${tag} is new`);
  const isGone = newest !== undefined && !published.some(({ tag }) => tag === anchorKeyTag(newest));
  const reasons = [...unknown, ...(isGone ? [`key ${anchorKeyTag(newest)} is gone`] : [])];
  if (reasons.length === 0) return [];
  const subject = { name: root.zone, type: RrType.DNSKEY };
  return [finding("chain-root-key-unknown", { subject, params: { reason: reasons.join(", ") } })];
}
