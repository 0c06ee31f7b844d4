import type { Answered, Lookup } from "../../src/dns/lookup.ts";
import { type Message, type Question, parseMessage } from "../../src/dns/message.ts";
import { canonicalRdata } from "../../src/dns/rdata-layout.ts";
import { type ResourceRecord, signedRrsets } from "../../src/dns/record.ts";
import { type AnswerValidation, validateAnswer } from "../../src/dnssec/answer/validate.ts";
import { createChain } from "../../src/dnssec/chain/chain.ts";
import { newEffort } from "../../src/dnssec/rrsig.ts";
import { parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";
import { toHex } from "../../src/util/bytes.ts";
import { queryBytes } from "./ask.ts";
import { anchorText } from "./internet.ts";
import type { PlannedInternet } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";
import { emptyResponse, writeResponse } from "./server/response.ts";

/** A message put in place of the genuine reply to a question. */
interface Forgery {
  readonly question: Question;
  readonly message: Message;
}

/** An internet with a liar on the way to it. */
export interface TamperedInternet {
  /** The genuine verdict on the answer to a question, and what is asked on the way to it, that question first. */
  truth(question: Question): Promise<Truth>;
  genuine(question: Question): Promise<Answered>;
  /** The validator's verdict on the answer to a question, where the liar forges one reply. */
  validate(question: Question, forgery: Forgery): Promise<AnswerValidation>;
}

interface Truth {
  readonly verdict: AnswerValidation;
  readonly questions: readonly Question[];
}

/** Lets a liar answer in place of an internet's servers at now (seconds since 1970); what is genuine is found out once. */
export function tamperedInternet(internet: PlannedInternet, now: number): TamperedInternet {
  const genuineLookup = plannedLookup(internet);
  const truths = new Map<Question, Promise<Truth>>();

  async function genuine(question: Question): Promise<Answered> {
    const reply = await genuineLookup.ask(question);
    if (reply.kind === "unanswered") throw new Error(`no answer to ${question.name.toString()}`);
    return reply;
  }

  async function validateWith(question: Question, lookup: Lookup): Promise<AnswerValidation> {
    const anchors = parseTrustAnchors(internet.trustAnchors.map(anchorText).join(""), now);
    const sources = { lookup, anchors, now, effort: newEffort() };
    const first = await lookup.ask(question);
    if (first.kind === "unanswered") throw new Error(`no answer to ${question.name.toString()}`);
    return validateAnswer(question, first, { ...sources, chain: createChain(sources) });
  }

  async function findTruth(question: Question): Promise<Truth> {
    const questions: Question[] = [];
    const ask: Lookup["ask"] = (wanted) => {
      if (!questions.some((known) => isSame(known, wanted))) questions.push(wanted);
      return genuineLookup.ask(wanted);
    };
    return { verdict: await validateWith(question, { ...genuineLookup, ask }), questions };
  }

  return {
    genuine,
    truth(question) {
      const truth = truths.get(question) ?? findTruth(question);
      truths.set(question, truth);
      return truth;
    },
    validate(question, forgery) {
      const ask: Lookup["ask"] = async (wanted) =>
        isSame(forgery.question, wanted)
          ? { ...(await genuine(wanted)), message: forgery.message }
          : genuineLookup.ask(wanted);
      return validateWith(question, { ...genuineLookup, ask });
    },
  };
}

/** Octets of a message, without EDNS, and where its answer section begins. */
export function messageBytes(
  question: Question,
  sections: Pick<Message, "rcode" | "answer" | "authority">,
): { readonly bytes: Uint8Array; readonly answerAt: number } {
  const query = parseMessage(queryBytes(question.name, question.type));
  const bytes = writeResponse(query, emptyResponse(sections.rcode, sections), { limit: 65535, edns: null });
  return { bytes, answerAt: 12 + question.name.wire.length + 4 };
}

/** What a validation vouches for: every RRset and denial it is built on, in canonical form. */
export function claimsOf({ steps, rcode }: AnswerValidation): string[] {
  return steps.map(({ name, type, isDenial, judgement }) => {
    const rdatas = (judgement?.set.rdatas ?? []).map((rdata) => toHex(canonicalRdata(type, rdata)));
    const what = isDenial ? `denied with RCODE ${rcode}` : [...new Set(rdatas)].toSorted().join(",");
    return `${name.toString().toLowerCase()} ${type} ${what}`;
  });
}

/** The RRsets of some records, each with its signatures. */
export function withSignatures(records: readonly ResourceRecord[]): ResourceRecord[][] {
  return signedRrsets(records).map(({ owner, type, class: own, ttl, rdatas, signatures }) => [
    ...rdatas.map((rdata) => ({ owner, type, class: own, ttl, rdata })),
    ...signatures,
  ]);
}

function isSame(a: Question, b: Question): boolean {
  return a.type === b.type && a.name.equals(b.name);
}
