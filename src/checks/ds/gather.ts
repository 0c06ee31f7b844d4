import type { Answered, Failure, Lookup, Reply, ServerAddress } from "../../dns/lookup.ts";
import type { Message } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { type Ds, parseDs, parseEach } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { usableReply } from "../shared/server-failures.ts";

/** What one server of the parent zone says of the delegation. */
export interface ParentView {
  readonly server: ServerAddress;
  /** An authoritative answer to the question for DS; null where none came. */
  readonly answer: Answered | null;
  readonly failure: Failure | null;
  /** The server sends on to the child instead of answering. */
  readonly isReferral: boolean;
  /** Null where the answer has no DS. */
  readonly set: SignedRrset | null;
  readonly records: readonly Ds[];
}

/** The parent zone and what each address of its servers says. */
export interface ParentSide {
  readonly zone: DomainName;
  readonly views: readonly ParentView[];
}

/** What one of the zone's own servers gave. */
export interface ChildView {
  readonly server: ServerAddress;
  /** The answer to the question for DNSKEY; null where none came. */
  readonly keysAnswer: Answered | null;
  readonly keys: readonly ZoneKey[];
  /** By type; a type that was not answered is missing, one that is not there is null. */
  readonly apex: ReadonlyMap<number, SignedRrset | null>;
  /** CDS and CDNSKEY at names that are no apex. */
  readonly misplaced: readonly SignedRrset[];
  readonly failures: readonly Failure[];
}

const APEX_TYPES = [RrType.DNSKEY, RrType.CDS, RrType.CDNSKEY, RrType.DS] as const;

/** Asks every server of the zone above for the DS; null where none of them can be found. */
export async function gatherParent(zone: DomainName, lookup: Lookup): Promise<ParentSide | null> {
  const ask = (server: ServerAddress): Promise<Reply> => lookup.askServer(server, { name: zone, type: RrType.DS });
  // As with the zone's own servers: those of the delegation are known first.
  void lookup.delegation(zone.parent()).then((servers) => servers?.map(ask));
  const parent = await lookup.zoneServers(zone.parent());
  if (parent === null || parent.servers.length === 0) return null;
  const views = parent.servers.map(async (server) => parentView(zone, server, await ask(server)));
  return { zone: parent.zone, views: await Promise.all(views) };
}

function parentView(zone: DomainName, server: ServerAddress, reply: Reply): ParentView {
  const none = { server, answer: null, isReferral: false, set: null, records: [] };
  const { answer, failure } = usableReply(reply);
  if (failure !== null) {
    return isReferralTo(zone, failure) ? { ...none, failure: null, isReferral: true } : { ...none, failure };
  }
  const { message } = answer;
  const problem = message.isAuthoritative
    ? isOfChild(zone, message)
      ? "answers for the child zone only"
      : null
    : "not authoritative";
  if (problem !== null) return { ...none, failure: { server, reason: "lame", detail: problem, message } };
  const set = findRrset(signedRrsets(message.answer), zone, RrType.DS) ?? null;
  return { ...none, answer, failure: null, set, records: set === null ? [] : parseEach(set.rdatas, parseDs) };
}

function isReferralTo(zone: DomainName, { message }: Failure): boolean {
  if (message === null || message.rcode !== Rcode.NOERROR || message.answer.length > 0) return false;
  return message.authority.some(({ type, owner }) => type === RrType.NS && owner.equals(zone));
}

function isOfChild(zone: DomainName, { authority }: Message): boolean {
  return authority.some(({ type, owner }) => type === RrType.SOA && owner.equals(zone));
}

/** Asks one server of the zone for its keys, for CDS and CDNSKEY, and for a DS that has no business there. */
export async function gatherChild(
  server: ServerAddress,
  zone: DomainName,
  elsewhere: readonly DomainName[],
  lookup: Lookup,
): Promise<ChildView> {
  const ask = async (name: DomainName, type: number) => usableReply(await lookup.askServer(server, { name, type }));
  const [misplaced, ...replies] = await Promise.all([
    Promise.all(elsewhere.map((name) => misplacedSets(name, ask))),
    ...APEX_TYPES.map(async (type) => ({ type, ...(await ask(zone, type)) })),
  ]);
  const apex = new Map<number, SignedRrset | null>();
  for (const { type, answer } of replies) {
    if (answer !== null) apex.set(type, findRrset(signedRrsets(answer.message.answer), zone, type) ?? null);
  }
  const dnskey = apex.get(RrType.DNSKEY) ?? null;
  return {
    server,
    keysAnswer: replies.find(({ type }) => type === RrType.DNSKEY)?.answer ?? null,
    keys: dnskey === null ? [] : zoneKeys(dnskey),
    apex,
    misplaced: misplaced.flat(),
    // A server may refuse the question for a DS that is its parent's.
    failures: replies.flatMap(({ type, failure }) => (failure === null || type === RrType.DS ? [] : [failure])),
  };
}

type Ask = (name: DomainName, type: number) => Promise<{ readonly answer: Answered | null }>;

/** CDS and CDNSKEY of a name; none where it is an apex with its own SOA (RFC 7344 4.1). */
async function misplacedSets(name: DomainName, ask: Ask): Promise<SignedRrset[]> {
  const answers = await Promise.all([RrType.SOA, RrType.CDS, RrType.CDNSKEY].map((type) => ask(name, type)));
  const sets = answers.flatMap(({ answer }) => (answer === null ? [] : signedRrsets(answer.message.answer)));
  if (findRrset(sets, name, RrType.SOA) !== undefined) return [];
  return [RrType.CDS, RrType.CDNSKEY].flatMap((type) => findRrset(sets, name, type) ?? []);
}
