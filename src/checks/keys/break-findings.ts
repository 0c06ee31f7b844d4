import type { DomainName } from "../../dns/name.ts";
import { DnskeyFlag, type Rrsig } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import { type ChainLink, isVouchedFor, type Trust } from "../../dnssec/chain/link.ts";
import { hasDigestOf, isSupportedDs } from "../../dnssec/ds.ts";
import { type Finding, type FindingId, finding, nameText } from "../../dnssec/finding.ts";
import {
  isRevoked,
  isSecureEntryPoint,
  isZoneKey,
  keyTagWithRevokeToggled,
  withAlgorithm,
  withFlags,
} from "../../dnssec/key-tag.ts";
import type { SignatureFault, SignatureVerdict } from "../../dnssec/rrsig.ts";
import { anchorAlgorithm, anchorKeyTag } from "../../dnssec/trust-anchor.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import type { ServerKeys } from "./gather.ts";
import { isNamed, isVouchedKey } from "./seen-key.ts";

/** Faults that show a signing key to be absent from the DNSKEY RRset. */
const KEY_ABSENT = new Set<SignatureFault>(["key-missing", "algorithm-not-published"]);
/** Faults that a signature gets when what it signed, or its key, is changed afterwards. */
const AFTER_CHANGE = new Set<SignatureFault>(["bogus", ...KEY_ABSENT]);

/** Why data can't be verified with the keys that one server publishes: keys gone, edited or barred (RFC 4035 5.3). */
export function breakFindings(link: ChainLink, view: ServerKeys): Finding[] {
  if (view.dnskey === null) return [];
  const ksk = missingKsk(link, view);
  const zsks = missingZsks(link, view);
  const gone = [...ksk.map(({ params }) => params["expected"]), ...zsks.map(({ subject }) => subject.keyTag)];
  const changed = changedAfterSigning(link, view, gone);
  return [
    ...ksk,
    ...changed.map((each) => (ksk.length === 0 ? each : { ...each, cause: "dnskey-ksk-missing" as const })),
    ...zsks.map((each) => (changed.length === 0 ? each : { cause: "dnskey-changed-after-signing" as const, ...each })),
    ...view.keys.filter((key) => !isZoneKey(key)).map((key) => zoneBitFinding(link, view, key)),
  ];
}

/** Keys that are not published, though SOA or NS has no signatures but theirs. */
function missingZsks(link: ChainLink, view: ServerKeys): Finding[] {
  const { server, data } = view;
  const lost = data.filter(({ verdicts }) => !verdicts.some(({ isValid }) => isValid));
  const signatures = lost.flatMap(({ verdicts }) =>
    verdicts.flatMap((verdict) => (hasFault(verdict, KEY_ABSENT) ? (verdict.rrsig ?? []) : [])),
  );
  const isAllLost = lost.length === data.length && isVouchedFor(link);
  const level = isAllLost ? "emergency" : "critical";
  return [...new Map(signatures.map((rrsig) => [rrsig.keyTag, rrsig])).values()].map((rrsig) => {
    const { reason, cause } = absence(rrsig, view);
    const about = { ...aboutKey(link.zone, rrsig.keyTag), level, servers: [server] } as const;
    const missing = finding("dnskey-zsk-missing", { ...about, params: facts(link.zone, { reason }) });
    return cause === undefined ? missing : { ...missing, cause };
  });
}

/** What became of the key that made a signature: edited, exchanged, or gone. */
function absence(
  { keyTag, algorithm }: Rrsig,
  { keys, dnskey, data }: ServerKeys,
): { readonly reason: string; readonly cause?: FindingId } {
  const reflagged = keys.find((key) => !isZoneKey(key) && asItMayHaveBeen(key).some(({ tag }) => tag === keyTag));
  if (reflagged !== undefined) {
    return { reason: `is published as key ${reflagged.tag}, with other flags`, cause: "dnskey-zone-bit-clear" };
  }
  const renumbered = keys.find((key) => key.algorithm !== algorithm && withAlgorithm(key, algorithm).tag === keyTag);
  if (renumbered !== undefined) return { reason: `is published as key ${renumbered.tag}, with another algorithm` };
  const sets = dnskey === null ? data : [dnskey, ...data];
  const successor = keys.find((key) => isZoneKey(key) && key.algorithm === algorithm && !isNamed(key, sets));
  return { reason: `is not published${inPlace(successor)}` };
}

function inPlace(successor: ZoneKey | undefined): string {
  return successor === undefined ? "" : `; key ${successor.tag} is in its place`;
}

/**
 * No DS leads to a published key, by digest or by tag, not even to one revoked since. Where another KSK signs, the DS
 * is stale, and the finding is about the parent's record; else the zone has lost the key.
 */
function missingKsk({ zone, trust }: ChainLink, { server, keys, dnskey }: ServerKeys): Finding[] {
  if (trust?.kind !== "ds" || keys.length === 0 || dnskey === null) return [];
  const records = trust.records.filter(isSupportedDs);
  const isFound = records.some((ds) =>
    keys.some(
      (key) =>
        ds.keyTag === key.tag ||
        (isRevoked(key) && ds.keyTag === keyTagWithRevokeToggled(key)) ||
        asItMayHaveBeen(key).some((other) => hasDigestOf(zone, ds, other) === true),
    ),
  );
  if (records.length === 0 || isFound) return [];
  const expected = [...new Set(records.map(({ keyTag }) => keyTag))].join(" or ");
  const hasSignature = records.some((ds) => isNamed({ tag: ds.keyTag, algorithm: ds.algorithm }, [dnskey]));
  const instead = dnskey.verdicts.find((verdict) => verdict.isValid && isSecureEntryPoint(verdict.key));
  const successor = keys.find((key) => isZoneKey(key) && isSecureEntryPoint(key));
  const reason = hasSignature
    ? `its signature is still there, the zone has lost it${inPlace(successor)}`
    : instead?.rrsig
      ? `key ${instead.rrsig.keyTag} signs in its place, the DS is stale`
      : "no other key signs in its place";
  const subject = { name: zone, type: !hasSignature && instead?.rrsig ? RrType.DS : RrType.DNSKEY };
  return [finding("dnskey-ksk-missing", { subject, servers: [server], params: facts(zone, { expected, reason }) })];
}

/** The signatures that the parent's word depends on no longer fit the DNSKEY RRset, while the data's own do. */
function changedAfterSigning(
  { zone, trust }: ChainLink,
  { server, dnskey, data }: ServerKeys,
  gone: readonly unknown[],
): Finding[] {
  if (trust === null || dnskey === null || dnskey.verdicts.some(({ isValid }) => isValid)) return [];
  const vouched = vouchedTags(trust);
  const signatures = dnskey.verdicts.filter(({ rrsig }) =>
    vouched.some(({ tag, algorithm }) => rrsig?.keyTag === tag && rrsig.algorithm === algorithm),
  );
  const overData = data.flatMap(({ verdicts }) => verdicts);
  const isDataIntact = overData.some((verdict) => verdict.isValid || hasFault(verdict, KEY_ABSENT));
  const isChanged = signatures.length > 0 && signatures.every((verdict) => hasFault(verdict, AFTER_CHANGE));
  if (!isChanged || !isDataIntact) return [];
  const subject = { name: zone, type: RrType.DNSKEY };
  const reason = gone.length === 0 ? "though no key in use is gone" : `key ${gone.join(" and key ")} is gone or edited`;
  return [finding("dnskey-changed-after-signing", { subject, servers: [server], params: facts(zone, { reason }) })];
}

function zoneBitFinding(link: ChainLink, { server, keys, dnskey, data }: ServerKeys, key: ZoneKey): Finding {
  const forms = asItMayHaveBeen(key);
  const isVouched = forms.some((form) => isVouchedKey(link, form));
  const sets = dnskey === null ? data : [dnskey, ...data];
  const isSigning = forms.some(
    (form) => isNamed(form, sets) && !keys.some((other) => other.tag === form.tag && !sameKey(other, key)),
  );
  const isOnlyHope = isVouchedFor(link) && !keys.some(isZoneKey);
  const level = isVouched || isOnlyHope ? "emergency" : isSigning ? "critical" : "info";
  const about = { ...aboutKey(link.zone, key.tag), level, servers: [server] } as const;
  return finding("dnskey-zone-bit-clear", { ...about, params: facts(link.zone, { found: key.flags }) });
}

/** The key, and the key with its ZONE bit as it was before somebody edited the flags. */
function asItMayHaveBeen(key: ZoneKey): ZoneKey[] {
  if (isZoneKey(key)) return [key];
  const { ZONE, SEP } = DnskeyFlag;
  return [key, withFlags(key, key.flags | ZONE), withFlags(key, key.flags | ZONE | SEP)];
}

function vouchedTags(trust: Trust): { readonly tag: number; readonly algorithm: number }[] {
  return trust.kind === "ds"
    ? trust.records.map(({ keyTag, algorithm }) => ({ tag: keyTag, algorithm }))
    : trust.anchors.map((anchor) => ({ tag: anchorKeyTag(anchor), algorithm: anchorAlgorithm(anchor) }));
}

function hasFault(verdict: SignatureVerdict, faults: ReadonlySet<SignatureFault>): boolean {
  return !verdict.isValid && faults.has(verdict.fault);
}

function aboutKey(name: DomainName, keyTag: number): Pick<Finding, "subject"> {
  return { subject: { name, type: RrType.DNSKEY, keyTag } };
}

function facts<Facts extends Record<string, string | number>>(zone: DomainName, own: Facts) {
  return { zone: nameText(zone), ...own };
}
