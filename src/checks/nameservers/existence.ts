import type { Answered } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType, typeName } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { answeredOf } from "./apex-reply.ts";
import type { ServerAnswers } from "./gather.ts";

/** Names that are looked at, and questions put about them and their ancestors; what more there is would repeat itself. */
const MAX_NAMES = 4;
const MAX_QUESTIONS = 16;

/** Questions for names that must exist: the zone's nameservers and those the user gives, by two types, and what lies above. */
export function existenceQuestions(
  apex: DomainName,
  nameservers: readonly DomainName[],
  queries: readonly Question[],
): Question[] {
  const given = queries.filter(({ name }) => name.isBelow(apex));
  const hosts = [...new Map(nameservers.map((name) => [name.key, name])).values()].filter((name) => name.isBelow(apex));
  const names = [...given.map(({ name }) => name), ...hosts].slice(0, MAX_NAMES);
  const questions = [
    ...given,
    ...names.flatMap((name) => [RrType.A, RrType.AAAA].map((type) => ({ name, type }))),
    ...names.flatMap((name) => between(apex, name).map((ancestor) => ({ name: ancestor, type: RrType.A }))),
  ];
  const distinct = new Map(questions.map((question) => [`${question.type} ${question.name.key}`, question]));
  return [...distinct.values()].slice(0, MAX_QUESTIONS);
}

/** Names that a server both denies and has, or denies while it has one below them (RFC 8020, RFC 8198). */
export function existenceFindings(apex: DomainName, { server, usual }: ServerAnswers): Finding[] {
  const answers = answeredOf(usual).filter(({ question }) => question.name.isAtOrBelow(apex));
  const denied = answers.filter(({ message }) => message.rcode === Rcode.NXDOMAIN && message.answer.length === 0);
  const contradicted = denied.flatMap((denial) => {
    const witness = answers.find((other) => exists(other) && other.question.name.isAtOrBelow(denial.question.name));
    return witness === undefined ? [] : [{ name: denial.question.name, reason: contradiction(denial, witness) }];
  });
  const [first] = contradicted;
  if (first === undefined) return [];
  const params = { reason: first.reason, zone: nameText(apex) };
  return [finding("ns-inconsistent-nxdomain", { subject: { name: first.name }, servers: [server], params })];
}

/** The name asked for is there, with this type, another one or as an alias, whatever befell the alias's target. */
function exists({ message }: Answered): boolean {
  return message.answer.length > 0 || message.rcode === Rcode.NOERROR;
}

function contradiction({ question: denied }: Answered, { question, message }: Answered): string {
  const what = `NXDOMAIN for ${typeName(denied.type)}`;
  const state = message.answer.length > 0 ? "answers" : "exists";
  if (denied.name.equals(question.name)) return `${what}, ${typeName(question.type)} ${state}`;
  return `${what}, ${nameText(question.name)} ${typeName(question.type)} ${state}`;
}

/** The names strictly between an apex and a name below it, the deepest first. */
function between(apex: DomainName, name: DomainName): DomainName[] {
  const names: DomainName[] = [];
  for (let above = name.parent(); above.isBelow(apex); above = above.parent()) names.push(above);
  return names;
}
