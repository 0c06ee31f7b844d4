import type { DomainName } from "../../dns/name.ts";
import type { Failure, ServerAddress } from "../../dns/lookup.ts";
import type { Ds } from "../../dns/rdata.ts";
import type { DsMatch } from "../ds.ts";
import type { Finding } from "../finding.ts";
import type { SignatureVerdict } from "../rrsig.ts";
import type { SecurityStatus } from "../security.ts";
import type { TrustAnchor } from "../trust-anchor.ts";
import type { ZoneKey } from "../zone-key.ts";

/** What vouches for a zone's keys: its own anchors, or the DS RRset that its parent signed. */
export type Trust =
  | { readonly kind: "anchor"; readonly anchors: readonly TrustAnchor[] }
  | { readonly kind: "ds"; readonly records: readonly Ds[]; readonly verdicts: readonly SignatureVerdict[] };

/** One DS record or anchor, and the key it leads to. */
export interface TrustPath {
  readonly keyTag: number;
  readonly algorithm: number;
  /** Null for an anchor that is the key itself. */
  readonly digestType: number | null;
  readonly match: DsMatch;
}

/** What a DNSKEY RRset as one server gave it is worth. */
export interface KeysJudgement {
  readonly status: SecurityStatus;
  readonly keys: readonly ZoneKey[];
  readonly paths: readonly TrustPath[];
  readonly verdicts: readonly SignatureVerdict[];
  /** The keys that a DS or anchor vouches for and that validly sign the DNSKEY RRset. */
  readonly entryPoints: readonly ZoneKey[];
  readonly findings: readonly Finding[];
  readonly server: ServerAddress | null;
}

/** Why a zone's data is not protected although its parent is (RFC 4035 5.2, RFC 5155 9.2, RFC 9276 3.2). */
export type InsecureReason = "no-ds" | "opt-out" | "iterations" | "unsupported";

/** One zone of the chain of trust, from the trust anchor down. */
export interface ChainLink {
  readonly zone: DomainName;
  /** Null where the zone holds the trust anchor, or none lies above. */
  readonly parent: ChainLink | null;
  /** The status of data in this zone. */
  readonly status: SecurityStatus;
  readonly trust: Trust | null;
  /** Null where the keys were not asked for or not given. */
  readonly judgement: KeysJudgement | null;
  /** Set where this zone is the first insecure one. */
  readonly insecureReason: InsecureReason | null;
  /** What is wrong with this link itself; those above have their own. */
  readonly findings: readonly Finding[];
  /** Failures to get DS or DNSKEY. */
  readonly failures: readonly Failure[];
}

/** The keys that may verify data of the zone; empty unless it is secure. */
export function trustedKeys(link: ChainLink): readonly ZoneKey[] {
  return link.status === "secure" ? (link.judgement?.keys ?? []) : [];
}

/** The links from the trust anchor down to this one. */
export function linksDownTo(link: ChainLink): ChainLink[] {
  return link.parent === null ? [link] : [...linksDownTo(link.parent), link];
}

/** The topmost link that is not secure: where the chain breaks. Null where it holds. */
export function firstBreak(link: ChainLink): ChainLink | null {
  return linksDownTo(link).find(({ status }) => status !== "secure") ?? null;
}

/** A DS that validators follow, or an anchor, says that the zone must be signed. */
export function isVouchedFor({ trust, status }: ChainLink): boolean {
  return trust !== null && status !== "insecure";
}
