import type { DomainName } from "../../dns/name.ts";
import { parseEach, parseRrsig } from "../../dns/rdata.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { ChildView, ParentSide } from "./gather.ts";

const DSBOOT = "_dsboot";

/** DS at the zone's own apex, and CDS or CDNSKEY below it, where nobody looks for them (RFC 4035 2.4, RFC 7344 4.1). */
export function misplacedFindings(zone: DomainName, parentLink: ChainLink, children: readonly ChildView[]): Finding[] {
  return children.flatMap(({ server, apex, misplaced }) => {
    const ds = apex.get(RrType.DS) ?? null;
    const stray =
      ds !== null && isOfChild(zone, ds, parentLink)
        ? [
            finding("ds-at-wrong-place", {
              subject: { name: zone, type: RrType.DS },
              servers: [server],
              params: { reason: "the zone itself has one at its apex" },
            }),
          ]
        : [];
    return [
      ...stray,
      ...misplaced
        .filter(({ owner }) => !isSignal(owner))
        .map(({ owner, type }) =>
          finding("cds-not-at-apex", {
            subject: { name: owner, type },
            servers: [server],
            params: { zone: nameText(zone) },
          }),
        ),
    ];
  });
}

/** DS at a name that is not delegated: only a zone has one. */
export function strayDsFindings(name: DomainName, side: ParentSide | null): Finding[] {
  const servers = (side?.views ?? []).filter(({ records }) => records.length > 0).map(({ server }) => server);
  if (servers.length === 0) return [];
  const reason = "this name is not delegated";
  return [finding("ds-at-wrong-place", { subject: { name, type: RrType.DS }, servers, params: { reason } })];
}

/** A server of both zones answers with the parent's DS, which the parent signs. */
function isOfChild(zone: DomainName, { signatures }: SignedRrset, parentLink: ChainLink): boolean {
  const signers = parseEach(
    signatures.map(({ rdata }) => rdata),
    parseRrsig,
  );
  if (signers.length === 0) return parentLink.status === "secure";
  return signers.every(({ signerName }) => signerName.equals(zone));
}

/** Names of authenticated bootstrapping, which hold copies of other zones' CDS (RFC 9615 4.1). */
function isSignal({ labels: [first] }: DomainName): boolean {
  return first !== undefined && new TextDecoder("latin1").decode(first).toLowerCase() === DSBOOT;
}
