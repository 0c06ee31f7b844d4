import type { DomainName } from "../../dns/name.ts";
import { DnskeyFlag } from "../../dns/rdata.ts";
import { algorithmName, digestName } from "../../dns/registry.ts";
import { digestPolicy } from "../../dnssec/digest-policy.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { SignatureVerdict } from "../../dnssec/rrsig.ts";
import { sameKey } from "../../dnssec/zone-key.ts";
import type { Expectation } from "../context.ts";
import { type AnnouncedKey, type Announcement, announced } from "./announcement.ts";

/**
 * What is wrong with what a CDS or CDNSKEY RRset asks for (RFC 7344 4.1, RFC 8078 4); isInReserve tells which keys are
 * known to come later.
 */
export function contentFindings(
  zone: DomainName,
  announcement: Announcement,
  keyVerdicts: readonly SignatureVerdict[],
  expect: Expectation,
  isInReserve: (entry: AnnouncedKey) => boolean,
): Finding[] {
  return [
    ...deletionFindings(zone, announcement, expect),
    ...announced(announcement).flatMap((entry) => [
      ...digestFindings(zone, announcement, entry),
      ...keyFindings(zone, announcement, entry, isInReserve(entry)),
    ]),
    ...unsignedKeyFindings(zone, announcement, keyVerdicts),
  ];
}

function deletionFindings(
  zone: DomainName,
  { prefix, type, server, entries }: Announcement,
  expect: Expectation,
): Finding[] {
  const deletions = entries.filter(({ deletion }) => deletion !== "none");
  if (deletions.length === 0) return [];
  const about = {
    subject: { name: zone, type },
    servers: [server],
    params: { zone: nameText(zone), count: entries.length },
  };
  const malformed = deletions.filter(({ deletion }) => deletion === "malformed");
  const isAlone = entries.length === 1;
  return [
    ...(isAlone ? [] : [finding(`${prefix}-delete-mixed`, about)]),
    ...malformed.map(({ text }) =>
      finding(`${prefix}-delete-malformed`, { ...about, params: { ...about.params, found: text } }),
    ),
    ...(isAlone && malformed.length === 0
      ? [finding(`${prefix}-delete-request`, { ...about, level: expect === "secure" ? "warning" : "info" })]
      : []),
  ];
}

function digestFindings(zone: DomainName, announcement: Announcement, entry: AnnouncedKey): Finding[] {
  if (entry.digestType === null || digestPolicy(entry.digestType).delegation !== "must-not") return [];
  return [finding("cds-weak-digest", aboutKey(zone, announcement, entry))];
}

function keyFindings(
  zone: DomainName,
  announcement: Announcement,
  entry: AnnouncedKey,
  isInReserve: boolean,
): Finding[] {
  const { prefix } = announcement;
  const { key, flags } = entry;
  const about = aboutKey(zone, announcement, entry);
  const unknown =
    key === null
      ? [finding(`${prefix}-no-matching-dnskey`, { ...about, level: isInReserve ? "info" : "warning" })]
      : [];
  if (flags === null) return unknown;
  const isCds = prefix === "cds";
  if ((flags & DnskeyFlag.ZONE) === 0) {
    return [...unknown, finding(isCds ? "cds-matches-non-zone-key" : "cdnskey-non-zone-key", about)];
  }
  if ((flags & DnskeyFlag.SEP) === 0) {
    return [...unknown, finding(isCds ? "cds-matches-non-sep-key" : "cdnskey-non-sep-key", about)];
  }
  return unknown;
}

/** Announced keys that don't sign the DNSKEY RRset: a standby key may be among them, but not only such. */
function unsignedKeyFindings(
  zone: DomainName,
  announcement: Announcement,
  keyVerdicts: readonly SignatureVerdict[],
): Finding[] {
  const published = announced(announcement).filter(({ key }) => key !== null);
  const idle = published.filter(
    ({ key }) => !keyVerdicts.some((verdict) => verdict.isValid && key !== null && sameKey(verdict.key, key)),
  );
  const level = idle.length === published.length ? "warning" : "info";
  return idle.map((entry) =>
    finding(`${announcement.prefix}-key-not-signing-dnskey`, { ...aboutKey(zone, announcement, entry), level }),
  );
}

function aboutKey(zone: DomainName, { type, server }: Announcement, entry: AnnouncedKey) {
  return {
    subject: { name: zone, type, keyTag: entry.keyTag },
    servers: [server],
    params: {
      zone: nameText(zone),
      algorithm: algorithmName(entry.algorithm),
      digestType: digestName(entry.digestType ?? 0),
      found: entry.flags ?? 0,
    },
  };
}
