import type { Failure } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode } from "../../dns/registry.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { serverFailureFindings } from "../shared/server-failures.ts";
import { answeredOf, apexReply } from "./apex-reply.ts";
import type { Probed, ServerAnswers } from "./gather.ts";
import { hasEdnsTrouble } from "./probes.ts";

/** What is wrong with how a server serves the zone: no answer, not over TCP, not with EDNS, not with authority. */
export function serviceFindings(apex: DomainName, answers: ServerAnswers): Finding[] {
  return [...failureFindings(apex, answers), ...ednsFindings(apex, answers), ...lossFindings(apex, answers)];
}

function failureFindings(apex: DomainName, answers: ServerAnswers): Finding[] {
  const [failure, keysFailure, tcpFailure] = [answers.soa, answers.dnskey, answers.overTcp].map(
    (reply) => apexReply(reply).failure,
  );
  const findings: Finding[] = [];
  if (failure) {
    findings.push(...serverFailureFindings(apex, [failure]), ...rescueFindings(apex, answers, failure));
  } else if (keysFailure && !(keysFailure.isOverTcp && tcpFailure)) {
    const detail = `${keysFailure.detail} to DNSKEY`;
    findings.push(...serverFailureFindings(apex, [{ ...keysFailure, detail }]));
  }
  if (tcpFailure && isOwnOfTcp(tcpFailure, failure ?? null, answers)) {
    findings.push(...serverFailureFindings(apex, [onlyOverTcp(tcpFailure)]));
  }
  return findings;
}

/** What is wrong with a server's answers, or with EDNS, shows over both transports. */
function isOwnOfTcp(tcpFailure: Failure, failure: Failure | null, { usual }: ServerAnswers): boolean {
  if (tcpFailure.reason === "connection-refused") return true;
  return (failure === null || tcpFailure.message === null) && !answeredOf(usual).some(hasEdnsTrouble);
}

function onlyOverTcp(failure: Failure): Failure {
  const detail = failure.message === null ? failure.detail : `${failure.detail} over TCP`;
  return { ...failure, isOverTcp: true, detail };
}

/** What happened on the way to the usual answers. */
function ednsFindings(apex: DomainName, { server, usual }: ServerAnswers): Finding[] {
  const about = { subject: { name: apex }, servers: [server] };
  const answers = answeredOf(usual);
  const notes = new Set(answers.flatMap((reply) => reply.notes));
  const findings: Finding[] = [];
  if (notes.has("edns-dropped")) {
    findings.push(finding("ns-edns-downgrade", { ...about, params: { reason: "silent to EDNS" } }));
  } else if (notes.has("formerr-with-edns")) {
    findings.push(finding("ns-edns-downgrade", { ...about, params: { reason: "refuses EDNS" } }));
  } else if (answers.some(({ message }) => message.edns === null && message.rcode === Rcode.NOERROR)) {
    findings.push(finding("ns-edns-no-opt", about));
  }
  if (notes.has("malformed")) {
    const reason = "cut short or garbled over UDP, whole over TCP";
    findings.push(finding("ns-malformed-response", { ...about, params: { reason } }));
  }
  return findings;
}

/** A server that fails the usual question but answers another form of it. */
function rescueFindings(apex: DomainName, { server, probed }: ServerAnswers, failure: Failure): Finding[] {
  // Another form of the question may have but the shorter answer, which needs no TCP.
  if (failure.isOverTcp) return [];
  const about = { subject: { name: apex }, servers: [server] };
  const works = ({ reply }: Probed): boolean => apexReply(reply).answer !== null;
  const ofKind = (kind: Probed["probe"]["kind"]): Probed | undefined =>
    probed.find((each) => each.probe.kind === kind && works(each));
  // What helps whichever way it is asked was a failure that passed.
  if (probed.length > 0 && probed.every(works)) return [];
  const detail = failure.detail;
  if (ofKind("no-do") !== undefined) {
    return [finding("ns-edns-downgrade", { ...about, params: { reason: `${detail} with DO` } })];
  }
  if (ofKind("no-edns") !== undefined) {
    return [finding("ns-edns-downgrade", { ...about, params: { reason: `${detail} with EDNS` } })];
  }
  const flags = probed.flatMap((each) => (works(each) ? (each.probe.flag ?? []) : []));
  if (flags.length === 0) return [];
  const reason = `${detail} unless ${flags.join(" or ")} is set`;
  return [finding("ns-request-flag-sensitive", { ...about, params: { reason } })];
}

/** Answers over 1232 octets that are lost as large UDP packets, where others arrive (RFC 9715). */
function lossFindings(apex: DomainName, { server, probed }: ServerAnswers): Finding[] {
  const hasOtherAnswers = probed.some(({ probe, reply }) => probe.kind !== "large" && reply.kind === "answered");
  return probed.flatMap(({ probe, reply }) => {
    if (probe.kind !== "large" || reply.kind === "answered" || !hasOtherAnswers) return [];
    const isLost = reply.failures.some(({ reason, isOverTcp = false }) => reason === "timeout" && !isOverTcp);
    const about = { subject: { name: apex, type: probe.question.type }, servers: [server] };
    return isLost ? [finding("ns-pmtu-exceeded", about)] : [];
  });
}
