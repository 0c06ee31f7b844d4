import type { Message, Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseOrNull, parseRrsig, parseTarget, type Rrsig } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { dnameAbove, substitute } from "../../dnssec/answer/dname.ts";
import { isWildcardExpansion } from "../../dnssec/rrsig.ts";

/** Aliases followed within one answer. */
const MAX_ALIASES = 12;

/** The delegation that a message refers to, below the apex and at or above name; null where it is no referral. */
export function referralCut({ authority }: Message, apex: DomainName, name: DomainName): DomainName | null {
  if (authority.some(({ type }) => type === RrType.SOA)) return null;
  const ns = authority.find(({ type, owner }) => type === RrType.NS && owner.isBelow(apex) && name.isAtOrBelow(owner));
  return ns?.owner ?? null;
}

/** Where an answer ends after its aliases: at data, at nothing, or outside the zone (null). */
export function endOfAliases(
  { answer }: Message,
  { name, type }: Question,
  apex: DomainName,
): { readonly name: DomainName; readonly hasData: boolean; readonly isAliased: boolean } | null {
  const sets = signedRrsets(answer);
  let current = name;
  for (let i = 0; i < MAX_ALIASES && current.isAtOrBelow(apex); i++) {
    if (findRrset(sets, current, type) !== undefined) return { name: current, hasData: true, isAliased: i > 0 };
    const cname = findRrset(sets, current, RrType.CNAME);
    const dname = dnameAbove(sets, current);
    if (cname === undefined && dname === undefined) {
      return { name: current, hasData: answer.some(({ owner }) => owner.equals(current)), isAliased: i > 0 };
    }
    const [rdata] = cname?.rdatas ?? [];
    const target = dname === undefined ? rdata && parseOrNull(rdata, parseTarget) : substitute(current, dname);
    if (!target) return null;
    current = target;
  }
  return null;
}

/** The zone's own signatures over a set, valid or not. */
export function zoneSignatures({ signatures }: SignedRrset, apex: DomainName): Rrsig[] {
  return parseEach(
    signatures.map(({ rdata }) => rdata),
    parseRrsig,
  ).filter(({ signerName }) => signerName.equals(apex));
}

/** The labels of the name that the zone signed a set under; undefined where it has not signed it (RFC 4034 3.1.3). */
export function signedLabels(set: SignedRrset, apex: DomainName): number | undefined {
  return zoneSignatures(set, apex)[0]?.labels;
}

/** The zone made the set from a wildcard. */
export function isExpanded(set: SignedRrset, apex: DomainName): boolean {
  const [rrsig] = zoneSignatures(set, apex);
  return rrsig !== undefined && isWildcardExpansion(set, rrsig);
}

/** The set was signed by a zone below: the server holds that zone too. */
export function isOfChild({ signatures }: SignedRrset, apex: DomainName): boolean {
  return signatures.some(({ rdata }) => parseOrNull(rdata, parseRrsig)?.signerName.isBelow(apex));
}

/** The answer is one of a zone below that the server holds too. */
export function isAnswerOfChild({ answer, authority }: Message, apex: DomainName): boolean {
  if (authority.some(({ type, owner }) => type === RrType.SOA && owner.isBelow(apex))) return true;
  return signedRrsets(answer).some((set) => isOfChild(set, apex));
}
