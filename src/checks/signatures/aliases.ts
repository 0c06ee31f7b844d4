import { findRrset, signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { dnameAbove, dnameFindings } from "../../dnssec/answer/dname.ts";
import type { Finding } from "../../dnssec/finding.ts";
import type { SecurityStatus } from "../../dnssec/security.ts";
import type { ServerAnswers } from "./gather.ts";

/** What is wrong with CNAMEs that a server made from a DNAME: they have no signature that could tell (RFC 6672 5.3.1). */
export function synthesisFindings({ server, answers }: ServerAnswers, status: SecurityStatus): Finding[] {
  return answers.flatMap(({ question: { name }, message }) => {
    const sets = signedRrsets(message.answer);
    const dname = dnameAbove(sets, name);
    return dname === undefined ? [] : dnameFindings(name, dname, findRrset(sets, name, RrType.CNAME), status, server);
  });
}
