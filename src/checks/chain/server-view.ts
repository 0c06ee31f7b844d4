import type { Answered, Failure, Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import { RrType } from "../../dns/registry.ts";
import { type AnswerValidation, validateAnswer } from "../../dnssec/answer/validate.ts";
import { type Chain, withLink } from "../../dnssec/chain/chain.ts";
import { judgeKeys } from "../../dnssec/chain/judge-keys.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import type { Effort } from "../../dnssec/rrsig.ts";
import { isReferralBelow, usableReply } from "../shared/server-failures.ts";

/** A zone as one of its servers shows it. */
export interface ServerView {
  readonly server: ServerAddress;
  /** The zone's link with the keys of this server. */
  readonly link: ChainLink;
  /** The server publishes DNSKEY records for the zone. */
  readonly hasKeys: boolean;
  readonly validations: readonly AnswerValidation[];
  readonly failures: readonly Failure[];
}

/** What views are taken with. */
export interface ViewSources {
  readonly lookup: Lookup;
  readonly chain: Chain;
  readonly now: number;
  readonly effort: Effort;
}

/** Asks one server for the zone's keys and the questions at once, and judges its answers with its own keys. */
export async function viewServer(
  server: ServerAddress,
  link: Promise<ChainLink>,
  questions: readonly Question[],
  apex: Question["name"],
  sources: ViewSources,
): Promise<ServerView> {
  const { lookup, chain, now, effort } = sources;
  const [keysReply, ...replies] = await Promise.all(
    [{ name: apex, type: RrType.DNSKEY }, ...questions].map((question) => lookup.askServer(server, question)),
  );
  const failures: Failure[] = [];
  const answers: { readonly question: Question; readonly answer: Answered }[] = [];
  const keys = keysReply === undefined ? null : usableReply(keysReply);
  if (keys?.failure) failures.push(keys.failure);
  const base = await link;
  const judged =
    keys?.answer && base.trust !== null ? judgeKeys(base.zone, base.trust, keys.answer, now, effort) : null;
  const own: ChainLink =
    judged === null ? base : { ...base, status: judged.status, judgement: judged, findings: judged.findings };
  replies.forEach((reply, i) => {
    const question = questions[i];
    const { answer, failure } = usableReply(reply);
    if (answer !== null && question !== undefined) answers.push({ question, answer });
    else if (failure !== null && !isReferralBelow(apex, failure)) failures.push(failure);
  });
  const validations = await Promise.all(
    answers.map(({ question, answer }) =>
      validateAnswer(question, answer, { ...sources, chain: withLink(chain, own) }),
    ),
  );
  const hasKeys = keys?.answer?.message.answer.some(({ type }) => type === RrType.DNSKEY) ?? false;
  return { server, link: own, hasKeys, validations, failures };
}
