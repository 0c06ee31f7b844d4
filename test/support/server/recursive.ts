import type { Message, Question } from "../../../src/dns/message.ts";
import { type DomainName, readName } from "../../../src/dns/name.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { Rcode, RrType } from "../../../src/dns/registry.ts";
import { Reader } from "../../../src/util/reader.ts";
import { readRrsig } from "../signer/rrsig.ts";
import type { Zone } from "../signer/zone.ts";
import { answerFromZones, zoneFor } from "./answer.ts";
import { type Response, emptyResponse } from "./response.ts";
import { indexZone } from "./zone-index.ts";

/** What a stand-in for a validating resolver is told to find; it validates nothing itself. */
export interface RecursionOptions {
  /** Tells what the resolver holds to be authentic: AD in the answer. */
  readonly isSecure?: (question: Question) => boolean;
  /** Tells what the resolver holds to be bogus: SERVFAIL with EDE 6, unless the query has CD (RFC 4035 3.2.2). */
  readonly isBogus?: (question: Question) => boolean;
}

const MAX_ALIASES = 12;
const DNSSEC_BOGUS = 6;

/** What a recursive resolver answers that knows exactly these zones. */
export function recursive(zones: readonly Zone[], options: RecursionOptions = {}): (query: Message) => Response {
  const indexed = zones.map(indexZone);
  const ask = (question: Question, dnssecOk: boolean): Response | null => {
    const zone = zoneFor(indexed, question);
    const response = zone === null ? null : answerFromZones([zone], question, dnssecOk);
    // A referral to a zone that is not here: its servers would be asked in vain.
    return response?.isAuthoritative ? response : null;
  };
  return (query) => {
    const [question] = query.questions;
    if (question === undefined || query.opcode !== 0) return emptyResponse(Rcode.NOTIMP);
    if (!query.recursionDesired) return emptyResponse(Rcode.REFUSED, { recursionAvailable: true });
    if (options.isBogus?.(question) && !query.checkingDisabled) {
      const extendedError = { code: DNSSEC_BOGUS, text: "" };
      return emptyResponse(Rcode.SERVFAIL, { recursionAvailable: true, extendedError });
    }
    const response = followAliases(question, (next) => ask(next, query.edns?.dnssecOk ?? false));
    const wantsAd = query.authenticData || (query.edns?.dnssecOk ?? false);
    return {
      ...response,
      isAuthoritative: false,
      recursionAvailable: true,
      authenticData: wantsAd && !query.checkingDisabled && (options.isSecure?.(question) ?? false),
    };
  };
}

function followAliases(question: Question, ask: (question: Question) => Response | null): Response {
  const parts: Response[] = [];
  let name: DomainName | null = question.name;
  for (let i = 0; i < MAX_ALIASES && name !== null; i++) {
    const response = ask({ name, type: question.type });
    if (response === null) return emptyResponse(Rcode.SERVFAIL);
    parts.push(response);
    const isFinal = question.type === RrType.CNAME || response.authority.some(({ type }) => type === RrType.SOA);
    name = isFinal ? null : aliasTarget(response.answer, name, question.type);
  }
  const last = parts.at(-1) ?? emptyResponse(Rcode.SERVFAIL);
  return {
    ...last,
    answer: parts.flatMap(({ answer }) => answer),
    authority: [...parts.slice(0, -1).flatMap(({ authority }) => authority.filter(isProof)), ...last.authority],
    additional: [],
  };
}

/** Tells whether a record proves a wildcard's expansion on the way, unlike the referral it may come with. */
function isProof({ type, rdata }: ResourceRecord): boolean {
  const covered = type === RrType.RRSIG ? readRrsig(rdata).typeCovered : type;
  return covered === RrType.NSEC || covered === RrType.NSEC3;
}

/** Where the CNAMEs of an answer lead beyond it; null where they end in it. */
function aliasTarget(answer: readonly ResourceRecord[], name: DomainName, type: number): DomainName | null {
  let current = name;
  for (let i = 0; i < MAX_ALIASES; i++) {
    if (answer.some((record) => record.type === type && record.owner.equals(current))) return null;
    const cname = answer.find((record) => record.type === RrType.CNAME && record.owner.equals(current));
    if (cname === undefined) break;
    current = readName(new Reader(cname.rdata));
  }
  return current.equals(name) ? null : current;
}
