import type { Answered, Failure, Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { type Dnskey, type Ds, parseDnskey, parseDs, parseEach } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { type Effort, judgeSignatures, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { isReferralBelow, usableReply } from "../shared/server-failures.ts";

/** A zone's keys as one of its servers shows them. */
export interface ServerKeys {
  readonly server: ServerAddress;
  /** The answer to the DNSKEY question; null where none came. */
  readonly answer: Answered | null;
  /** Null where the server has no DNSKEY record at the apex. */
  readonly dnskey: JudgedRrset | null;
  readonly keys: readonly ZoneKey[];
  /** SOA and NS: what the keys are there to sign. */
  readonly data: readonly JudgedRrset[];
  readonly cds: readonly Ds[];
  readonly cdnskeys: readonly Dnskey[];
  /** DNSKEY RRsets that the zone holds at names below its apex. */
  readonly below: readonly SignedRrset[];
  /** UDP could not carry the keys, and TCP failed. */
  readonly isCutOff: boolean;
  readonly failures: readonly Failure[];
}

/** An RRset and what each signature over it is worth by the server's own keys. */
export interface JudgedRrset {
  readonly set: SignedRrset;
  readonly verdicts: readonly SignatureVerdict[];
}

const DATA_TYPES = [RrType.SOA, RrType.NS] as const;
const APEX_TYPES = [RrType.DNSKEY, ...DATA_TYPES, RrType.CDS, RrType.CDNSKEY] as const;

/** Asks one server for the keys, what they sign, what is to become of them, and for DNSKEY at the names below. */
export async function gatherKeys(
  server: ServerAddress,
  apex: DomainName,
  below: readonly DomainName[],
  { lookup, now, effort }: { readonly lookup: Lookup; readonly now: number; readonly effort: Effort },
): Promise<ServerKeys> {
  const questions = [...APEX_TYPES.map((type) => ({ name: apex, type })), ...namesToDnskey(below)];
  const usable = (await Promise.all(questions.map((question) => lookup.askServer(server, question)))).map(usableReply);
  const setOf = (name: DomainName, type: number): SignedRrset | undefined => {
    const i = questions.findIndex((question) => question.type === type && question.name.equals(name));
    return findRrset(signedRrsets(usable[i]?.answer?.message.answer ?? []), name, type);
  };
  const dnskey = setOf(apex, RrType.DNSKEY);
  const keys = dnskey === undefined ? [] : zoneKeys(dnskey);
  const judged = (set: SignedRrset | undefined): JudgedRrset[] =>
    set === undefined ? [] : [{ set, verdicts: judgeSignatures(set, { zone: apex, keys, now, effort }) }];
  return {
    server,
    answer: usable[0]?.answer ?? null,
    dnskey: judged(dnskey)[0] ?? null,
    keys,
    data: DATA_TYPES.flatMap((type) => judged(setOf(apex, type))),
    cds: parseEach(setOf(apex, RrType.CDS)?.rdatas ?? [], parseDs),
    cdnskeys: parseEach(setOf(apex, RrType.CDNSKEY)?.rdatas ?? [], parseDnskey),
    below: below.flatMap((name) => setOf(name, RrType.DNSKEY) ?? []),
    isCutOff: usable[0]?.failure?.isOverTcp === true && usable.some(({ answer }) => answer !== null),
    failures: usable.flatMap(({ failure }) => (failure === null || isReferralBelow(apex, failure) ? [] : [failure])),
  };
}

function namesToDnskey(names: readonly DomainName[]): { name: DomainName; type: number }[] {
  return names.map((name) => ({ name, type: RrType.DNSKEY }));
}
