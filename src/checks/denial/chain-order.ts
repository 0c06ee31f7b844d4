import { compareNames } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import type { OwnedNsec } from "../../dnssec/denial/nsec.ts";
import { type OwnedNsec3, sameParameters } from "../../dnssec/denial/nsec3.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { compareBytes } from "../../util/bytes.ts";
import type { ServerView } from "./view.ts";

/** Signers that make records for each answer begin the next name so: before all names that people give (RFC 4470 3). */
const LAST_MINIMAL_OCTET = 0x21;

/** Spans that reach beyond the next owner: what a record of the chain has, another denies. */
export function chainOrderFindings(view: ServerView): Finding[] {
  if (!view.isSteady) return [];
  const { nsecs, nsec3s } = view.records;
  return [...(lists(view) ? overlapsOfNsec(view, nsecs) : []), ...overlapsOfNsec3(view, nsec3s)];
}

/** The NSEC records lead from each name of the zone to the next, so that anybody can list them all. */
export function lists({ zone, records }: ServerView): boolean {
  const next = records.nsecs.find(({ owner }) => owner.equals(zone))?.nextName;
  return next !== undefined && next.isAtOrBelow(zone) && !next.equals(zone) && !isMinimal(next.labels[0]);
}

/** The zone can be listed by its NSEC records (RFC 4470 1). */
export function walkableFindings(view: ServerView): Finding[] {
  const { zone, server } = view;
  if (!lists(view)) return [];
  return [finding("nsec-zone-walkable", { subject: { name: zone, type: RrType.NSEC }, servers: [server] })];
}

function isMinimal(label: Uint8Array | undefined): boolean {
  return label !== undefined && (label[0] ?? 0) <= LAST_MINIMAL_OCTET;
}

function overlapsOfNsec(view: ServerView, nsecs: readonly OwnedNsec[]): Finding[] {
  const sorted = nsecs.toSorted((a, b) => compareNames(a.owner, b.owner));
  return sorted.flatMap((nsec, i) => {
    const following = sorted[i + 1];
    if (following === undefined || following.owner.equals(nsec.owner)) return [];
    const endsHere = compareNames(nsec.nextName, nsec.owner) <= 0;
    const isOver = endsHere || compareNames(nsec.nextName, following.owner) > 0;
    return isOver ? [denied(view, following.owner, nsec.owner)] : [];
  });
}

function overlapsOfNsec3(view: ServerView, nsec3s: readonly OwnedNsec3[]): Finding[] {
  const [first] = nsec3s;
  const sorted = nsec3s
    .filter((nsec3) => first !== undefined && sameParameters(nsec3, first))
    .toSorted((a, b) => compareBytes(a.ownerHash, b.ownerHash));
  return sorted.flatMap((nsec3, i) => {
    const following = sorted[i + 1];
    if (following === undefined || compareBytes(nsec3.ownerHash, following.ownerHash) === 0) return [];
    const endsHere = compareBytes(nsec3.nextHash, nsec3.ownerHash) <= 0;
    const isOver = endsHere || compareBytes(nsec3.nextHash, following.ownerHash) > 0;
    return isOver ? [denied(view, following.owner, nsec3.owner)] : [];
  });
}

/** A name that the chain holds is denied by the span of another. */
export function denied({ zone, server }: ServerView, name: OwnedNsec["owner"], by: OwnedNsec["owner"]): Finding {
  const params = { zone: nameText(zone), name: nameText(by) };
  return finding("nsec-existing-name-denied", { subject: { name }, servers: [server], params });
}
