import type { Answered, Failure, Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseNsec, parseNsec3, parseOrNull } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { absentName } from "../shared/absent-name.ts";
import { isReferralBelow, usableReply } from "../shared/server-failures.ts";

/** What one server gave: its keys, and every RRset of the zone that it showed. */
export interface ServerAnswers {
  readonly server: ServerAddress;
  readonly keys: readonly ZoneKey[];
  readonly sets: readonly SignedRrset[];
  readonly answers: readonly Answered[];
  readonly failures: readonly Failure[];
}

/** Types asked for at every apex; what the apex's type bitmap names comes on top. */
const APEX_TYPES = [
  RrType.SOA,
  RrType.NS,
  RrType.DNSKEY,
  RrType.CDS,
  RrType.CDNSKEY,
  RrType.CSYNC,
  RrType.NSEC3PARAM,
  RrType.A,
  RrType.AAAA,
  RrType.MX,
  RrType.TXT,
  RrType.CAA,
  RrType.HTTPS,
  RrType.TLSA,
] as const;

/** Types that stand in bitmaps but are no data to ask for. */
const NOT_ASKED = new Set<number>([RrType.RRSIG, RrType.NSEC, RrType.NSEC3, RrType.NXNAME, RrType.OPT]);
/** More types than any real apex has: a bound against bitmaps that claim everything. */
const MAX_EXTRA_TYPES = 24;

/** Asks one server for everything at the apex, for the given questions, and for a name that does not exist. */
export async function gatherAnswers(
  server: ServerAddress,
  apex: DomainName,
  queries: readonly Question[],
  lookup: Lookup,
): Promise<ServerAnswers> {
  const failures: Failure[] = [];
  const askAll = async (questions: readonly Question[]): Promise<Answered[]> => {
    const replies = await Promise.all(questions.map((question) => lookup.askServer(server, question)));
    return replies.flatMap((reply) => {
      const { answer, failure } = usableReply(reply);
      if (failure !== null && !isReferralBelow(apex, failure)) failures.push(failure);
      return answer ?? [];
    });
  };
  const asked = new Set<number>(APEX_TYPES);
  const absent = absentName(apex);
  const first = await askAll([
    ...APEX_TYPES.map((type) => ({ name: apex, type })),
    ...(absent === null ? [] : [{ name: absent, type: RrType.A }]),
    ...queries,
  ]);
  const extra = apexTypes(apex, first).filter((type) => !asked.has(type) && !NOT_ASKED.has(type));
  const more = await askAll(extra.slice(0, MAX_EXTRA_TYPES).map((type) => ({ name: apex, type })));
  const answers = [...first, ...more];
  const sets = zoneRrsets(apex, answers);
  const dnskey = findRrset(sets, apex, RrType.DNSKEY);
  return { server, keys: dnskey === undefined ? [] : zoneKeys(dnskey), sets, answers, failures };
}

/** The types that denial records at the apex say are there. */
function apexTypes(apex: DomainName, answers: readonly Answered[]): number[] {
  const types = new Set<number>();
  for (const { question, message } of answers) {
    if (!question.name.equals(apex)) continue;
    for (const { owner, type, rdata } of message.authority) {
      const isApexNsec = type === RrType.NSEC && owner.equals(apex);
      const nsec = isApexNsec ? parseOrNull(rdata, parseNsec) : null;
      const nsec3 = type === RrType.NSEC3 ? parseOrNull(rdata, parseNsec3) : null;
      // A NODATA at the apex comes with the apex's own NSEC3: the one whose bitmap has SOA.
      const bitmap = nsec?.types ?? (nsec3?.types.has(RrType.SOA) ? nsec3.types : null);
      for (const each of bitmap ?? []) types.add(each);
    }
  }
  return [...types];
}

/** The RRsets of the zone in these answers, each once: data of the answers, denial records and SOA of the authority. */
function zoneRrsets(apex: DomainName, answers: readonly Answered[]): SignedRrset[] {
  const sets = new Map<string, SignedRrset>();
  for (const { message } of answers) {
    const answer = signedRrsets(message.answer);
    const authority = signedRrsets(message.authority).filter(({ type }) => AUTHORITY_TYPES.has(type));
    for (const set of [...answer, ...authority]) {
      const key = `${set.type} ${set.owner.key}`;
      if (set.owner.isAtOrBelow(apex) && !isSynthesised(set, answer) && !sets.has(key)) sets.set(key, set);
    }
  }
  return [...sets.values()];
}

const AUTHORITY_TYPES = new Set<number>([RrType.SOA, RrType.NSEC, RrType.NSEC3]);

/** A CNAME made from a DNAME carries no signature of its own (RFC 6672 5.3.1). */
function isSynthesised({ owner, type }: SignedRrset, answer: readonly SignedRrset[]): boolean {
  return type === RrType.CNAME && answer.some((other) => other.type === RrType.DNAME && owner.isBelow(other.owner));
}
