import type { Lookup } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import type { Ds } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { zoneKeys } from "../../dnssec/zone-key.ts";
import { groupByAnswer, rdataKey, serversAtOdds } from "../shared/agreement.ts";
import { serversBehind } from "../shared/behind.ts";
import { type Announcement, announced, keyOfDs, wantedDs } from "./announcement.ts";
import type { Child } from "./child.ts";
import type { ChildView } from "./gather.ts";

/**
 * Servers that announce different keys: the parent then changes nothing (RFC 7344 4.1, RFC 8901). Where one signer's older
 * copies alone differ, the change is on its way to them.
 */
export async function serverAgreementFindings(
  zone: DomainName,
  children: readonly Child[],
  lookup: Lookup,
): Promise<Finding[]> {
  const found = [RrType.CDS, RrType.CDNSKEY].map(async (type): Promise<Finding[]> => {
    const answering = children.filter(({ apex }) => apex.has(type));
    const groups = groupByAnswer(answering, ({ apex }) => rdataKey(apex.get(type) ?? null));
    if (groups.length < 2) return [];
    const behind = haveOneSigner(answering) ? await serversBehind(zone, groups, lookup) : null;
    return [
      finding(type === RrType.CDS ? "cds-inconsistent-servers" : "cdnskey-inconsistent-servers", {
        subject: { name: zone, type },
        servers: behind ?? serversAtOdds(groups),
        level: behind === null ? "critical" : "info",
        params: { zone: nameText(zone), count: groups.length },
      }),
    ];
  });
  return (await Promise.all(found)).flat();
}

/** Any two servers have a key in common that signs their DNSKEY RRsets, so that their serials are of one count. */
function haveOneSigner(children: readonly Child[]): boolean {
  const signers = children.map(
    ({ keyVerdicts }) => new Set(keyVerdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key.tag] : []))),
  );
  return signers.every((mine) => signers.every((others) => [...mine].some((tag) => others.has(tag))));
}

/** CDS and CDNSKEY of one server have to ask for the same keys (RFC 7344 4). */
export function pairFindings(zone: DomainName, child: ChildView, announcements: readonly Announcement[]): Finding[] {
  const cds = announcements.find(({ prefix }) => prefix === "cds");
  const cdnskey = announcements.find(({ prefix }) => prefix === "cdnskey");
  const about = { servers: [child.server], params: { zone: nameText(zone) } };
  if (cds === undefined || cdnskey === undefined) {
    const lacks = (type: number): boolean => child.apex.get(type) === null;
    if (cds !== undefined && lacks(RrType.CDNSKEY)) {
      return [finding("cds-only-without-cdnskey", { ...about, subject: { name: zone, type: RrType.CDS } })];
    }
    if (cdnskey !== undefined && lacks(RrType.CDS)) {
      return [finding("cdnskey-only-without-cds", { ...about, subject: { name: zone, type: RrType.CDNSKEY } })];
    }
    return [];
  }
  const isDelete = ({ entries }: Announcement): boolean => entries.some(({ deletion }) => deletion !== "none");
  const isSame = isDelete(cds) === isDelete(cdnskey) && areOfTheSameKeys(zone, wantedDs(cds), cdnskey);
  if (isSame) return [];
  const found = [cds, cdnskey].map((each) => `${each.prefix.toUpperCase()} ${tagsText(each)}`).join(", ");
  const subject = { name: zone, type: RrType.CDS };
  return [finding("cds-cdnskey-mismatch", { ...about, subject, params: { ...about.params, found } })];
}

/** The zone asks for another DS RRset than the parent has, in any of the versions its servers serve (RFC 7344 6). */
export function differenceFindings(
  zone: DomainName,
  parentZone: DomainName,
  announcements: readonly Announcement[],
  published: readonly (readonly Ds[])[],
): Finding[] {
  return announcements.flatMap((each) => {
    if (announced(each).length === 0 || published.length === 0) return [];
    const isSame = (records: readonly Ds[]): boolean =>
      each.prefix === "cds" ? listText(records) === listText(wantedDs(each)) : areOfTheSameKeys(zone, records, each);
    if (published.some(isSame)) return [];
    return [
      finding(`${each.prefix}-differs-from-ds`, {
        subject: { name: zone, type: each.type },
        servers: [each.server],
        params: {
          parentZone: nameText(parentZone),
          expected: shortText(wantedDs(each)),
          found: shortText(published[0] ?? []),
        },
      }),
    ];
  });
}

/** Every DS or CDS record stands for a key of the CDNSKEY RRset, and every one of those for a record. */
function areOfTheSameKeys(zone: DomainName, records: readonly Ds[], cdnskey: Announcement): boolean {
  const keys = zoneKeys(cdnskey.set).filter((_, i) => cdnskey.entries[i]?.deletion === "none");
  const matched = records.map((ds) => keyOfDs(zone, ds, keys));
  return matched.every((key) => key !== null) && keys.every((key) => matched.includes(key));
}

/** DS records as operators tell them apart: `12345 13 2, 23456 13 2`; `none` where there are none. */
export function shortText(records: readonly Ds[]): string {
  const texts = records.map(({ keyTag, algorithm, digestType }) => `${keyTag} ${algorithm} ${digestType}`);
  return texts.length === 0 ? "none" : texts.toSorted().join(", ");
}

function listText(records: readonly Ds[]): string {
  return records
    .map(({ keyTag, algorithm, digestType, digest }) => `${keyTag} ${algorithm} ${digestType} ${digest.join(".")}`)
    .toSorted()
    .join();
}

function tagsText({ entries }: Announcement): string {
  return [...new Set(entries.map(({ keyTag, deletion }) => (deletion === "none" ? keyTag : "delete")))].join(" ");
}
