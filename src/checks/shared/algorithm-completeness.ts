import { parseEach, parseRrsig } from "../../dns/rdata.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { algorithmName } from "../../dns/registry.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import { isSupportedDs } from "../../dnssec/ds.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { isUsableForZoneData } from "../../dnssec/key-tag.ts";
import type { SignatureSetting } from "../../dnssec/signature-findings.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";

/** Algorithms that should sign the RRset but don't: those in DS must, those of published keys should (RFC 4035 2.2). */
export function completenessFindings(
  set: SignedRrset,
  { published, inDs }: { readonly published: ReadonlySet<number>; readonly inDs: ReadonlySet<number> },
  { server }: SignatureSetting,
): Finding[] {
  const rrsigs = parseEach(
    set.signatures.map(({ rdata }) => rdata),
    parseRrsig,
  );
  const signing = new Set(rrsigs.map(({ algorithm }) => algorithm));
  // Without a signature of any published algorithm the RRset is bogus, which is a fault with a name of its own.
  if (![...signing].some((algorithm) => published.has(algorithm))) return [];
  const about = { subject: { name: set.owner, type: set.type }, servers: [server] };
  const missing = (from: ReadonlySet<number>): number[] => [...from].filter((algorithm) => !signing.has(algorithm));
  const ofDs = missing(inDs).map((algorithm) =>
    finding("rrsig-missing-for-ds-algorithm", { ...about, params: { algorithm: algorithmName(algorithm) } }),
  );
  const ofKeys = missing(published).map((algorithm) => {
    const params = { algorithm: algorithmName(algorithm) };
    const isInDs = inDs.has(algorithm);
    const incomplete = finding("rrsig-algorithm-incomplete", {
      ...about,
      level: isInDs ? "critical" : "warning",
      params,
    });
    return isInDs ? { ...incomplete, cause: "rrsig-missing-for-ds-algorithm" as const } : incomplete;
  });
  return [...ofDs, ...ofKeys];
}

/** The algorithms of keys that may sign zone data. */
export function publishedAlgorithms(keys: readonly ZoneKey[]): ReadonlySet<number> {
  return new Set(keys.filter(isUsableForZoneData).map(({ algorithm }) => algorithm));
}

/** The algorithms that the parent's DS RRset announces, of those that validators follow. */
export function vouchedAlgorithms({ trust }: ChainLink): ReadonlySet<number> {
  return new Set(trust?.kind === "ds" ? trust.records.filter(isSupportedDs).map(({ algorithm }) => algorithm) : []);
}
