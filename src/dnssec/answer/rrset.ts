import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseRrsig } from "../../dns/rdata.ts";
import type { ResourceRecord, SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import type { Chain } from "../chain/chain.ts";
import { type ChainLink, trustedKeys } from "../chain/link.ts";
import { denialEvidence } from "../denial/evidence.ts";
import { denialFinding } from "../denial/findings.ts";
import { wildcardAt } from "../denial/nsec.ts";
import type { Finding } from "../finding.ts";
import { type Effort, isWildcardExpansion, judgeSignatures, longestValid, type SignatureVerdict } from "../rrsig.ts";
import type { SecurityStatus } from "../security.ts";
import { signatureFinding } from "../signature-findings.ts";

/** What one RRset is worth, by the zone that signed it or that it lies in. */
export interface RrsetJudgement {
  readonly set: SignedRrset;
  readonly status: SecurityStatus;
  readonly link: ChainLink;
  readonly verdicts: readonly SignatureVerdict[];
  /** What is wrong with this RRset; faults of the chain above stand in the links. */
  readonly findings: readonly Finding[];
}

/** What RRsets are judged with. */
export interface RrsetSources {
  readonly chain: Chain;
  readonly now: number;
  readonly effort: Effort;
}

/** Judges an RRset by its signatures, and a wildcard's by the proof in the authority section too (RFC 4035 5.3). */
export async function judgeRrset(
  set: SignedRrset,
  authority: readonly ResourceRecord[],
  server: ServerAddress,
  sources: RrsetSources,
): Promise<RrsetJudgement> {
  const { chain, now, effort } = sources;
  let failure: RrsetJudgement | null = null;
  for (const signer of signersOf([set], set.owner, set.type, chain)) {
    const link = await chain.link(signer);
    const context = { zone: link.zone, keys: trustedKeys(link), now, effort };
    if (link.status !== "secure") {
      failure ??= { set, status: link.status, link, verdicts: [], findings: [] };
      continue;
    }
    const verdicts = judgeSignatures(set, context);
    const valid = longestValid(verdicts);
    if (valid === undefined) {
      const enclosing = await chain.enclosing(zoneSide(set.owner, set.type));
      const at = { zone: enclosing.zone, server, now };
      const isForeign = enclosing.status === "secure" && !enclosing.zone.equals(signer);
      const named = isForeign ? judgeSignatures(set, { ...context, zone: enclosing.zone }) : verdicts;
      failure ??= { set, status: "bogus", link, verdicts, findings: [signatureFinding(set, named, at)] };
      continue;
    }
    if (!isWildcardExpansion(set, valid.rrsig)) return { set, status: "secure", link, verdicts, findings: [] };
    const question = { name: set.owner, type: set.type };
    const { prover, findings } = denialEvidence(authority, server, context);
    const proof = prover?.proveWildcardExpansion(set.owner, valid.rrsig.labels);
    if (proof?.result === "proved") return { set, status: "secure", link, verdicts, findings: [] };
    if (proof?.result === "insecure") return { set, status: "insecure", link, verdicts, findings: [] };
    const facts = proof ?? { name: wildcardAt(set.owner, valid.rrsig.labels) };
    const missing = denialFinding(proof?.fault ?? "nsec-missing-wildcard", question, link.zone, server, facts);
    failure ??= { set, status: "bogus", link, verdicts, findings: [...findings, missing] };
  }
  return failure ?? judgeUnsigned(set, server, sources);
}

async function judgeUnsigned(
  set: SignedRrset,
  server: ServerAddress,
  { chain, now, effort }: RrsetSources,
): Promise<RrsetJudgement> {
  const link = await chain.enclosing(zoneSide(set.owner, set.type));
  if (link.status !== "secure") return { set, status: link.status, link, verdicts: [], findings: [] };
  const verdicts = judgeSignatures(set, { zone: link.zone, keys: trustedKeys(link), now, effort });
  const missing = signatureFinding(set, verdicts, { zone: link.zone, server, now });
  return { set, status: "bogus", link, verdicts, findings: [missing] };
}

/** The zones that claim to have signed these RRsets and could have: between the name's trust anchor and the name. */
export function signersOf(sets: readonly SignedRrset[], name: DomainName, type: number, chain: Chain): DomainName[] {
  const signers: DomainName[] = [];
  const side = zoneSide(name, type);
  const anchorZone = chain.anchorZone(side);
  for (const { rdata } of sets.flatMap(({ signatures }) => signatures)) {
    const signer = parseOrNull(rdata, parseRrsig)?.signerName;
    if (signer === undefined || anchorZone === null) continue;
    if (!side.isAtOrBelow(signer) || !signer.isAtOrBelow(anchorZone)) continue;
    if (!signers.some((known) => known.equals(signer))) signers.push(signer);
  }
  return signers;
}

/** The name whose zone a record of this type at name belongs to: DS is the parent's (RFC 4035 2.4). */
export function zoneSide(name: DomainName, type: number): DomainName {
  return type === RrType.DS ? name.parent() : name;
}
