import type { DomainName } from "../../dns/name.ts";
import { Rcode, rcodeName } from "../../dns/registry.ts";
import type { Reply } from "../../dns/lookup.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { assertNever } from "../../util/assert-never.ts";
import type { Probed, ServerAnswers } from "./gather.ts";
import { UNKNOWN_FLAG, UNKNOWN_OPTION } from "./probes.ts";

/** How a server that answers as usual takes what it need not know: it should say so, or pass over it (RFC 6891, RFC 8906). */
export function complianceFindings(apex: DomainName, { server, soa, probed }: ServerAnswers): Finding[] {
  // Silence to everything unusual is a limit on the rate of queries, not on their form.
  if (!probed.some(({ reply }) => reply.kind === "answered")) return [];
  const about = { subject: { name: apex }, servers: [server] };
  const speaksEdns = soa.kind === "answered" && soa.message.edns !== null;
  const edns = speaksEdns ? probed.flatMap((each) => ednsProblem(each) ?? []) : [];
  const flags = probed.flatMap((each) => flagProblem(each) ?? []);
  return [
    ...(edns.length === 0 ? [] : [finding("ns-edns-noncompliant", { ...about, params: { reason: edns.join(", ") } })]),
    ...(flags.length === 0
      ? []
      : [finding("ns-request-flag-sensitive", { ...about, params: { reason: flags.join(", ") } })]),
  ];
}

function ednsProblem({ probe, reply }: Probed): string | null {
  switch (probe.kind) {
    case "version":
      return versionProblem(reply);
    case "flag":
      return failureTo(reply, "an unknown flag") ?? (hasFlag(reply) ? "sends an unknown flag back" : null);
    case "option":
      return failureTo(reply, "an unknown option") ?? (hasOption(reply) ? "sends an unknown option back" : null);
    case "no-edns":
      return (
        failureTo(reply, "a query without EDNS") ??
        (reply.kind === "answered" && reply.message.edns !== null ? "sends OPT unasked" : null)
      );
    case "no-do":
    case "header-flag":
    case "large":
      return null;
    default:
      return assertNever(probe.kind);
  }
}

/** Version 1 must get BADVERS, and the version known instead (RFC 6891 6.1.3). */
function versionProblem(reply: Reply): string | null {
  if (reply.kind === "unanswered") return failureTo(reply, "version 1");
  const { rcode, edns } = reply.message;
  if (rcode !== Rcode.BADVERS) return `answers version 1 with ${rcodeName(rcode)}`;
  return edns?.version === 0 ? null : `claims version ${edns?.version ?? "none"}`;
}

function flagProblem({ probe, reply }: Probed): string | null {
  return probe.kind === "header-flag" ? failureTo(reply, `${probe.flag} set`) : null;
}

/** Says how a probe failed; null where it did not, or where this host or the run's time is to blame. */
function failureTo(reply: Reply, what: string): string | null {
  if (reply.kind === "answered") {
    const { rcode } = reply.message;
    return rcode === Rcode.NOERROR ? null : `answers ${what} with ${rcodeName(rcode)}`;
  }
  const isItsOwn = reply.failures.some(({ reason }) => reason !== "network-unreachable" && reason !== "deadline");
  return isItsOwn ? `no answer to ${what}` : null;
}

function hasFlag(reply: Reply): boolean {
  return reply.kind === "answered" && ((reply.message.edns?.flags ?? 0) & UNKNOWN_FLAG) !== 0;
}

function hasOption(reply: Reply): boolean {
  return (
    reply.kind === "answered" && (reply.message.edns?.options.some(({ code }) => code === UNKNOWN_OPTION) ?? false)
  );
}
