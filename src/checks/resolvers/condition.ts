import type { Reply } from "../../dns/lookup.ts";
import { Rcode, rcodeName } from "../../dns/registry.ts";
import type { DomainName } from "../../dns/name.ts";
import { linksDownTo } from "../../dnssec/chain/link.ts";
import { Ede, extendedErrorText } from "../../dnssec/extended-errors.ts";
import { failureText } from "../../dnssec/failure-text.ts";
import { type Finding, type FindingId, finding, nameText } from "../../dnssec/finding.ts";
import { hasExtendedError, isAuthenticated, messageOf, type ResolverView, stripsSignatures } from "./gather.ts";
import { refusesRecursion } from "./judge.ts";
import type { Reference } from "./reference.ts";

/** What is wrong with a resolver whatever it is asked: silence, refusal, missing signatures, a clock that is off. */
export function conditionFindings(view: ResolverView, reference: Reference): Finding[] {
  const { server, control, replies } = view;
  const { apex } = reference;
  const about = { subject: { name: apex }, servers: [server] };
  const messages = [control, ...replies].flatMap((reply) => messageOf(reply) ?? []);
  const refusal = messages.find(refusesRecursion);
  if (refusal !== undefined) {
    const found = refusal.rcode === Rcode.REFUSED ? rcodeName(refusal.rcode) : "RA is clear";
    return [finding("resolver-recursion-unavailable", { ...about, params: { found: withErrors(found, [refusal]) } })];
  }
  const stale = messages.filter((each) =>
    hasExtendedError(each, Ede.STALE_ANSWER, Ede.CACHED_ERROR, Ede.STALE_NXDOMAIN),
  );
  const notReady = messages.filter((each) => hasExtendedError(each, Ede.NOT_READY, Ede.INDETERMINATE));
  const stripped = { found: `no RRSIG with the SOA of ${nameText(control.question.name)}` };
  return [
    ...silenceFindings(view, apex),
    ...(stripsSignatures(view) ? [finding("resolver-dnssec-stripped", { ...about, params: stripped })] : []),
    ...(stale.length > 0
      ? [
          finding("resolver-stale-or-cached-error", {
            ...about,
            params: { found: withErrors("", stale), zone: nameText(apex) },
          }),
        ]
      : []),
    ...(notReady.length > 0
      ? [finding("resolver-reports-not-ready", { ...about, params: { found: withErrors("", notReady) } })]
      : []),
    ...clockFindings(view, reference),
  ];
}

/** Questions that the resolver left without an answer; what this host can't reach is not its fault. */
function silenceFindings({ server, control, replies }: ResolverView, apex: DomainName): Finding[] {
  const failures = [control, ...replies].flatMap((reply) => (reply.kind === "unanswered" ? reply.failures : []));
  const failure = failures.find(({ reason }) => reason !== "network-unreachable" && reason !== "deadline");
  if (failure === undefined) return [];
  const params = { reason: failureText(failure), zone: nameText(apex) };
  return [finding("resolver-no-answer", { subject: { name: apex }, servers: [server], params })];
}

/** Everything is expired, or nothing valid yet, in the eyes of the resolver alone: its clock is off (RFC 4035 5.3.1). */
function clockFindings({ server, control, replies }: ResolverView, reference: Reference): Finding[] {
  const subject = { name: reference.apex };
  const all = [control, ...replies.slice(0, 1)];
  for (const [code, word] of CLOCK_ERRORS) {
    if (reference.status === "secure" && all.every((reply) => isFailure(reply, code))) {
      const params = { reason: `it takes all signatures for ${word}, which are valid here` };
      return [finding("resolver-clock-skew", { subject, servers: [server], params })];
    }
  }
  return [];
}

/** A resolver holds for authentic what is out of date in the eyes of this host alone: it is this clock that is off. */
export function hostClockFindings(views: readonly ResolverView[], { apex, link }: Reference): Finding[] {
  const [top] = linksDownTo(link);
  const isOff = top?.zone.isRoot() && top.findings.some(({ id }) => TIME_FAULTS.has(id));
  if (!isOff || !views.some(({ control }) => isAuthenticated(control))) return [];
  const params = { reason: "this host's, which finds the root's signatures out of date where the resolver does not" };
  return [finding("resolver-clock-skew", { subject: { name: apex }, params })];
}

const CLOCK_ERRORS = [
  [Ede.SIGNATURE_EXPIRED, "expired"],
  [Ede.SIGNATURE_NOT_YET_VALID, "not yet valid"],
] as const;

const TIME_FAULTS = new Set<FindingId>(["rrsig-expired-dnskey", "rrsig-not-yet-valid-dnskey"]);

function isFailure(reply: Reply, code: (typeof CLOCK_ERRORS)[number][0]): boolean {
  return reply.kind === "answered" && reply.message.rcode === Rcode.SERVFAIL && hasExtendedError(reply.message, code);
}

function withErrors(found: string, messages: readonly NonNullable<ReturnType<typeof messageOf>>[]): string {
  const errors = messages.flatMap(({ edns }) => edns?.extendedErrors ?? []).map(extendedErrorText);
  return [found, ...new Set(errors)].filter((text) => text !== "").join(", ");
}
