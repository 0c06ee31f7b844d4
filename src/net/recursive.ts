import type { Answered, Failure, Reply, ServerAddress } from "../dns/lookup.ts";
import type { Message, Question } from "../dns/message.ts";
import { Rcode, RrType, rcodeName } from "../dns/registry.ts";
import type { Client } from "./client.ts";
import { race } from "./race.ts";
import type { Ask } from "./server-names.ts";
import { isErrorCode, soleFailure } from "./zone-queries.ts";

/** Asks recursive resolvers, each but when those before it fail or keep silent; with CD, so that nothing is held back. */
export function createRecursive(resolvers: readonly ServerAddress[], client: Client, signal: AbortSignal): Ask {
  const replies = new Map<string, Promise<Reply>>();

  async function askResolvers(question: Question): Promise<Reply> {
    const askOne = async (resolver: ServerAddress): Promise<Answered | Failure> => {
      const reply = await client.exchange(resolver, question, true);
      if (reply.kind === "unanswered") return soleFailure(reply.failures);
      const { server, message } = reply;
      if (isErrorCode(message.rcode)) return { server, reason: "rcode", detail: rcodeName(message.rcode), message };
      return isNoAnswer(message) ? { server, reason: "lame", detail: "refuses recursion", message } : reply;
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

/** What servers say that serve their own zones only: a referral, or nothing. Taken for an answer it would deny the zone. */
function isNoAnswer({ rcode, recursionAvailable, isAuthoritative, answer, authority }: Message): boolean {
  const isServing = recursionAvailable || isAuthoritative || answer.length > 0;
  return rcode === Rcode.NOERROR && !isServing && !authority.some(({ type }) => type === RrType.SOA);
}

async function* inTurn(resolvers: readonly ServerAddress[]): AsyncGenerator<ServerAddress, undefined> {
  yield* resolvers;
}
