import { type DomainName, parseName, ROOT } from "../dns/name.ts";
import type { Ds } from "../dns/rdata.ts";
import { RrType, typeName } from "../dns/registry.ts";
import { parseZoneFile, type ZoneFileEntry } from "../dns/zone-file.ts";
import { concatBytes, uint16 } from "../util/bytes.ts";
import { parseTime } from "../util/clock.ts";
import { UsageError } from "../util/errors.ts";
import { keyTag } from "./key-tag.ts";
import type { ZoneKey } from "./zone-key.ts";

/** A key trusted without a parent's word for it, as the key itself or its digest (RFC 4033 2, RFC 4035 5). */
export type TrustAnchor =
  | { readonly zone: DomainName; readonly kind: "ds"; readonly ds: Ds }
  | { readonly zone: DomainName; readonly kind: "key"; readonly key: ZoneKey };

/** The root's anchors that IANA publishes: KSK-2017 and KSK-2024 (RFC 9718 root-anchors.xml). */
export const ROOT_ANCHORS: readonly TrustAnchor[] = [
  rootAnchor(20326, "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"),
  rootAnchor(38696, "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"),
];

/**
 * Reads trust anchors: DS or DNSKEY records in zone-file format, or IANA's root-anchors.xml, of which those valid at now
 * (seconds since 1970) count (RFC 9718). UsageError where the text is neither or holds no anchor.
 */
export function parseTrustAnchors(text: string, now: number): TrustAnchor[] {
  const anchors = /<TrustAnchor[\s>]/.test(text) ? parseXml(text, now) : parseZoneFile(text).flatMap(fromEntry);
  if (anchors.length === 0) throw new UsageError("no DS or DNSKEY record in it");
  return anchors;
}

/** The anchors of the zone nearest at or above name; empty where there is none. */
export function nearestAnchors(anchors: readonly TrustAnchor[], name: DomainName): TrustAnchor[] {
  const above = anchors.filter(({ zone }) => name.isAtOrBelow(zone));
  const depth = Math.max(...above.map(({ zone }) => zone.labels.length));
  return above.filter(({ zone }) => zone.labels.length === depth);
}

/** The tag an anchor's key has. */
export function anchorKeyTag(anchor: TrustAnchor): number {
  return anchor.kind === "ds" ? anchor.ds.keyTag : anchor.key.tag;
}

/** The algorithm of an anchor's key. */
export function anchorAlgorithm(anchor: TrustAnchor): number {
  return anchor.kind === "ds" ? anchor.ds.algorithm : anchor.key.algorithm;
}

function rootAnchor(tag: number, sha256: string): TrustAnchor {
  return { zone: ROOT, kind: "ds", ds: { keyTag: tag, algorithm: 8, digestType: 2, digest: fromHex(sha256) } };
}

function fromEntry({ owner, type, tokens, line }: ZoneFileEntry): TrustAnchor[] {
  const [first, second, third, ...rest] = tokens;
  const [a, b, c] = [parseNumber(first, 65535), parseNumber(second, 255), parseNumber(third, 255)];
  if (a === null || b === null || c === null) {
    throw new UsageError(`line ${line}: ${typeName(type)} with malformed numbers`);
  }
  const data = rest.join("");
  if (type === RrType.DS && isHex(data)) {
    return [{ zone: owner, kind: "ds", ds: { keyTag: a, algorithm: b, digestType: c, digest: fromHex(data) } }];
  }
  if (type === RrType.DNSKEY && data !== "" && /^[A-Za-z0-9+/]+=*$/.test(data)) {
    const publicKey = Uint8Array.from(Buffer.from(data, "base64"));
    const rdata = concatBytes(uint16(a), Uint8Array.of(b, c), publicKey);
    const key = { flags: a, protocol: b, algorithm: c, publicKey, rdata };
    return [{ zone: owner, kind: "key", key: { ...key, tag: keyTag(key) } }];
  }
  throw new UsageError(`line ${line}: no usable DS or DNSKEY record but ${typeName(type)}`);
}

function parseXml(text: string, now: number): TrustAnchor[] {
  const xml = text.replace(/<!--[\s\S]*?-->/g, "");
  const zone = parseName(element(xml, "Zone"));
  const anchors: TrustAnchor[] = [];
  for (const [, attributes = "", body = ""] of xml.matchAll(/<KeyDigest\b([^>]*)>([\s\S]*?)<\/KeyDigest>/g)) {
    const from = time(attributes, "validFrom");
    const until = time(attributes, "validUntil");
    if ((from !== null && from > now) || (until !== null && until <= now)) continue;
    const tag = parseNumber(element(body, "KeyTag"), 65535);
    const algorithm = parseNumber(element(body, "Algorithm"), 255);
    const digestType = parseNumber(element(body, "DigestType"), 255);
    const digest = element(body, "Digest");
    if (tag === null || algorithm === null || digestType === null || !isHex(digest)) {
      throw new UsageError("malformed KeyDigest");
    }
    anchors.push({ zone, kind: "ds", ds: { keyTag: tag, algorithm, digestType, digest: fromHex(digest) } });
  }
  return anchors;
}

function element(xml: string, name: string): string {
  const content = new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1];
  if (content === undefined) throw new UsageError(`no <${name}> element`);
  return content;
}

/** Seconds since 1970, or null where the attribute is missing; UsageError where it is no time. */
function time(attributes: string, name: string): number | null {
  const value = new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];
  if (value === undefined) return null;
  const seconds = parseTime(value, Number.NaN);
  if (Number.isNaN(seconds)) throw new UsageError(`${name} is no point in time`);
  return seconds;
}

function parseNumber(text: string | undefined, most: number): number | null {
  return text !== undefined && /^\d+$/.test(text) && Number(text) <= most ? Number(text) : null;
}

function isHex(text: string): boolean {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text);
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "hex"));
}
