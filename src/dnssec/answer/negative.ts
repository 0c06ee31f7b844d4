import type { ServerAddress } from "../../dns/lookup.ts";
import type { Message, Question } from "../../dns/message.ts";
import { type SignedRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type ChainLink, trustedKeys } from "../chain/link.ts";
import { denialEvidence, denialRrsets } from "../denial/evidence.ts";
import { denialFinding } from "../denial/findings.ts";
import type { Proof } from "../denial/proof.ts";
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
  const { chain } = sources;
  const side = zoneSide(question.name, question.type);
  const soas = signedRrsets(message.authority).filter(
    ({ type, owner }) => type === RrType.SOA && side.isAtOrBelow(owner),
  );
  const signers = signersOf([...denialRrsets(message.authority), ...soas], question.name, question.type, chain);
  let failure: NegativeJudgement | null = null;
  // Through a resolver, the wildcard proof of an alias stands beside the denial of its target, from another zone.
  for (const signer of signers) {
    const judged = judgeInZone(await chain.link(signer), question, message, soas, server, sources);
    if (judged.status === "secure" || judged.status === "insecure") return judged;
    failure ??= judged;
  }
  const enclosing = await chain.enclosing(side);
  // Whatever is said of names below an unsigned cut is not the signer's to prove (RFC 4033 5); a span that opts out is no cut.
  if (failure !== null && (enclosing.status !== "insecure" || enclosing.insecureReason === "opt-out")) return failure;
  return judgeInZone(enclosing, question, message, soas, server, sources);
}

function judgeInZone(
  link: ChainLink,
  question: Question,
  message: Message,
  soas: readonly SignedRrset[],
  server: ServerAddress,
  { now, effort }: RrsetSources,
): NegativeJudgement {
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
