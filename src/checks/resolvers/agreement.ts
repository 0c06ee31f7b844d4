import type { Reply } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { RrType, rcodeName } from "../../dns/registry.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { absentName } from "../shared/absent-name.ts";
import { groupByAnswer, serversAtOdds } from "../shared/agreement.ts";
import { isResolved, type ResolverView } from "./gather.ts";

/**
 * Resolvers that say different things of one question: code and AD. One that is not to validate may well answer
 * without AD what others refuse.
 */
export function agreementFindings(views: readonly ResolverView[], questions: readonly Question[]): Finding[] {
  return questions.flatMap((question, i) => {
    if (!isCompared(question)) return [];
    const verdicts = views
      .filter(({ role }) => role !== "non-validating")
      .flatMap(({ server, replies }) => {
        const reply = replies[i];
        return reply?.kind === "answered" ? [{ server, verdict: verdictOf(reply) }] : [];
      });
    const groups = groupByAnswer(verdicts, ({ verdict }) => verdict);
    if (groups.length < 2) return [];
    const found = groups
      .map(({ key, views: [first, ...more] }) => {
        const others = more.length === 0 ? "" : ` and ${more.length} more`;
        return `${first?.server.address ?? ""}${others} ${key}`;
      })
      .join(", ");
    const servers = serversAtOdds(groups);
    return [finding("resolver-results-differ", { subject: question, servers, params: { found } })];
  });
}

/** Denials may differ by right: not every validator takes the same NSEC3 iterations. */
function isCompared({ name, type }: Question): boolean {
  return type === RrType.SOA || !absentName(name.isRoot() ? name : name.parent())?.equals(name);
}

/** An answer's code, and whether it is called authentic, in words. */
export function verdictOf({ message }: Extract<Reply, { kind: "answered" }>): string {
  const code = rcodeName(message.rcode);
  return isResolved(message) && message.authenticData ? `${code} with AD` : code;
}
