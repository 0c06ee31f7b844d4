import type { Answered, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { type Ds, parseDs, parseEach } from "../../dns/rdata.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type DenialEvidence, denialEvidence } from "../denial/evidence.ts";
import { denialFinding } from "../denial/findings.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import { type Effort, judgeSignatures, longestValid, type SignatureVerdict } from "../rrsig.ts";
import { signatureFinding } from "../signature-findings.ts";
import { type ChainLink, type InsecureReason, trustedKeys } from "./link.ts";

/** What a secure parent says about a delegation at a name (RFC 4035 5.2). */
export type Cut =
  | { readonly kind: "signed"; readonly records: readonly Ds[]; readonly verdicts: readonly SignatureVerdict[] }
  | { readonly kind: "insecure"; readonly reason: InsecureReason }
  /** No delegation here: the name is in the parent zone, or does not exist. */
  | { readonly kind: "none" }
  | { readonly kind: "bogus"; readonly findings: readonly Finding[] };

/** Judges the answer to a DS question, or a referral that holds the DS RRset or its denial, with the parent's keys. */
export function judgeCut(name: DomainName, parent: ChainLink, reply: Answered, now: number, effort: Effort): Cut {
  const { server, message } = reply;
  const context = { zone: parent.zone, keys: trustedKeys(parent), now, effort };
  const setting = { zone: parent.zone, server, now };
  const sets = signedRrsets([...message.answer, ...message.authority]);
  const ds = findRrset(sets, name, RrType.DS);
  const alias = ds ?? findRrset(signedRrsets(message.answer), name, RrType.CNAME);
  if (alias === undefined) {
    const evidence = denialEvidence(message.authority, server, context);
    return judgeAbsence(name, parent, server, evidence, message.rcode);
  }
  const verdicts = judgeSignatures(alias, context);
  if (longestValid(verdicts) === undefined) {
    const named = signatureFinding(alias, verdicts, setting);
    // An alias is no delegation: its signature is all that is wrong.
    return ds === undefined ? { kind: "bogus", findings: [named] } : bogus(name, parent, server, [named]);
  }
  return ds === undefined ? { kind: "none" } : { kind: "signed", records: parseEach(ds.rdatas, parseDs), verdicts };
}

function judgeAbsence(
  name: DomainName,
  parent: ChainLink,
  server: ServerAddress,
  evidence: DenialEvidence,
  rcode: number,
): Cut {
  if (evidence.prover === null) {
    const missing = denialFinding("nsec-missing-insecure-delegation", { name, type: RrType.DS }, parent.zone, server);
    return bogus(name, parent, server, evidence.findings.length > 0 ? evidence.findings : [missing]);
  }
  const isNameError = rcode === Rcode.NXDOMAIN;
  const proof = isNameError ? evidence.prover.proveNameError(name) : evidence.prover.proveNoData(name, RrType.DS);
  if (proof.result === "insecure") return { kind: "insecure", reason: proof.reason };
  if (proof.result === "proved") {
    return proof.matchesName && proof.types?.has(RrType.NS) ? { kind: "insecure", reason: "no-ds" } : { kind: "none" };
  }
  return bogus(name, parent, server, [
    ...evidence.findings,
    denialFinding(proof.fault, { name, type: RrType.DS }, parent.zone, server, proof),
  ]);
}

/** The causes, then what they mean for the chain. */
function bogus(name: DomainName, parent: ChainLink, server: ServerAddress, causes: readonly Finding[]): Cut {
  const consequence = finding("chain-parent-ds-signature-invalid", {
    subject: { name, type: RrType.DS },
    servers: [server],
    params: { parentZone: nameText(parent.zone), reason: causes[0]?.id ?? "" },
  });
  return { kind: "bogus", findings: [...causes, { ...consequence, cause: causes[0]?.id ?? consequence.id }] };
}
