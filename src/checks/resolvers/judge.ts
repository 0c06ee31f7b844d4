import type { Answered, Reply } from "../../dns/lookup.ts";
import type { Message, Question } from "../../dns/message.ts";
import { parseNsec3, parseOrNull } from "../../dns/rdata.ts";
import { algorithmName, Rcode, RrType, rcodeName } from "../../dns/registry.ts";
import { validateAnswer } from "../../dnssec/answer/validate.ts";
import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import { Ede, extendedErrorText } from "../../dnssec/extended-errors.ts";
import { describe, type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { SecurityStatus } from "../../dnssec/security.ts";
import type { CheckContext } from "../context.ts";
import { refusalFindings } from "./bogus.ts";
import {
  hasExtendedError,
  isAuthenticated,
  isResolved,
  isUnsigned,
  messageOf,
  type ResolverView,
  stripsSignatures,
} from "./gather.ts";
import { UNCHECKED } from "../shared/resolver-queries.ts";
import type { Reference } from "./reference.ts";

/** What is known of a question without trust in the resolver. */
export interface Truth {
  readonly status: SecurityStatus;
  readonly findings: readonly Finding[];
  /** The answer that the status is of; null where there is none. */
  readonly message: Message | null;
}

/** What one resolver's answer is held against. */
export interface Judged {
  readonly view: ResolverView;
  readonly question: Question;
  readonly reference: Reference;
  readonly truth: Truth;
  readonly lookup: CheckContext<unknown>["lookup"];
  /** The resolver has answered the name that is bogus on purpose. */
  readonly acceptsBogusName: boolean;
}

/** What is wrong with one resolver's answer to one question. */
export async function answerFindings(judged: Judged, reply: Reply): Promise<Finding[]> {
  if (reply.kind === "unanswered" || refusesRecursion(reply.message)) return [];
  if (!isResolved(reply.message)) return failureFindings(judged, reply);
  if (stripsSignatures(judged.view)) return [];
  const { status, findings } = await validateAnswer(judged.question, reply, judged.reference.sources);
  const isUnproved = isUnprovedWildcard(judged, reply.message, findings);
  if (status === "bogus" && !isUnproved) return bogusAnswerFindings(judged, reply, findings[0]);
  const isSecure =
    status === "secure" || isUnproved || (iterationsOf(reply.message) > 0 && judged.reference.link.status === "secure");
  return isSecure ? secureAnswerFindings(judged, reply) : [];
}

/**
 * A wildcard's answer without AD and without any proof that it applies, nor word of it but from this resolver. Knot
 * Resolver leaves the proof out where it does not validate, so that it says nothing against the data.
 */
function isUnprovedWildcard(
  { view, reference, truth }: Judged,
  { authenticData, authority }: Message,
  findings: readonly Finding[],
): boolean {
  return (
    !authenticData &&
    findings.length > 0 &&
    findings.every(({ id }) => id === "nsec-missing-wildcard") &&
    !authority.some(({ type }) => type === RrType.NSEC || type === RrType.NSEC3) &&
    (truth.status !== "bogus" || reference.server === view.server)
  );
}

/** RA is clear, or the resolver says outright that it does not serve this host. */
export function refusesRecursion({ rcode, recursionAvailable }: Message): boolean {
  return rcode === Rcode.REFUSED || (!recursionAvailable && (rcode === Rcode.NOERROR || rcode === Rcode.NXDOMAIN));
}

/** An error code: right for bogus data, whose fault it shows; wrong for all other. */
async function failureFindings(judged: Judged, reply: Answered): Promise<Finding[]> {
  const { view, question, reference, truth, lookup } = judged;
  const { status } = truth;
  const about = { subject: question, servers: [view.server] };
  const found = rcodeName(reply.message.rcode);
  if (status === "bogus") {
    // One that fails everywhere shows nothing of this zone.
    return [
      ...(isAuthenticated(view.control) ? truth.findings : []),
      ...(await refusalFindings(view.server, question, reply.message, truth.findings, lookup)),
    ];
  }
  const said = reply.message.edns?.extendedErrors.map(extendedErrorText).join(", ") ?? "";
  if (status === "indeterminate") {
    const params = { reason: said === "" ? found : `${found} (${said})`, zone: nameText(reference.apex) };
    return [finding("resolver-no-answer", { ...about, params })];
  }
  const count = iterationsOf(truth.message);
  if (count > 0) return [finding("resolver-nsec3-iterations-limit", { ...about, params: { found, count } })];
  const unchecked = await uncheckedReply(judged);
  const resolves = unchecked !== null && isResolved(unchecked);
  const reason = [
    said === "" ? "no extended error" : said,
    resolves ? "answered with CD, so its validation fails" : "no better with CD",
  ].join("; ");
  const params = { found, expected: status, reason, zone: nameText(reference.apex) };
  return [finding("resolver-servfail-on-secure", { ...about, params })];
}

async function uncheckedReply({ view, question, lookup }: Judged): Promise<Message | null> {
  return messageOf(await lookup.askServer(view.server, question, UNCHECKED));
}

/** Data that does not hold: stripped of its signatures, forged or stale, or bogus everywhere and let through. */
function bogusAnswerFindings(judged: Judged, reply: Answered, first: Finding | undefined): Finding[] {
  const { view, question, reference, acceptsBogusName } = judged;
  const about = { subject: question, servers: [view.server] };
  if (judged.truth.status !== "bogus" && isUnsigned(reply.message)) {
    return [finding("resolver-dnssec-stripped", { ...about, params: { found: "no RRSIG in the answer" } })];
  }
  const zone = nameText(reference.apex);
  if (hasExtendedError(reply.message, Ede.NEGATIVE_TRUST_ANCHOR)) {
    return [finding("resolver-negative-trust-anchor", { ...about, params: { zone } })];
  }
  if (view.role === "non-validating") return [];
  if (judged.truth.status === "bogus" && (acceptsBogusName || !isAuthenticated(view.control))) {
    const reason = `answers ${nameText(question.name)}, which is bogus, and sets no AD`;
    return [finding("resolver-not-validating", { ...about, params: { reason } })];
  }
  const reason = first === undefined ? "its signatures don't hold" : describe(first).message;
  return [finding("resolver-accepts-bogus", { ...about, params: { reason, zone } })];
}

/** Data that holds: the resolver should say so. */
function secureAnswerFindings(judged: Judged, { message }: Answered): Finding[] {
  const { view, question, reference, truth, acceptsBogusName } = judged;
  const about = { subject: question, servers: [view.server] };
  if (message.authenticData) {
    const isSha1 = question.type === RrType.SOA && question.name.equals(reference.apex) && isSha1Only(reference.link);
    const params = { name: nameText(question.name) };
    return isSha1 ? [finding("resolver-validates-sha1", { ...about, params })] : [];
  }
  if (view.role === "non-validating") return [];
  const zone = nameText(reference.apex);
  if (hasExtendedError(message, Ede.NEGATIVE_TRUST_ANCHOR)) {
    return [finding("resolver-negative-trust-anchor", { ...about, params: { zone } })];
  }
  const count = iterationsOf(truth.message);
  if (count > 0) return [finding("resolver-nsec3-iterations-limit", { ...about, params: { found: "no AD", count } })];
  const isRefused = hasExtendedError(message, Ede.UNSUPPORTED_ALGORITHM, Ede.UNSUPPORTED_DIGEST);
  const uncommon = uncommonAlgorithm(reference.link);
  if (isRefused || (isAuthenticated(view.control) && uncommon !== null)) {
    const algorithm = uncommon ?? "an algorithm or digest";
    return [finding("resolver-algorithm-support-gap", { ...about, params: { algorithm } })];
  }
  if (!isAuthenticated(view.control) && (acceptsBogusName || view.role === "validating")) {
    return [finding("resolver-not-validating", { ...about, params: { reason: "sets AD for nothing that is secure" } })];
  }
  return [finding("resolver-ad-missing", about)];
}

/** Hash iterations of the NSEC3 records that an answer comes with; 0 where there are none (RFC 9276 3.2). */
function iterationsOf(message: Message | null): number {
  const records = (message?.authority ?? []).filter(({ type }) => type === RrType.NSEC3);
  return Math.max(0, ...records.map(({ rdata }) => parseOrNull(rdata, parseNsec3)?.iterations ?? 0));
}

/** All keys of the zone are of algorithms that validators may go on supporting, though operators must not rely on it (RFC 9905 2). */
function isSha1Only({ judgement }: ChainLink): boolean {
  const keys = judgement?.keys ?? [];
  return keys.length > 0 && keys.every(({ algorithm }) => SHA1_ALGORITHMS.has(algorithm));
}

const SHA1_ALGORITHMS = new Set([5, 7]);
/** What every validator of the last ten years has: RSA/SHA-256 and ECDSA P-256. */
const COMMON_ALGORITHMS = new Set([8, 13]);

/** The first algorithm on the way down to the zone that a validator may lack; null where there is none. */
function uncommonAlgorithm(link: ChainLink): string | null {
  const algorithms = linksDownTo(link).flatMap(({ judgement }) =>
    (judgement?.entryPoints ?? []).map(({ algorithm }) => algorithm),
  );
  const uncommon = algorithms.find((algorithm) => !COMMON_ALGORITHMS.has(algorithm));
  return uncommon === undefined ? null : algorithmName(uncommon);
}
