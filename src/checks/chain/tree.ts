import { algorithmName, digestName, RrType, rcodeName, typeName } from "../../dns/registry.ts";
import type { AnswerStep } from "../../dnssec/answer/validate.ts";
import { type ChainLink, linksDownTo, type TrustPath } from "../../dnssec/chain/link.ts";
import { trustPaths } from "../../dnssec/chain/judge-keys.ts";
import { nameText } from "../../dnssec/finding.ts";
import { keyRole } from "../../dnssec/key-role.ts";
import { longestValid, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import { serialTime } from "../../dnssec/serial-time.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import { renderTime } from "../../util/clock.ts";
import type { QuestionVerdict } from "./check.ts";

/** The chain as a tree of lines: each zone with its DS and keys, who signed whom and until when, and where it breaks. */
export function renderChain(link: ChainLink, verdicts: readonly QuestionVerdict[], now: number): string[] {
  const links = linksDownTo(link);
  const steps = verdicts.flatMap(({ validations }) => validations).flatMap((validation) => validation.steps);
  const zones = links.flatMap((each, depth) => {
    const dataSigners = signersOfData(each, links[depth + 1], steps);
    return linkLines(each, dataSigners, now).map((line, i) => indent(line, depth, i === 0));
  });
  const answers = verdicts.flatMap((verdict) =>
    answerLines(verdict, now).map((line, i) => indent(line, links.length, i === 0)),
  );
  return [...zones, ...answers];
}

/** The keys seen to sign a zone's data: the DS RRset of the next zone, or answers. */
function signersOfData(link: ChainLink, child: ChainLink | undefined, steps: readonly AnswerStep[]): ZoneKey[] {
  const ofDs = child?.trust?.kind === "ds" ? child.trust.verdicts : [];
  const ofAnswers = steps.flatMap(({ judgement, type }) =>
    judgement !== null && type !== RrType.DNSKEY && judgement.link.zone.equals(link.zone) ? judgement.verdicts : [],
  );
  return validSigners([...ofDs, ...ofAnswers]);
}

function validSigners(verdicts: readonly SignatureVerdict[]): ZoneKey[] {
  return verdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key] : []));
}

function indent(line: string, depth: number, isHead: boolean): string {
  return `${"   ".repeat(depth)}${isHead ? (depth === 0 ? "" : "`- ") : depth === 0 ? "   " : "      "}${line}`;
}

function linkLines(link: ChainLink, dataSigners: readonly ZoneKey[], now: number): string[] {
  const { zone, status, trust, judgement } = link;
  const paths = judgement?.paths ?? (trust === null ? [] : trustPaths(zone, trust, []));
  const verdicts = judgement?.verdicts ?? [];
  const why = status === "secure" ? "" : ` <- ${whyBroken(link)}`;
  return [
    `${nameText(zone)}: ${status}${why}`,
    ...(trust?.kind === "ds" ? [`DS RRset ${signedBy(trust.verdicts, now)}`] : []),
    ...paths.map((path) => pathLine(path, trust?.kind === "anchor")),
    ...(judgement?.keys ?? []).map((key) => {
      const role = keyRole(key, validSigners(verdicts), dataSigners);
      return `DNSKEY ${key.tag} ${algorithmName(key.algorithm)} ${role}${signatureOverKeys(key, verdicts, now)}`;
    }),
  ];
}

function whyBroken({ status, insecureReason, findings, parent }: ChainLink): string {
  if (parent !== null && parent.status !== "secure") return `because ${nameText(parent.zone)} is`;
  if (insecureReason === "no-ds") return "the parent proves that there is no DS";
  if (insecureReason === "opt-out") return "the parent's NSEC3 opt-out leaves it open whether there is a DS";
  if (insecureReason === "iterations") return "the parent's NSEC3 iterations are too many";
  if (insecureReason === "unsupported") return "no DS of an algorithm and digest that validators support";
  return findings.map(({ id }) => id).join(", ") || `no trust anchor, hence ${status}`;
}

function pathLine({ keyTag, algorithm, digestType, match }: TrustPath, isAnchor: boolean): string {
  const digest = digestType === null ? "" : ` ${digestName(digestType)}`;
  const target =
    match.outcome === "matched" ? `-> DNSKEY ${match.key.tag}` : `leads nowhere: ${match.outcome.replaceAll("-", " ")}`;
  return `${isAnchor ? "trust anchor" : "DS"} ${keyTag} ${algorithmName(algorithm)}${digest} ${target}`;
}

function signatureOverKeys(key: ZoneKey, verdicts: readonly SignatureVerdict[], now: number): string {
  const own = verdicts.filter(({ rrsig }) => rrsig?.keyTag === key.tag && rrsig.algorithm === key.algorithm);
  const valid = own.find((verdict) => verdict.isValid && sameKey(verdict.key, key));
  if (valid !== undefined && valid.rrsig !== null)
    return `, signs the DNSKEY RRset until ${renderTime(serialTime(valid.rrsig.expiration, now))}`;
  const invalid = own.find((verdict) => !verdict.isValid);
  return invalid === undefined ? "" : `, its signature over DNSKEY: ${invalid.fault.replaceAll("-", " ")}`;
}

function answerLines({ question, status, rcode, validations }: QuestionVerdict, now: number): string[] {
  const steps = validations[0]?.steps ?? [];
  const code = rcode === null ? "no answer" : rcodeName(rcode);
  return [
    `${nameText(question.name)} ${typeName(question.type)}: ${status}, ${code}`,
    ...steps.map((step) => stepLine(step, now)),
  ];
}

function stepLine({ name, type, status, link, isDenial, judgement }: AnswerStep, now: number): string {
  if (isDenial) return `${nameText(name)} ${typeName(type)} denied by ${nameText(link.zone)}: ${status}`;
  const signature = judgement === null ? "" : ` ${signedBy(judgement.verdicts, now)}`;
  return `${nameText(name)} ${typeName(type)}${signature}: ${status}`;
}

function signedBy(verdicts: readonly SignatureVerdict[], now: number): string {
  const valid = longestValid(verdicts);
  if (valid === undefined) return verdicts.length === 0 ? "unsigned" : "without a valid signature";
  const { signerName, keyTag, expiration } = valid.rrsig;
  const signer = signerName.isRoot() ? "the root" : nameText(signerName);
  return `signed by ${signer} key ${keyTag} until ${renderTime(serialTime(expiration, now))}`;
}
