import type { DomainName } from "../../dns/name.ts";
import type { Ds } from "../../dns/rdata.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { InvalidSignature, SignatureVerdict } from "../../dnssec/rrsig.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import { type Announcement, announced, keyOfDs } from "./announcement.ts";

/** Who signed a CDS or CDNSKEY RRset: the parent acts on the word of a key that its DS names (RFC 7344 4.1). */
export function announcementSignatureFindings(
  zone: DomainName,
  announcement: Announcement,
  verdicts: readonly SignatureVerdict[],
  keys: readonly ZoneKey[],
  records: readonly Ds[],
): Finding[] {
  const { prefix, type, server } = announcement;
  const about = { subject: { name: zone, type }, servers: [server], params: { zone: nameText(zone) } };
  if (verdicts.length === 0) return [finding(`${prefix}-unsigned`, about)];
  const signers = verdicts.flatMap((verdict) => (verdict.isValid ? [verdict.key] : []));
  if (signers.length === 0) return [invalidFinding(about, prefix, verdicts)];
  const hasSigned = (key: ZoneKey | null): boolean => key !== null && signers.some((signer) => sameKey(signer, key));
  const own = announced(announcement);
  const isByDsKey = records.length === 0 || records.some((ds) => hasSigned(keyOfDs(zone, ds, keys)));
  const isByOwnKey = own.length === 0 || own.some(({ key }) => hasSigned(key));
  return [
    ...(isByDsKey ? [] : [finding(`${prefix}-not-signed-by-ds-key`, about)]),
    ...(isByOwnKey ? [] : [finding(`${prefix}-not-signed-by-own-key`, about)]),
  ];
}

function invalidFinding(
  about: Pick<Finding, "subject" | "servers"> & { readonly params: { readonly zone: string } },
  prefix: Announcement["prefix"],
  verdicts: readonly SignatureVerdict[],
): Finding {
  const invalid = verdicts.filter((verdict): verdict is InvalidSignature => !verdict.isValid);
  const byKnown = invalid.find(({ fault }) => !UNKNOWN_SIGNER.has(fault));
  const shown = byKnown ?? invalid[0];
  const params = {
    ...about.params,
    keyTag: shown?.rrsig?.keyTag ?? 0,
    reason: shown?.fault.replaceAll("-", " ") ?? "",
  };
  return byKnown === undefined
    ? finding(`${prefix}-signed-by-unknown-key`, { ...about, params })
    : finding(`${prefix}-signature-invalid`, { ...about, params });
}

const UNKNOWN_SIGNER = new Set(["key-missing", "algorithm-not-published"]);
