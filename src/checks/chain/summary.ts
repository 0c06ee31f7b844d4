import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import type { SecurityStatus } from "../../dnssec/security.ts";
import { type Expiry, expiryText } from "../shared/expiry.ts";
import { findingText, whereText, worstFinding } from "../shared/worst-finding.ts";

/** The line that says how the chain stands: the worst finding, or that it holds and for how long. */
export function chainSummary(
  link: ChainLink,
  security: SecurityStatus,
  findings: readonly Finding[],
  expiry: Expiry | null,
): string {
  const worst = worstFinding(findings);
  if (worst !== undefined && worst.level !== "info") {
    return `${security}, ${findingText(worst, link.zone)}${whereText(worst.servers)}`;
  }
  const links = linksDownTo(link);
  const from = nameText(links[0]?.zone ?? link.zone);
  if (security === "secure" && expiry !== null) {
    const zones = links.length === 1 ? "" : ` over ${links.length} zones from ${from === "." ? "the root" : from}`;
    return `secure${zones}, ${expiryText(expiry, link.zone)}`;
  }
  return worst === undefined ? security : `${security}, ${describe(worst).message}`;
}
