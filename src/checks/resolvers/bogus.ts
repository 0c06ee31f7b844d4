import type { Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { Message, Question } from "../../dns/message.ts";
import { Rcode } from "../../dns/registry.ts";
import { extendedErrorsFor, extendedErrorText, namesFault } from "../../dnssec/extended-errors.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isAuthenticated, isResolved, messageOf, type ResolverView } from "./gather.ts";
import { UNCHECKED } from "../shared/resolver-queries.ts";
import type { Truth } from "./judge.ts";

/** What is wrong with a refusal that is right: no reason or a wrong one, or CD ignored (RFC 8914, RFC 4035 3.2.2). */
export async function refusalFindings(
  server: ServerAddress,
  question: Question,
  message: Message,
  faults: readonly Finding[],
  lookup: Lookup,
): Promise<Finding[]> {
  if (message.rcode !== Rcode.SERVFAIL) return [];
  const about = { subject: question, servers: [server] };
  const params = { name: nameText(question.name) };
  const unchecked = messageOf(await lookup.askServer(server, question, UNCHECKED));
  return [
    ...(message.edns?.extendedErrors.length ? [] : [finding("resolver-no-ede", { ...about, params })]),
    ...misleadingFindings(server, question, message, faults),
    ...(unchecked?.rcode === Rcode.SERVFAIL ? [finding("resolver-cd-ignored", { ...about, params })] : []),
  ];
}

/** The resolver names one fault, this check another. */
function misleadingFindings(
  server: ServerAddress,
  question: Question,
  message: Message,
  faults: readonly Finding[],
): Finding[] {
  const ids = faults.map(({ id }) => id);
  const expected = extendedErrorsFor(ids);
  const named = message.edns?.extendedErrors.filter(({ code }) => namesFault(code)) ?? [];
  if (named.length === 0 || expected.length === 0 || named.some(({ code }) => expected.includes(code))) return [];
  const params = { found: named.map(extendedErrorText).join(", "), expected: ids[0] ?? "another" };
  return [finding("resolver-ede-misleading", { subject: question, servers: [server], params })];
}

/** Tells whether a resolver has answered the name that is bogus on purpose. */
export function acceptsBogusName({ bogus }: ResolverView): boolean {
  return bogus !== null && bogus.kind === "answered" && isResolved(bogus.message) && bogus.message.recursionAvailable;
}

/** What a resolver makes of the name that is bogus on purpose. */
export async function bogusNameFindings(view: ResolverView, truth: Truth, lookup: Lookup): Promise<Finding[]> {
  const { bogus, server, role } = view;
  if (bogus === null || bogus.kind === "unanswered" || role === "non-validating") return [];
  const { question, message } = bogus;
  if (!acceptsBogusName(view)) return refusalFindings(server, question, message, truth.findings, lookup);
  if (truth.status === "secure" || truth.status === "insecure") return [];
  const about = { subject: question, servers: [server] };
  const name = nameText(question.name);
  if (isAuthenticated(view.control)) {
    const params = { reason: `answers ${name}, which is bogus on purpose`, zone: name };
    return [finding("resolver-accepts-bogus", { ...about, params })];
  }
  const params = { reason: `answers ${name}, which is bogus, and sets no AD` };
  return [finding("resolver-not-validating", { ...about, params })];
}

/** The name that is to be bogus holds: it shows nothing of any resolver. */
export function misgivenNameFindings(question: Question, { status }: Truth): Finding[] {
  if (status !== "secure" && status !== "insecure") return [];
  return [finding("bogus-name-not-bogus", { subject: question, params: { found: status } })];
}
