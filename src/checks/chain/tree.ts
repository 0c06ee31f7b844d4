import { algorithmName, digestName, rcodeName, typeName } from "../../dns/registry.ts";
import type { AnswerStep } from "../../dnssec/answer/validate.ts";
import { type ChainLink, linksDownTo, type TrustPath } from "../../dnssec/chain/link.ts";
import { trustPaths } from "../../dnssec/chain/judge-keys.ts";
import { nameText } from "../../dnssec/finding.ts";
import { isRevoked, isSecureEntryPoint, isZoneKey } from "../../dnssec/key-tag.ts";
import type { SignatureVerdict } from "../../dnssec/rrsig.ts";
import { serialTime } from "../../dnssec/serial-time.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import { renderTime } from "../../util/clock.ts";
import type { QuestionVerdict } from "./check.ts";

/** The chain as a tree of lines: each zone with its DS and keys, who signed whom and until when, and where it breaks. */
export function renderChain(link: ChainLink, verdicts: readonly QuestionVerdict[], now: number): string[] {
  const links = linksDownTo(link);
  const zones = links.flatMap((each, depth) => linkLines(each, now).map((line, i) => indent(line, depth, i === 0)));
  const answers = verdicts.flatMap((verdict) =>
    answerLines(verdict, now).map((line, i) => indent(line, links.length, i === 0)),
  );
  return [...zones, ...answers];
}

function indent(line: string, depth: number, isHead: boolean): string {
  return `${"   ".repeat(depth)}${isHead ? (depth === 0 ? "" : "`- ") : depth === 0 ? "   " : "      "}${line}`;
}

function linkLines(link: ChainLink, now: number): string[] {
  const { zone, status, trust, judgement, parent } = link;
  const paths = judgement?.paths ?? (trust === null ? [] : trustPaths(zone, trust, []));
  const why = status === "secure" ? "" : ` <- ${whyBroken(link)}`;
  return [
    `${nameText(zone)}: ${status}${why}`,
    ...(trust?.kind === "ds"
      ? [`DS RRset ${signedBy(trust.verdicts, parent?.zone.isRoot() ? "the root" : "the parent", now)}`]
      : []),
    ...paths.map((path) => pathLine(path, trust?.kind === "anchor")),
    ...(judgement?.keys ?? []).map((key) => keyLine(key, judgement?.verdicts ?? [], now)),
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

function keyLine(key: ZoneKey, verdicts: readonly SignatureVerdict[], now: number): string {
  const role = isRevoked(key) ? "revoked" : !isZoneKey(key) ? "no zone key" : isSecureEntryPoint(key) ? "KSK" : "ZSK";
  const own = verdicts.filter(({ rrsig }) => rrsig?.keyTag === key.tag && rrsig.algorithm === key.algorithm);
  const valid = own.find((verdict) => verdict.isValid && sameKey(verdict.key, key));
  const fault = own.find((verdict) => !verdict.isValid);
  const signs =
    valid?.rrsig != null
      ? `signs the DNSKEY RRset until ${renderTime(serialTime(valid.rrsig.expiration, now))}`
      : fault !== undefined && !fault.isValid
        ? `signature over DNSKEY: ${fault.fault.replaceAll("-", " ")}`
        : "";
  return `DNSKEY ${key.tag} ${algorithmName(key.algorithm)} ${role}${signs === "" ? "" : `, ${signs}`}`;
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
  const signature = judgement === null ? "" : ` ${signedBy(judgement.verdicts, nameText(link.zone), now)}`;
  return `${nameText(name)} ${typeName(type)}${signature}: ${status}`;
}

function signedBy(verdicts: readonly SignatureVerdict[], signer: string, now: number): string {
  const valid = verdicts.find((verdict) => verdict.isValid);
  if (valid?.rrsig == null) return "without a valid signature";
  return `signed by ${signer} key ${valid.rrsig.keyTag} until ${renderTime(serialTime(valid.rrsig.expiration, now))}`;
}
