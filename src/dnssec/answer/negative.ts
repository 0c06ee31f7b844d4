import type { ServerAddress } from "../../dns/lookup.ts";
import type { Message, Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type ChainLink, trustedKeys } from "../chain/link.ts";
import { denialEvidence, denialRrsets } from "../denial/evidence.ts";
import { denialFinding } from "../denial/findings.ts";
import type { DenialProver, Proof } from "../denial/proof.ts";
import type { Finding } from "../finding.ts";
import { judgeSignatures, longestValid } from "../rrsig.ts";
import type { SecurityStatus } from "../security.ts";
import { signatureFinding } from "../signature-findings.ts";
import { type RrsetSources, signersOf, zoneSide } from "./rrset.ts";

/** What a negative answer is worth. */
export interface NegativeJudgement {
  readonly status: SecurityStatus;
  readonly link: ChainLink;
  readonly findings: readonly Finding[];
}

/** Judges NXDOMAIN or NODATA by the denial records of the authority section (RFC 4035 5.4, RFC 5155 8). */
export async function judgeNegative(
  question: Question,
  message: Message,
  server: ServerAddress,
  sources: RrsetSources,
): Promise<NegativeJudgement> {
  const { chain, now, effort } = sources;
  const side = zoneSide(question.name, question.type);
  const soas = signedRrsets(message.authority).filter(
    ({ type, owner }) => type === RrType.SOA && side.isAtOrBelow(owner),
  );
  const denials = denialRrsets(message.authority);
  const [signer] = signersOf([...denials, ...soas], question.name, question.type, chain);
  const link = await (signer === undefined ? chain.enclosing(side) : chain.link(signer));
  if (link.status !== "secure") return { status: link.status, link, findings: [] };

  const context = { zone: link.zone, keys: trustedKeys(link), now, effort };
  const badSoas = soas.flatMap((soa) => {
    const verdicts = judgeSignatures(soa, context);
    return longestValid(verdicts) === undefined
      ? [signatureFinding(soa, verdicts, { zone: link.zone, server, now })]
      : [];
  });
  const { prover, findings } = denialEvidence(message.authority, server, context);
  const isNameError = message.rcode === Rcode.NXDOMAIN;
  const proof: Proof | undefined = isNameError
    ? prover?.proveNameError(question.name)
    : prover?.proveNoData(question.name, question.type);
  if (proof?.result === "proved" || proof?.result === "insecure") {
    if (badSoas.length > 0) return { status: "bogus", link, findings: badSoas };
    return { status: proof.result === "proved" ? "secure" : "insecure", link, findings: [] };
  }
  if (prover !== null && badSoas.length === 0 && liesBelowUnsignedCut(side, link, prover)) {
    return { status: "insecure", link, findings: [] };
  }
  const named =
    proof === undefined && findings.length > 0
      ? []
      : [
          denialFinding(
            proof?.fault ?? (isNameError ? "nsec-missing-nxdomain" : "nsec-missing-nodata"),
            question,
            link.zone,
            server,
            proof,
          ),
        ];
  return { status: "bogus", link, findings: [...findings, ...named, ...badSoas] };
}

/** The records prove a delegation without DS above the name: whatever is said of it is not this zone's to sign (RFC 4033 5). */
function liesBelowUnsignedCut(name: DomainName, { zone }: ChainLink, prover: DenialProver): boolean {
  for (let cut = name.parent(); cut.isBelow(zone); cut = cut.parent()) {
    const proof = prover.proveNoData(cut, RrType.DS);
    if (proof.result === "proved" && proof.matchesName && proof.types?.has(RrType.NS)) return true;
  }
  return false;
}
