import type { Answered, ServerAddress } from "../../dns/lookup.ts";
import { RrType } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";

/** One server, what it answered, and the keys it gave. */
interface KeyedServer {
  readonly server: ServerAddress;
  readonly answers: readonly Answered[];
  readonly keys: readonly unknown[];
}

/** Servers that say to have no DNSKEY while the parent has a DS, or other servers have keys. */
export function unsignedFindings(link: ChainLink, answering: readonly KeyedServer[]): Finding[] {
  const saying = answering.filter(({ answers }) =>
    answers.some(({ question: { name, type } }) => type === RrType.DNSKEY && name.equals(link.zone)),
  );
  const unsigned = saying.filter(({ keys }) => keys.length === 0).map(({ server }) => server);
  if (unsigned.length === saying.length) return link.findings.filter(({ id }) => id === "chain-ds-without-dnskey");
  if (unsigned.length === 0) return [];
  const about = { subject: { name: link.zone }, servers: unsigned, params: { zone: nameText(link.zone) } };
  return [finding("ns-inconsistent-signed", about)];
}
