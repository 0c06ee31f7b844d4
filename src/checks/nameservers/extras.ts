import type { Answered, Lookup, Reply } from "../../dns/lookup.ts";
import { type DomainName, readName } from "../../dns/name.ts";
import { referralOwner } from "../../dns/referral.ts";
import { extendedErrorName, Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { WireFormatError } from "../../util/errors.ts";
import { Reader } from "../../util/reader.ts";
import { answeredOf } from "./apex-reply.ts";
import type { ServerAnswers } from "./gather.ts";

/** The option by which a server names the agent that wants reports of failures (RFC 9567 5). */
const REPORT_CHANNEL = 18;

/** Extended errors that a server sends with its usual answers, each code once (RFC 8914). */
export function extendedErrorFindings(apex: DomainName, { server, usual }: ServerAnswers): Finding[] {
  const errors = answeredOf(usual).flatMap(({ message }) => message.edns?.extendedErrors ?? []);
  return [...new Map(errors.map((error) => [error.code, error])).values()].map(({ code, text }) => {
    const reason = text === "" ? extendedErrorName(code) : `${extendedErrorName(code)}, ${text}`;
    return finding("ns-ede-from-authoritative", {
      subject: { name: apex },
      servers: [server],
      params: { code, reason },
    });
  });
}

/** Answers that refer downward, yet claim authority; replies are those of the zone's and its parent's servers. */
export function referralFindings(replies: readonly Reply[]): Finding[] {
  return answeredOf(replies).flatMap(({ server, message, question }) => {
    const cut = message.isAuthoritative ? referralOwner(message) : null;
    if (cut === null || cut.isRoot() || !question.name.isAtOrBelow(cut)) return [];
    return [
      finding("ns-referral-with-aa", { subject: { name: cut }, servers: [server], params: { name: nameText(cut) } }),
    ];
  });
}

/** What the servers' agent domains are worth, or that there is none at all (RFC 9567 6.1). */
export async function reportChannelFindings(
  apex: DomainName,
  servers: readonly ServerAnswers[],
  lookup: Lookup,
): Promise<Finding[]> {
  const offers = servers.flatMap(({ server, usual }) => {
    const option = answeredOf(usual).flatMap(agentOption)[0];
    return option === undefined ? [] : [{ server, agent: readAgent(option) }];
  });
  const judged = await Promise.all(
    offers.map(async ({ server, agent }) => ({ server, reason: await agentProblem(apex, agent, lookup) })),
  );
  const subject = { name: apex };
  if (offers.length === 0) {
    return [finding("ns-error-reporting-channel", { subject, params: { reason: "none is offered" } })];
  }
  return judged.flatMap(({ server, reason }) =>
    reason === null ? [] : [finding("ns-error-reporting-channel", { subject, servers: [server], params: { reason } })],
  );
}

function agentOption({ message }: Answered): Uint8Array[] {
  return (message.edns?.options ?? []).flatMap(({ code, data }) => (code === REPORT_CHANNEL ? [data] : []));
}

function readAgent(data: Uint8Array): DomainName | null {
  try {
    const reader = new Reader(data);
    const name = readName(reader);
    return reader.remaining === 0 && name.wire.length === data.length ? name : null;
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}

async function agentProblem(apex: DomainName, agent: DomainName | null, lookup: Lookup): Promise<string | null> {
  if (agent === null) return "the agent domain is malformed";
  if (agent.isRoot()) return "the agent domain is the root";
  // Reports of a zone that can't be resolved must not need that zone.
  if (agent.isAtOrBelow(apex)) return `agent domain ${nameText(agent)} lies in the zone itself`;
  const reply = await lookup.ask({ name: agent, type: RrType.SOA });
  const isThere = reply.kind === "answered" && reply.message.rcode !== Rcode.NXDOMAIN;
  return isThere ? null : `agent domain ${nameText(agent)} does not resolve`;
}
