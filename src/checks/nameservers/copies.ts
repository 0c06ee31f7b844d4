import type { Answered, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseOrNull, parseRrsig, parseSoa, type Rrsig, type Soa } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { type ZoneKey, zoneKeys } from "../../dnssec/zone-key.ts";
import { answeredOf, apexReply } from "./apex-reply.ts";
import type { ServerAnswers } from "./gather.ts";

/** The zone as one server serves it. */
export interface ZoneCopy {
  readonly server: ServerAddress;
  readonly soa: Soa;
  readonly soaSet: SignedRrset;
  /** Null where the server gave no usable answer to the question for DNSKEY. */
  readonly dnskey: Answered | null;
  readonly keySet: SignedRrset | null;
  readonly keys: readonly ZoneKey[];
  /** Every signature seen, whatever it is worth. */
  readonly signatures: readonly Rrsig[];
  /** The usual answers. */
  readonly answers: readonly Answered[];
}

/** The copy that a server serves; null where it gives no usable SOA. */
export function copyOf(apex: DomainName, { server, soa, dnskey, usual }: ServerAnswers): ZoneCopy | null {
  const soaAnswer = apexReply(soa).answer;
  const soaSet = soaAnswer === null ? undefined : findRrset(signedRrsets(soaAnswer.message.answer), apex, RrType.SOA);
  const [rdata] = soaSet?.rdatas ?? [];
  const parsed = rdata === undefined ? null : parseOrNull(rdata, parseSoa);
  if (soaSet === undefined || parsed === null) return null;
  const dnskeyAnswer = apexReply(dnskey).answer;
  const keySet =
    dnskeyAnswer === null ? null : (findRrset(signedRrsets(dnskeyAnswer.message.answer), apex, RrType.DNSKEY) ?? null);
  const answers = answeredOf(usual);
  const records = answers.flatMap(({ message }) => [...message.answer, ...message.authority]);
  const signatures = parseEach(
    records.filter(({ type }) => type === RrType.RRSIG).map((record) => record.rdata),
    parseRrsig,
  ).filter(({ signerName }) => signerName.equals(apex));
  const keys = keySet === null ? [] : zoneKeys(keySet);
  return { server, soa: parsed, soaSet, dnskey: dnskeyAnswer, keySet, keys, signatures, answers };
}
