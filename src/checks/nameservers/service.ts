import type { Failure, Reply } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { serverFailureFindings } from "../shared/server-failures.ts";
import { answeredOf, apexReply } from "./apex-reply.ts";
import type { Probed, ServerAnswers } from "./gather.ts";
import { hasEdnsTrouble } from "./probes.ts";

/** What is wrong with how a server serves the zone: it does not answer, not over TCP, not with EDNS, not with authority. */
export function serviceFindings(apex: DomainName, answers: ServerAnswers): Finding[] {
  const { server, soa, dnskey, usual, overTcp, probed } = answers;
  const about = { subject: { name: apex }, servers: [server] };
  const failure = apexReply(soa).failure;
  const keysFailure = apexReply(dnskey).failure;
  const tcpFailure = apexReply(overTcp).failure;
  const findings: Finding[] = [];
  if (failure !== null) {
    findings.push(...serverFailureFindings(apex, [failure]), ...rescueFindings(apex, answers, failure));
  } else if (keysFailure !== null) {
    const subject = { name: apex, type: RrType.DNSKEY };
    findings.push(...serverFailureFindings(apex, [keysFailure]).map((each) => ({ ...each, subject })));
  }
  const isClosed = tcpFailure?.reason === "connection-refused";
  // What is wrong with its answers, or with EDNS, shows over both.
  const isOwnOfTcp = failure === null || tcpFailure?.message === null;
  if (tcpFailure !== null && (isClosed || (isOwnOfTcp && !answeredOf(usual).some(hasEdnsTrouble)))) {
    findings.push(...serverFailureFindings(apex, [onlyOverTcp(tcpFailure)]));
  }
  const notes = new Set(answeredOf(usual).flatMap((reply) => reply.notes));
  if (notes.has("edns-dropped")) {
    findings.push(finding("ns-edns-downgrade", { ...about, params: { reason: "silent to EDNS" } }));
  } else if (notes.has("formerr-with-edns")) {
    findings.push(finding("ns-edns-downgrade", { ...about, params: { reason: "refuses EDNS" } }));
  } else if (answeredOf(usual).some(({ message }) => message.edns === null && message.rcode === Rcode.NOERROR)) {
    findings.push(finding("ns-edns-no-opt", about));
  }
  if (notes.has("malformed")) {
    const reason = "cut short or garbled over UDP, whole over TCP";
    findings.push(finding("ns-malformed-response", { ...about, params: { reason } }));
  }
  return [...findings, ...lossFindings(apex, usual, probed)];
}

/** A server that fails the usual question but answers another form of it. */
function rescueFindings(apex: DomainName, { server, probed }: ServerAnswers, failure: Failure): Finding[] {
  const about = { subject: { name: apex }, servers: [server] };
  const works = ({ reply }: Probed): boolean => apexReply(reply).answer !== null;
  const ofKind = (kind: Probed["probe"]["kind"]): Probed | undefined =>
    probed.find((each) => each.probe.kind === kind && works(each));
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

/** Answers over 1232 octets that are lost as large UDP packets (RFC 9715). */
function lossFindings(apex: DomainName, usual: readonly Reply[], probed: readonly Probed[]): Finding[] {
  const hasOtherAnswers = probed.some(({ probe, reply }) => probe.kind !== "large" && reply.kind === "answered");
  return probed.flatMap(({ probe, reply }) => {
    if (probe.kind !== "large" || reply.kind === "answered" || !hasOtherAnswers) return [];
    const lost = reply.failures.filter(({ reason, isOverTcp = false }) => reason === "timeout" && !isOverTcp);
    if (lost.length === 0 || usual.length === 0) return [];
    const subject = { name: apex, type: probe.question.type };
    return [finding("ns-pmtu-exceeded", { subject, servers: lost.map(({ server }) => server) })];
  });
}

function onlyOverTcp(failure: Failure): Failure {
  return {
    ...failure,
    isOverTcp: true,
    detail: failure.message === null ? failure.detail : `${failure.detail} over TCP`,
  };
}
