import type { Answered, Failure, Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { compareNames, type DomainName } from "../../dns/name.ts";
import { parseEach, parseTarget } from "../../dns/rdata.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { absentName } from "../shared/absent-name.ts";
import { usableReply } from "../shared/server-failures.ts";
import { isExpanded, referralCut } from "./answer-parts.ts";

/** What one server answered. */
export interface ServerAnswers {
  readonly server: ServerAddress;
  readonly answers: readonly Answered[];
  readonly failures: readonly Failure[];
}

/**
 * Types at the apex that answers are wanted for: those that say how the zone denies, one that hardly any apex has, and
 * those that the bitmap must not deny where they are.
 */
const APEX_TYPES = [
  RrType.SOA,
  RrType.NS,
  RrType.DNSKEY,
  RrType.NSEC,
  RrType.NSEC3PARAM,
  RrType.TLSA,
  RrType.A,
  RrType.AAAA,
  RrType.MX,
  RrType.TXT,
] as const;
/** Server names of the zone itself that are looked at: names that exist for sure. */
const MAX_HOSTS = 2;

/** Asks one server for names and types that are not there, in two rounds; the second rests on what the first showed. */
export async function gatherAnswers(
  server: ServerAddress,
  apex: DomainName,
  queries: readonly Question[],
  now: number,
  lookup: Lookup,
): Promise<ServerAnswers> {
  const absent = absentName(apex);
  const first = await askAll(server, apex, lookup, [
    ...APEX_TYPES.map((type) => ({ name: apex, type })),
    ...[absent, changingName(apex, now)].flatMap((name) => (name === null ? [] : [{ name, type: RrType.A }])),
    ...queries,
  ]);
  const second = await askAll(server, apex, lookup, furtherQuestions(apex, absent, first.answers));
  return joined([first, second]);
}

/** Asks one server; a referral to a zone below counts as an answer. */
export async function askAll(
  server: ServerAddress,
  apex: DomainName,
  lookup: Lookup,
  questions: readonly Question[],
): Promise<ServerAnswers> {
  const replies = await Promise.all(questions.map((question) => lookup.askServer(server, question)));
  const usable = replies.map((reply) =>
    reply.kind === "answered" && referralCut(reply.message, apex, reply.question.name) !== null
      ? { answer: reply, failure: null }
      : usableReply(reply),
  );
  return {
    server,
    answers: usable.flatMap(({ answer }) => answer ?? []),
    failures: usable.flatMap(({ failure }) => failure ?? []),
  };
}

/** The answers of one server to questions put at different times. */
export function joined([first, ...others]: readonly [ServerAnswers, ...ServerAnswers[]]): ServerAnswers {
  const all = [first, ...others];
  return {
    server: first.server,
    answers: all.flatMap(({ answers }) => answers),
    failures: all.flatMap(({ failures }) => failures),
  };
}

/** Two labels below the apex that change with time, so that runs look at other parts of the chain, and deeper. */
function changingName(apex: DomainName, now: number): DomainName | null {
  const parent = absentName(apex, `dnssec-check-${now.toString(36)}`);
  return parent && absentName(parent);
}

/** Names that exist, a name below one of them, and, where a wildcard answers, a type it lacks. */
function furtherQuestions(apex: DomainName, absent: DomainName | null, answers: readonly Answered[]): Question[] {
  const sets = answers.flatMap(({ message }) => signedRrsets(message.answer));
  const hosts = parseEach(findRrset(sets, apex, RrType.NS)?.rdatas ?? [], parseTarget)
    .filter((host) => host.isBelow(apex))
    // Servers turn the order of records round, but are to be asked the same.
    .toSorted(compareNames)
    .slice(0, MAX_HOSTS);
  const [host] = hosts;
  const below = host === undefined ? null : absentName(host);
  const isExpandedAbsent = sets.some((set) => absent !== null && set.owner.equals(absent) && isExpanded(set, apex));
  return [
    ...hosts.map((name) => ({ name, type: RrType.A })),
    ...(below === null ? [] : [{ name: below, type: RrType.A }]),
    ...(absent === null || !isExpandedAbsent ? [] : [{ name: absent, type: RrType.TLSA }]),
  ];
}
