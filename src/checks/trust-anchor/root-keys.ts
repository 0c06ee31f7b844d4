import { RrType } from "../../dns/registry.ts";
import { type ChainLink } from "../../dnssec/chain/link.ts";
import { isRevoked, isSecureEntryPoint, keyTagWithRevokeToggled } from "../../dnssec/key-tag.ts";
import { anchorKeyTag, ROOT_ANCHORS, type TrustAnchor } from "../../dnssec/trust-anchor.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";

/** A key that validators have to trust. */
export interface RequiredKey {
  readonly tag: number;
  /** Null where it was not seen today, but is known to be needed. */
  readonly key: ZoneKey | null;
  /** It signs the zone's DNSKEY RRset, so that nothing validates without it. */
  readonly signs: boolean;
}

/** The keys of a zone that anchors are for, as they are today. */
export interface AnchoredKeys {
  readonly required: readonly RequiredKey[];
  /** Tags, as they were before, of keys that nobody should trust any more. */
  readonly retired: ReadonlySet<number>;
}

export const KSK_2017 = 20326;
export const KSK_2024 = 38696;
/** The days that ICANN has planned, in seconds since 1970: KSK-2024 begins to sign, KSK-2017 is revoked. */
const KSK_2024_SIGNS = Date.UTC(2026, 9, 11) / 1000;
const KSK_2017_REVOKED = Date.UTC(2027, 0, 11) / 1000;

/** What the zone publishes and signs with, and of the public root what IANA has published (RFC 5011, RFC 9718). */
export function anchoredKeys(link: ChainLink, anchors: readonly TrustAnchor[], now: number): AnchoredKeys {
  const { judgement } = link;
  const keys = link.status === "secure" ? (judgement?.keys ?? []) : [];
  const signers = new Set((judgement?.verdicts ?? []).flatMap((verdict) => (verdict.isValid ? [verdict.key.tag] : [])));
  const required: RequiredKey[] = keys
    .filter((key) => isSecureEntryPoint(key) && !isRevoked(key))
    .map((key) => ({ tag: key.tag, key, signs: signers.has(key.tag) }));
  const retired = new Set(keys.filter(isRevoked).map(keyTagWithRevokeToggled));
  if (link.zone.isRoot() && isPublicRoot(anchors)) {
    if (now >= KSK_2017_REVOKED) retired.add(KSK_2017);
    if (!required.some(({ tag }) => tag === KSK_2024)) {
      required.push({ tag: KSK_2024, key: null, signs: now >= KSK_2024_SIGNS });
    }
  }
  // KSK-2017 stays published until its revocation, but is not to sign again.
  const isReplaced = ({ tag, signs }: RequiredKey): boolean => tag === KSK_2017 && !signs && signers.has(KSK_2024);
  return { required: required.filter((key) => !retired.has(key.tag) && !isReplaced(key)), retired };
}

/** The anchors given are IANA's, and not those of a root of one's own. */
function isPublicRoot(anchors: readonly TrustAnchor[]): boolean {
  const published = new Set(ROOT_ANCHORS.map(anchorKeyTag));
  return anchors.some((anchor) => anchor.zone.isRoot() && published.has(anchorKeyTag(anchor)));
}

/** What every finding of the check is about. */
export function keySubject(
  zone: ChainLink["zone"],
  keyTag?: number,
): {
  readonly name: ChainLink["zone"];
  readonly type: number;
  readonly keyTag?: number;
} {
  return { name: zone, type: RrType.DNSKEY, ...(keyTag === undefined ? {} : { keyTag }) };
}
