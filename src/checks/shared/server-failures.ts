import type { Answered, Failure, FailureReason, Reply } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType, rcodeName, typeName } from "../../dns/registry.ts";
import { failureText } from "../../dnssec/failure-text.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";

/** A server's answer that can be judged, or what is wrong with the server. */
export type Usable =
  | { readonly answer: Answered; readonly failure: null }
  | { readonly answer: null; readonly failure: Failure };

/** Sorts one server's reply: NOERROR and NXDOMAIN from an authoritative server can be judged, the rest are failures. */
export function usableReply(reply: Reply): Usable {
  const { question } = reply;
  if (reply.kind === "unanswered") {
    const [failure = noServer(question.name)] = reply.failures;
    return { answer: null, failure: { ...failure, question } };
  }
  const { message, server } = reply;
  if (message.rcode !== Rcode.NOERROR && message.rcode !== Rcode.NXDOMAIN) {
    return { answer: null, failure: { server, reason: "rcode", detail: rcodeName(message.rcode), question, message } };
  }
  if (!message.isAuthoritative && message.answer.length === 0) {
    return { answer: null, failure: { server, reason: "lame", detail: "not authoritative", question, message } };
  }
  return { answer: reply, failure: null };
}

/** Tells whether a server only sent on to the servers of a zone below this one, and rightly so. */
export function isReferralBelow(zone: DomainName, { reason, message }: Failure): boolean {
  return (
    reason === "lame" && (message?.authority ?? []).some(({ type, owner }) => type === RrType.NS && owner.isBelow(zone))
  );
}

/**
 * The first thing that keeps one server from answering, with the question where the server answers others. An empty
 * answer without authority is no sign of a lame server when that server answers for the zone otherwise: Knot sends one
 * in place of a denial that it can't prove.
 */
export function firstFailure(zone: DomainName, failures: readonly Failure[], hasAnswered: boolean): Failure[] {
  if (!hasAnswered) return failures.slice(0, 1);
  return failures
    .filter(({ reason }) => reason !== "lame")
    .slice(0, 1)
    .map((failure) => ({ ...failure, detail: `${failure.detail} ${toQuestion(zone, failure)}`.trimEnd() }));
}

function toQuestion(zone: DomainName, { question }: Failure): string {
  if (question === undefined) return "";
  const { name, type } = question;
  return `to ${name.equals(zone) ? "" : `${nameText(name)} `}${typeName(type)}`;
}

/** Names the faults of the zone's own servers that gave no usable answer; what this host can't reach is not theirs. */
export function serverFailureFindings(zone: DomainName, failures: readonly Failure[]): Finding[] {
  return failures.flatMap((failure) => serverFailureFinding(zone, failure) ?? []);
}

function serverFailureFinding(zone: DomainName, failure: Failure): Finding | null {
  const { server, reason, detail, isOverTcp = false } = failure;
  const id = isOverTcp && SILENCE.has(reason) ? "ns-unresponsive-tcp" : FAULTS[reason];
  if (id === null) return null;
  const params = { zone: nameText(zone), reason: detail, found: failureText(failure) };
  return finding(id, { subject: { name: zone }, servers: [server], params });
}

const SILENCE = new Set<FailureReason>(["timeout", "connection-refused"]);

const FAULTS = {
  timeout: "ns-unresponsive-udp",
  "connection-refused": "ns-unresponsive-udp",
  malformed: "ns-malformed-response",
  mismatched: "ns-malformed-response",
  lame: "ns-not-authoritative",
  rcode: "ns-error-rcode",
  "network-unreachable": null,
  deadline: null,
} as const satisfies Readonly<Record<FailureReason, string | null>>;

function noServer(zone: DomainName): Failure {
  const server = { name: null, address: "0.0.0.0", port: 53 };
  return { server, reason: "network-unreachable", detail: `no server of ${nameText(zone)} known`, message: null };
}
