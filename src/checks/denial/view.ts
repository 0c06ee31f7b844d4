import type { Answered, Failure, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseOrNull, parseSoa } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { toLatin1 } from "../../util/bytes.ts";
import { type DenialRecords, denialRecords, denialRrsets } from "../../dnssec/denial/evidence.ts";
import { type Effort, judgeSignatures, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { isAnswerOfChild, isExpanded, isOfChild, zoneSignatures } from "./answer-parts.ts";
import type { ServerAnswers } from "./gather.ts";

/** What one server showed of the zone, arranged for judging. */
export interface ServerView {
  readonly server: ServerAddress;
  readonly zone: DomainName;
  readonly keys: readonly ZoneKey[];
  /** Those that speak for the zone itself. */
  readonly answers: readonly Answered[];
  readonly failures: readonly Failure[];
  /** The NSEC and NSEC3 RRsets of all answers, each once. */
  readonly denials: readonly JudgedDenial[];
  /** The records in them, authentic or not. */
  readonly records: DenialRecords;
  /** The TTL that denial records should have (RFC 9077); null where the SOA was not given. */
  readonly negativeTtl: number | null;
  /** The zone did not change between the answers. */
  readonly isSteady: boolean;
  /** Tags of the keys that sign data here. */
  readonly signerTags: ReadonlySet<number>;
}

/** One NSEC or NSEC3 RRset and what its signatures are worth. */
interface JudgedDenial {
  readonly set: SignedRrset;
  readonly verdicts: readonly SignatureVerdict[];
}

/** Arranges servers' answers as they come in, the signatures judged once each. */
export function createViewer(zone: DomainName, now: number, effort: Effort): (answered: ServerAnswers) => ServerView {
  const judged = new Map<string, readonly SignatureVerdict[]>();
  return (answered) =>
    viewOf(answered, zone, (key, set, keys) => {
      const known = judged.get(key) ?? judgeSignatures(set, { zone, keys, now, effort });
      judged.set(key, known);
      return known;
    });
}

type Judge = (key: string, set: SignedRrset, keys: readonly ZoneKey[]) => readonly SignatureVerdict[];

/** The signatures are judged by the keys that this server publishes. */
function viewOf(answered: ServerAnswers, zone: DomainName, judge: Judge): ServerView {
  const { server, failures } = answered;
  const answers = answered.answers.filter(
    ({ message, question }) => question.type === RrType.DS || !isAnswerOfChild(message, zone),
  );
  const data = answers.flatMap(({ message }) => signedRrsets(message.answer));
  const dnskey = findRrset(data, zone, RrType.DNSKEY);
  const keys = dnskey === undefined ? [] : zoneKeys(dnskey);
  const sets = distinctDenials(answers, zone);
  const keysText = keys.map(({ rdata }) => toLatin1(rdata)).join();
  const denials = [...sets].map(([key, set]) => ({ set, verdicts: judge(`${key} ${keysText}`, set, keys) }));
  const soa = findRrset(data, zone, RrType.SOA);
  const [rdata] = soa?.rdatas ?? [];
  const minimum = rdata === undefined ? undefined : parseOrNull(rdata, parseSoa)?.minimum;
  return {
    server,
    zone,
    keys,
    answers,
    failures,
    denials,
    records: denialRecords([...sets.values()], zone),
    negativeTtl: soa === undefined || minimum === undefined ? null : Math.min(soa.ttl, minimum),
    isSteady: serialsOf(answers, zone).size <= 1,
    signerTags: new Set(soa === undefined ? [] : zoneSignatures(soa, zone).map(({ keyTag }) => keyTag)),
  };
}

/** The denial RRsets of the zone in one message: not those made from a wildcard, which deny nothing. */
export function zoneDenials({ message }: Answered, zone: DomainName): SignedRrset[] {
  return denialRrsets([...message.answer, ...message.authority]).filter(
    (set) => set.owner.isAtOrBelow(zone) && !isOfChild(set, zone) && !isExpanded(set, zone),
  );
}

function serialsOf(answers: readonly Answered[], zone: DomainName): Set<number> {
  const soas = answers
    .flatMap(({ message }) => [...message.answer, ...message.authority])
    .filter(({ type, owner }) => type === RrType.SOA && owner.equals(zone));
  return new Set(
    parseEach(
      soas.map(({ rdata }) => rdata),
      parseSoa,
    ).map(({ serial }) => serial),
  );
}

function distinctDenials(answers: readonly Answered[], zone: DomainName): Map<string, SignedRrset> {
  const sets = new Map<string, SignedRrset>();
  for (const answer of answers) {
    for (const set of zoneDenials(answer, zone)) {
      const content = [...set.rdatas, ...set.signatures.map(({ rdata }) => rdata)].map(toLatin1).join();
      const key = `${set.type} ${set.owner.key} ${content}`;
      if (!sets.has(key)) sets.set(key, set);
    }
  }
  return sets;
}
