import type { Lookup, Reply, ServerAddress } from "../../dns/lookup.ts";
import { type Message, type Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import type { Ede } from "../../dnssec/extended-errors.ts";
import { VALIDATED } from "../shared/resolver-queries.ts";

/** What a resolver is meant to do; one that is not marked is meant to validate, too. */
export type ResolverRole = "validating" | "non-validating" | "unmarked";

/** A resolver to look at. */
export interface CheckedResolver {
  readonly server: ServerAddress;
  readonly role: ResolverRole;
}

/** What one resolver says, asked as a client does that lets it validate. */
export interface ResolverView extends CheckedResolver {
  /** To the SOA of the trust anchor's zone, which is signed for certain. */
  readonly control: Reply;
  /** In the order of the questions. */
  readonly replies: readonly Reply[];
  /** To the name that is bogus on purpose; null where there is none. */
  readonly bogus: Reply | null;
}

/** Puts all questions to one resolver at once. */
export async function viewResolver(
  resolver: CheckedResolver,
  questions: readonly Question[],
  controlZone: DomainName,
  bogusName: DomainName | null,
  lookup: Lookup,
): Promise<ResolverView> {
  const ask = (question: Question): Promise<Reply> => lookup.askServer(resolver.server, question, VALIDATED);
  const [control, bogus, replies] = await Promise.all([
    ask({ name: controlZone, type: RrType.SOA }),
    bogusName === null ? null : ask({ name: bogusName, type: RrType.A }),
    Promise.all(questions.map(ask)),
  ]);
  return { ...resolver, control, bogus, replies };
}

/** The message of a reply, or null where none came. */
export function messageOf(reply: Reply): Message | null {
  return reply.kind === "answered" ? reply.message : null;
}

/** Tells whether a message answers the question, with data or by denying it. */
export function isResolved({ rcode }: Message): boolean {
  return rcode === Rcode.NOERROR || rcode === Rcode.NXDOMAIN;
}

/** The resolver says that it has validated the answer (RFC 4035 3.2.3). */
export function isAuthenticated(reply: Reply): boolean {
  return reply.kind === "answered" && isResolved(reply.message) && reply.message.authenticData;
}

/** Tells whether a message comes with one of these extended errors. */
export function hasExtendedError(message: Message, ...codes: readonly (typeof Ede)[keyof typeof Ede][]): boolean {
  return message.edns?.extendedErrors.some(({ code }) => codes.some((each) => each === code)) ?? false;
}

/** No signature stands in the message, neither of data nor of a proof that there is none. */
export function isUnsigned({ answer, authority }: Message): boolean {
  return ![...answer, ...authority].some(({ type }) => type === RrType.RRSIG);
}

/** Tells whether a resolver leaves signatures out even where they are for certain. */
export function stripsSignatures({ control }: ResolverView): boolean {
  const message = messageOf(control);
  return message !== null && isResolved(message) && isUnsigned(message);
}
