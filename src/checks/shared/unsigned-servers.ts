import type { ServerAddress } from "../../dns/lookup.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";

/** One server and the keys it gave. */
interface KeyedServer {
  readonly server: ServerAddress;
  readonly keys: readonly unknown[];
}

/** Servers without DNSKEY while the parent has a DS, or other servers have keys. */
export function unsignedFindings(link: ChainLink, answering: readonly KeyedServer[]): Finding[] {
  const unsigned = answering.filter(({ keys }) => keys.length === 0).map(({ server }) => server);
  if (unsigned.length === answering.length) return link.findings.filter(({ id }) => id === "chain-ds-without-dnskey");
  if (unsigned.length === 0) return [];
  const about = { subject: { name: link.zone }, servers: unsigned, params: { zone: nameText(link.zone) } };
  return [finding("ns-inconsistent-signed", about)];
}
