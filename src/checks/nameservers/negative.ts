import type { Answered } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { referralOwner } from "../../dns/referral.ts";
import { Rcode, RrType, typeName } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { answeredOf } from "./apex-reply.ts";
import type { ServerAnswers } from "./gather.ts";

/** Negative answers without the zone's SOA, by which they would be cached (RFC 2308 3). */
export function negativeFindings(apex: DomainName, { server, usual }: ServerAnswers): Finding[] {
  const negatives = answeredOf(usual).filter(isNegative);
  const about = { subject: { name: apex }, servers: [server] };
  const findings: Finding[] = [];
  const bare = negatives.find((answer) => soaOwners(answer).length === 0);
  if (bare !== undefined) {
    const { question, message } = bare;
    const kind = message.rcode === Rcode.NXDOMAIN ? "NXDOMAIN" : "NODATA";
    const found = `${kind} for ${nameText(question.name)} ${typeName(question.type)}`;
    findings.push(finding("ns-negative-without-soa", { ...about, params: { found } }));
  }
  // An SOA from below is that of a child zone on the same server.
  const foreign = negatives.flatMap(soaOwners).find((owner) => !owner.isAtOrBelow(apex));
  if (foreign !== undefined) {
    const params = { found: nameText(foreign), expected: nameText(apex) };
    findings.push(finding("ns-negative-soa-wrong-owner", { ...about, params }));
  }
  return findings;
}

function isNegative({ message }: Answered): boolean {
  if (message.answer.length > 0 || referralOwner(message) !== null) return false;
  return message.rcode === Rcode.NXDOMAIN || message.rcode === Rcode.NOERROR;
}

function soaOwners({ message }: Answered): DomainName[] {
  return message.authority.filter(({ type }) => type === RrType.SOA).map(({ owner }) => owner);
}
