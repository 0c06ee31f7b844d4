import type { Finding, FindingId } from "../../dnssec/finding.ts";
import { isSameServer } from "../shared/merge-findings.ts";
import type { Causes } from "../shared/causes.ts";

export const UNUSABLE_DS: readonly FindingId[] = [
  "ds-algorithm-unassigned",
  "ds-algorithm-reserved",
  "ds-algorithm-deprecated",
  "ds-digest-unassigned",
  "ds-digest-reserved",
  "ds-digest-private",
  "ds-digest-null",
  "ds-digest-gost94",
  "ds-digest-limited-support",
];

/** What follows from a missing DS, and from one that is of no use. */
export const DS_CAUSES: Causes = {
  "ds-missing": ["chain-delegation-missing-in-parent"],
  "chain-expected-secure-but-insecure": ["ds-missing"],
  "chain-island-of-security": ["ds-missing"],
  "cds-differs-from-ds": ["ds-missing"],
  "chain-insecure-by-unsupported-algorithm": UNUSABLE_DS,
  "ds-digest-sha256-missing": ["ds-digest-sha1", ...UNUSABLE_DS.filter((id) => id.startsWith("ds-digest-"))],
  "ds-digest-sha1-ignored": ["ds-digest-sha1"],
  "cds-inconsistent-servers": ["chain-no-secure-entry-point"],
  "cds-not-signed-by-ds-key": ["chain-no-secure-entry-point"],
  "cdnskey-not-signed-by-ds-key": ["chain-no-secure-entry-point"],
  "cds-without-dnskey": ["chain-ds-without-dnskey"],
  "cdnskey-without-dnskey": ["chain-ds-without-dnskey"],
  "cds-cdnskey-mismatch": ["cds-delete-mixed", "cdnskey-delete-mixed"],
  "cds-no-matching-dnskey": ["cds-would-break-chain"],
  "cdnskey-no-matching-dnskey": ["cds-would-break-chain"],
  "cds-key-not-signing-dnskey": ["chain-no-secure-entry-point", "cds-would-break-chain"],
  "cdnskey-key-not-signing-dnskey": ["chain-no-secure-entry-point", "cds-would-break-chain"],
  "cds-not-signed-by-own-key": ["cds-no-matching-dnskey"],
  "cdnskey-not-signed-by-own-key": ["cdnskey-no-matching-dnskey"],
};

/** Signers make CDNSKEY and CDS of one key set: what both show at the same servers is one fault, that of the CDS. */
export function pairCdnskeyWithCds(findings: readonly Finding[]): Finding[] {
  return findings.map((each) => {
    if (!each.id.startsWith("cdnskey-")) return each;
    const ids = new Set(["cds-", "cds-matches-"].map((prefix) => each.id.replace("cdnskey-", prefix)));
    const twin = findings.find((other) => ids.has(other.id) && areSameServers(each, other));
    return twin === undefined ? each : { ...each, cause: twin.cause ?? twin.id };
  });
}

function areSameServers(a: Finding, b: Finding): boolean {
  return (
    a.servers.length === b.servers.length && a.servers.every((one) => b.servers.some((two) => isSameServer(one, two)))
  );
}
