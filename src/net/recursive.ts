import type { Answered, Failure, Reply, ServerAddress } from "../dns/lookup.ts";
import type { Question } from "../dns/message.ts";
import type { DomainName } from "../dns/name.ts";
import { RrType, rcodeName } from "../dns/registry.ts";
import type { Client } from "./client.ts";
import { race } from "./race.ts";
import type { Ask } from "./server-names.ts";
import { isErrorCode, soleFailure } from "./zone-queries.ts";

/** Names whose keys are asked for ahead, counted from the root. */
const MAX_ANTICIPATED = 7;

/** Asks recursive resolvers, each but when those before it fail or keep silent; with CD, so that nothing is held back. */
export function createRecursive(resolvers: readonly ServerAddress[], client: Client, signal: AbortSignal): Ask {
  const replies = new Map<string, Promise<Reply>>();

  async function askResolvers(question: Question): Promise<Reply> {
    const askOne = async (resolver: ServerAddress): Promise<Answered | Failure> => {
      const reply = await client.exchange(resolver, question, true);
      if (reply.kind === "unanswered") return soleFailure(reply.failures);
      const { server, message } = reply;
      if (!isErrorCode(message.rcode)) return reply;
      return { server, reason: "rcode", detail: rcodeName(message.rcode), message };
    };
    const result = await race(inTurn(resolvers), askOne, signal);
    return result.kind === "answered" ? result : { ...result, question };
  }

  return (question) => {
    const key = `${question.type} ${question.name.key}`;
    const known = replies.get(key);
    if (known !== undefined) return known;
    const reply = askResolvers(question);
    replies.set(key, reply);
    return reply;
  };
}

/** The questions that a chain of trust down to name takes: DNSKEY and DS of every name from the root on. */
export function chainQuestions(name: DomainName): Question[] {
  const questions: Question[] = [];
  for (let labels = 0; labels <= Math.min(name.labels.length, MAX_ANTICIPATED - 1); labels++) {
    const zone = name.suffix(labels);
    if (!zone.isRoot()) questions.push({ name: zone, type: RrType.DS });
    questions.push({ name: zone, type: RrType.DNSKEY });
  }
  return questions;
}

async function* inTurn(resolvers: readonly ServerAddress[]): AsyncGenerator<ServerAddress, undefined> {
  yield* resolvers;
}
