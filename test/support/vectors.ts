import { readFileSync } from "node:fs";
import type { Answered, Lookup, Reply, ServerAddress } from "../../src/dns/lookup.ts";
import { type Question, parseMessage } from "../../src/dns/message.ts";
import { ROOT, parseName } from "../../src/dns/name.ts";
import { type ResourceRecord, signedRrsets } from "../../src/dns/record.ts";
import { RrType, typeCode, typeName } from "../../src/dns/registry.ts";
import { type AnswerValidation, validateAnswer } from "../../src/dnssec/answer/validate.ts";
import { type Chain, createChain } from "../../src/dnssec/chain/chain.ts";
import { newEffort } from "../../src/dnssec/rrsig.ts";
import type { TrustAnchor } from "../../src/dnssec/trust-anchor.ts";
import { zoneKeys } from "../../src/dnssec/zone-key.ts";
import { queryBytes } from "./ask.ts";
import { emptyResponse, writeResponse } from "./server/response.ts";
import { parseTime } from "./signer/rdata-text.ts";
import { parseRecords } from "./signer/zone.ts";

/** An answer as an RFC prints it: RRsets of its zone, each as `owner TYPE`, a wildcard's as `owner TYPE from owner`. */
export interface PublishedAnswer {
  readonly rcode?: number;
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
}

/** A zone that an RFC prints, with its keys trusted. */
export interface PublishedZone {
  readonly records: readonly ResourceRecord[];
  readonly anchors: readonly TrustAnchor[];
  /** Seconds since 1970, while the signatures hold. */
  readonly now: number;
}

const SERVER: ServerAddress = { name: null, address: "192.0.2.1", port: 53 };

/** The records of a zone file that lies beside the vector tests. */
export function vectorRecords(file: string): ResourceRecord[] {
  return parseRecords(readFileSync(new URL(`../vectors/${file}`, import.meta.url), "utf8"), ROOT);
}

/** A zone that an RFC prints; time is `YYYYMMDDHHMMSS`. */
export function publishedZone(file: string, time: string): PublishedZone {
  const records = vectorRecords(file);
  const keys = signedRrsets(records).find(({ type }) => type === RrType.DNSKEY);
  const anchors =
    keys === undefined ? [] : zoneKeys(keys).map((key) => ({ zone: keys.owner, kind: "key" as const, key }));
  return { records, anchors, now: parseTime(time) };
}

/** What the validator makes of an answer, given as the reply to the question. */
export async function validatePublished(
  zone: PublishedZone,
  question: string,
  answer: PublishedAnswer,
): Promise<AnswerValidation> {
  const asked = readQuestion(question);
  const lookup = publishedLookup(zone, { [question]: answer });
  const reply = await lookup.ask(asked);
  if (reply.kind === "unanswered") throw new Error("the answer is there");
  const sources = { lookup, anchors: zone.anchors, now: zone.now, effort: newEffort() };
  return validateAnswer(asked, reply, { ...sources, chain: createChain(sources) });
}

/** A chain of trust from the zone's keys with these answers, by `owner TYPE`, and no others. */
export function publishedChain(zone: PublishedZone, answers: Readonly<Record<string, PublishedAnswer>>): Chain {
  const lookup = publishedLookup(zone, answers);
  return createChain({ lookup, anchors: zone.anchors, now: zone.now, effort: newEffort() });
}

/** The RRset that a text such as `a.example. DS` names, with its signatures. */
export function publishedRrset({ records }: PublishedZone, text: string): ResourceRecord[] {
  const [shown = "", type = "", , stored = shown] = text.split(" ");
  const code = typeCode(type);
  const found = records.filter(({ owner, type: own, rdata }) => {
    if (!owner.equals(parseName(stored))) return false;
    return own === code || (own === RrType.RRSIG && (((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0)) === code);
  });
  if (found.length === 0) throw new Error(`no ${text} in the zone`);
  return found.map((record) => ({ ...record, owner: parseName(shown) }));
}

function publishedLookup(zone: PublishedZone, answers: Readonly<Record<string, PublishedAnswer>>): Lookup {
  const ask = (question: Question): Promise<Reply> => {
    const key = `${question.name.toString()} ${typeName(question.type)}`;
    const known = answers[key] ?? (question.type === RrType.DNSKEY ? keysOf(zone, key) : undefined);
    return Promise.resolve(
      known === undefined ? { kind: "unanswered", question, failures: [] } : replyOf(zone, question, known),
    );
  };
  return {
    isRecursive: false,
    ask,
    askServer: (_, question) => ask(question),
    zoneServers: () => Promise.resolve(null),
    delegation: () => Promise.resolve(null),
    anticipate: () => undefined,
    queryCount: () => 0,
  };
}

function keysOf({ anchors }: PublishedZone, key: string): PublishedAnswer | undefined {
  return anchors.some(({ zone }) => key.startsWith(`${zone.toString()} `)) ? { answer: [key] } : undefined;
}

/** The answer put on the wire and read again. */
function replyOf(zone: PublishedZone, question: Question, { rcode = 0, answer = [], authority = [] }: PublishedAnswer) {
  const query = parseMessage(queryBytes(question.name, question.type));
  const sections = {
    answer: answer.flatMap((text) => publishedRrset(zone, text)),
    authority: authority.flatMap((text) => publishedRrset(zone, text)),
  };
  const bytes = writeResponse(query, emptyResponse(rcode, sections), { limit: 65535, edns: null });
  const message = parseMessage(bytes);
  return { kind: "answered", question, server: SERVER, message, notes: [], elapsed: 0 } satisfies Answered;
}

function readQuestion(text: string): Question {
  const [name = "", type = ""] = text.split(" ");
  return { name: parseName(name), type: typeCode(type) ?? 0 };
}
