import type { Lookup, Reply, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { chainQuestions } from "../../dns/chain-questions.ts";
import { RrType, rcodeName } from "../../dns/registry.ts";
import { type AnswerSources, validateAnswer } from "../../dnssec/answer/validate.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { newEffort } from "../../dnssec/rrsig.ts";
import type { SecurityStatus } from "../../dnssec/security.ts";
import type { CheckContext } from "../context.ts";
import { apexOf } from "../shared/existence.ts";
import { isResolved } from "./gather.ts";
import { UNCHECKED } from "../shared/resolver-queries.ts";

/** The zone as this check validates it itself: what resolvers are held against. */
export interface Reference {
  /** The resolver that the data came through; null where it is the zone's own servers'. */
  readonly server: ServerAddress | null;
  readonly sources: AnswerSources;
  readonly soaReply: Reply;
  /** The zone that the name is in by its SOA. */
  readonly apex: DomainName;
  readonly link: ChainLink;
  /** Of the zone's SOA. */
  readonly status: SecurityStatus;
}

const FROM_BEST: readonly SecurityStatus[] = ["secure", "insecure", "bogus", "indeterminate"];

/**
 * Validates the zone through each resolver with CD, or where none is given from its own servers, and takes the result
 * that proves most: a secure chain is secure whoever brought it, while a bogus one may be the work of the resolver.
 */
export async function findReference(
  { zone, lookup, anchors, now }: Pick<CheckContext<unknown>, "zone" | "lookup" | "anchors" | "now">,
  resolvers: readonly ServerAddress[],
): Promise<Reference> {
  const reference = async (through: Lookup, server: ServerAddress | null): Promise<Reference> => {
    const effort = newEffort();
    const sources = { lookup: through, now, effort, chain: createChain({ lookup: through, anchors, now, effort }) };
    through.anticipate(zone);
    const soa = { name: zone, type: RrType.SOA };
    const soaReply = await through.ask(soa);
    const apex = apexOf(zone, soaReply);
    const [link, validation] = await Promise.all([
      sources.chain.link(apex),
      soaReply.kind === "unanswered" ? null : validateAnswer(soa, soaReply, sources),
    ]);
    return { server, sources, soaReply, apex, link, status: validation?.status ?? "indeterminate" };
  };
  const references = await Promise.all(
    resolvers.length === 0
      ? [reference(lookup, null)]
      : resolvers.map((server) => reference(throughResolver(lookup, server), server)),
  );
  const [best] = references.toSorted((a, b) => FROM_BEST.indexOf(a.status) - FROM_BEST.indexOf(b.status));
  return best ?? reference(lookup, null);
}

/** The same lookup, but with every question put to one resolver, with CD so that nothing is held back. */
function throughResolver(lookup: Lookup, server: ServerAddress): Lookup {
  const ask = async (question: Question): Promise<Reply> => {
    const reply = await lookup.askServer(server, question, UNCHECKED);
    if (reply.kind === "unanswered" || isResolved(reply.message)) return reply;
    const { message } = reply;
    return {
      kind: "unanswered",
      question,
      failures: [{ server, reason: "rcode", detail: rcodeName(message.rcode), message }],
    };
  };
  return {
    ...lookup,
    isRecursive: true,
    ask,
    anticipate(name) {
      for (const question of chainQuestions(name)) void ask(question);
    },
  };
}
