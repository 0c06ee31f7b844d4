import { isSupportedAlgorithm } from "../../crypto/public-key.ts";
import { isSupportedDigest } from "../../crypto/digest.ts";
import type { Answered, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { findRrset, signedRrsets, type SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { anchorAlgorithm, anchorKeyTag } from "../trust-anchor.ts";
import { matchAnchor, matchDs } from "../ds.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import { type Effort, judgeSignatures, type SignatureVerdict } from "../rrsig.ts";
import { signatureFinding } from "../signature-findings.ts";
import { sameKey, type ZoneKey, zoneKeys } from "../zone-key.ts";
import { dsFinding } from "./ds-findings.ts";
import type { KeysJudgement, Trust, TrustPath } from "./link.ts";

/** Judges one server's answer to the DNSKEY question against what vouches for the zone's keys (RFC 4035 5.2). */
export function judgeKeys(zone: DomainName, trust: Trust, reply: Answered, now: number, effort: Effort): KeysJudgement {
  const { server, message } = reply;
  const set = findRrset(signedRrsets(message.answer), zone, RrType.DNSKEY);
  if (set === undefined) return withoutKeys(zone, trust, server);
  const keys = zoneKeys(set);
  const paths = trustPaths(zone, trust, keys);
  const verdicts = judgeSignatures(set, { zone, keys, now, effort });
  const vouched = vouchedKeys(paths);
  const entryPoints = vouched.filter((key) => verdicts.some((verdict) => verdict.isValid && sameKey(verdict.key, key)));
  const base = { keys, paths, verdicts, entryPoints, server };
  if (paths.every(isUnsupported)) return { ...base, status: "insecure", findings: [] };
  if (entryPoints.length > 0) return { ...base, status: "secure", findings: [] };
  return { ...base, status: "bogus", findings: nameBreak(zone, trust, set, paths, vouched, verdicts, server, now) };
}

/** The DS records or anchors of a zone, each with the key it leads to. */
export function trustPaths(zone: DomainName, trust: Trust, keys: readonly ZoneKey[]): TrustPath[] {
  if (trust.kind === "ds") {
    return trust.records.map((ds) => ({
      keyTag: ds.keyTag,
      algorithm: ds.algorithm,
      digestType: ds.digestType,
      match: matchDs(zone, ds, trust.records, keys),
    }));
  }
  return trust.anchors.map((anchor) => ({
    keyTag: anchorKeyTag(anchor),
    algorithm: anchorAlgorithm(anchor),
    digestType: anchor.kind === "ds" ? anchor.ds.digestType : null,
    match: matchAnchor(anchor, trust.anchors, keys),
  }));
}

/** The algorithms that DS records announce but no key both named by them and signing DNSKEY has (RFC 4035 2.2). */
export function algorithmsWithoutEntryPoint({ paths, entryPoints }: KeysJudgement): number[] {
  const announced = paths.filter((path) => !isUnsupported(path)).map(({ algorithm }) => algorithm);
  return [...new Set(announced)].filter((algorithm) => !entryPoints.some((key) => key.algorithm === algorithm));
}

/** A path that validators skip because they don't know its algorithm or digest (RFC 4035 5.2). */
export function isUnsupported({ algorithm, digestType }: TrustPath): boolean {
  return !isSupportedAlgorithm(algorithm) || (digestType !== null && !isSupportedDigest(digestType));
}

function vouchedKeys(paths: readonly TrustPath[]): ZoneKey[] {
  const keys: ZoneKey[] = [];
  for (const { match } of paths) {
    if (match.outcome === "matched" && !keys.some((key) => sameKey(key, match.key))) keys.push(match.key);
  }
  return keys;
}

function withoutKeys(zone: DomainName, trust: Trust, server: ServerAddress): KeysJudgement {
  const paths = trustPaths(zone, trust, []);
  const isBogus = !paths.every(isUnsupported);
  const subject = { name: zone, type: RrType.DNSKEY };
  const parentZone = trust.kind === "ds" ? parentOf(trust, zone) : "";
  const broken =
    trust.kind === "ds"
      ? finding("chain-ds-without-dnskey", { subject, servers: [server], params: { parentZone } })
      : finding("chain-trust-anchor-not-signing", { subject, servers: [server], params: { expected: tagList(paths) } });
  return {
    status: isBogus ? "bogus" : "insecure",
    keys: [],
    paths,
    verdicts: [],
    entryPoints: [],
    findings: isBogus ? [broken] : [],
    server,
  };
}

/** The root cause first, then what follows from it. */
function nameBreak(
  zone: DomainName,
  trust: Trust,
  set: SignedRrset,
  paths: readonly TrustPath[],
  vouched: readonly ZoneKey[],
  verdicts: readonly SignatureVerdict[],
  server: ServerAddress,
  now: number,
): Finding[] {
  const subject = { name: zone, type: RrType.DNSKEY };
  const consequence =
    trust.kind === "anchor"
      ? finding("chain-trust-anchor-not-signing", { subject, servers: [server], params: { expected: tagList(paths) } })
      : finding("chain-no-secure-entry-point", { subject, servers: [server], params: { zone: nameText(zone) } });
  const causes: Finding[] = [];
  if (vouched.length === 0) {
    causes.push(...paths.flatMap((path) => dsFinding(zone, path, server, "emergency") ?? []));
  } else {
    const byVouched = verdicts.filter(
      ({ rrsig }) =>
        rrsig !== null && vouched.some((key) => key.tag === rrsig.keyTag && key.algorithm === rrsig.algorithm),
    );
    if (verdicts.length > 0 && byVouched.length === 0) {
      for (const key of vouched) {
        const about = { subject: { ...subject, keyTag: key.tag }, servers: [server], params: { zone: nameText(zone) } };
        causes.push(finding("chain-ksk-signature-missing", about));
      }
    } else {
      causes.push(signatureFinding(set, byVouched, { zone, server, now }));
    }
  }
  const [cause] = causes;
  return cause === undefined ? [consequence] : [...causes, { ...consequence, cause: cause.id }];
}

/** The zone that signed the DS RRset. */
function parentOf({ verdicts }: Trust & { kind: "ds" }, zone: DomainName): string {
  return nameText(verdicts.find(({ isValid }) => isValid)?.rrsig?.signerName ?? zone.parent());
}

function tagList(paths: readonly TrustPath[]): string {
  return [...new Set(paths.map(({ keyTag }) => keyTag))].join(", ");
}
