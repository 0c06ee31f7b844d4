import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { DnskeyFlag } from "../../dns/rdata.ts";
import { algorithmName, RrType } from "../../dns/registry.ts";
import { type AlgorithmPolicy, algorithmPolicy } from "../../dnssec/algorithm-policy.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { bitLength, type KeyMaterial, keyMaterial } from "../../dnssec/key-material.ts";
import { rsaWeakness } from "../../dnssec/rsa-weakness.ts";
import type { ZoneKey } from "../../dnssec/zone-key.ts";
import { assertNever } from "../../util/assert-never.ts";
import type { Level } from "../../util/level.ts";

const RSASHA512 = 10;
const SHA1_ALGORITHMS = new Set([5, 7]);
const MAX_RSA_BITS = 4096;
const RECOMMENDED_RSA_BITS = 2048;
/** Below this some validators refuse an RSA key. */
const REFUSED_RSA_BITS = 1024;
/** BIND ignores keys whose exponent has more bits. */
const MAX_EXPONENT_BITS = 4096;
const USUAL_EXPONENT = 65537n;
const KNOWN_FLAGS = DnskeyFlag.ZONE | DnskeyFlag.REVOKE | DnskeyFlag.SEP;

/** What is wrong with a DNSKEY record by itself: algorithm, protocol, flags and the key it holds. */
export function recordFindings(
  zone: DomainName,
  key: ZoneKey,
  others: readonly ZoneKey[],
  servers: readonly ServerAddress[],
): Finding[] {
  const about = {
    subject: { name: zone, type: RrType.DNSKEY, keyTag: key.tag },
    servers,
    params: { algorithm: algorithmName(key.algorithm), zone: nameText(zone) },
  };
  return [
    ...algorithmFindings(key.algorithm, about),
    ...(key.protocol === 3 ? [] : [finding("dnskey-protocol-not-3", withFacts(about, { found: key.protocol }))]),
    ...((key.flags & ~KNOWN_FLAGS) === 0
      ? []
      : [finding("dnskey-reserved-flags", withFacts(about, { found: key.flags }))]),
    ...materialFindings(key, others, about),
  ];
}

type About = Pick<Finding, "subject" | "servers"> & {
  readonly params: { readonly algorithm: string; readonly zone: string };
};

function withFacts<Facts extends Record<string, string | number>>(about: About, facts: Facts, level?: Level) {
  return { ...about, params: { ...about.params, ...facts }, ...(level !== undefined && { level }) };
}

function algorithmFindings(algorithm: number, about: About): Finding[] {
  const policy = algorithmPolicy(algorithm);
  const id = algorithmFault(algorithm, policy);
  return id === null ? [] : [finding(id, about)];
}

function algorithmFault(algorithm: number, { status, signing, grade }: AlgorithmPolicy) {
  if (grade === null) return null;
  if (status === "private") return "dnskey-algorithm-private";
  if (status === "reserved") return "dnskey-algorithm-reserved";
  if (status === "unassigned") return "dnskey-algorithm-unassigned";
  if (status === "not-for-zones") return "dnskey-algorithm-not-zone-signing";
  if (SHA1_ALGORITHMS.has(algorithm)) return "dnskey-algorithm-sha1";
  if (signing === "must-not") return "dnskey-algorithm-must-not";
  return signing === "not-recommended" ? "dnskey-algorithm-not-recommended" : "dnskey-algorithm-limited-support";
}

function materialFindings(key: ZoneKey, others: readonly ZoneKey[], about: About): Finding[] {
  const material = keyMaterial(key);
  switch (material.kind) {
    case "sound":
    case "unknown":
      return [];
    case "empty":
      return [finding("dnskey-zero-length", about)];
    case "bad-length": {
      const { expected, found } = material;
      return [finding("dnskey-bad-length", withFacts(about, { expected, found }))];
    }
    case "malformed":
      return [finding("dnskey-malformed", withFacts(about, { reason: material.reason }))];
    case "rsa":
      return rsaFindings(key, material, others, about);
    default:
      return assertNever(material);
  }
}

function rsaFindings(
  { algorithm }: ZoneKey,
  { modulus, exponent }: KeyMaterial & { kind: "rsa" },
  others: readonly ZoneKey[],
  about: About,
): Finding[] {
  const found = bitLength(modulus);
  const least = algorithm === RSASHA512 ? 1024 : 512;
  const findings: Finding[] = [];
  if (found < least) {
    findings.push(finding("dnskey-rsa-too-small", withFacts(about, { found, limit: least })));
  } else if (found < RECOMMENDED_RSA_BITS) {
    const level = found < REFUSED_RSA_BITS ? "critical" : "warning";
    findings.push(finding("dnskey-rsa-smaller-than-recommended", withFacts(about, { found }, level)));
  } else if (found > MAX_RSA_BITS) {
    findings.push(finding("dnskey-rsa-too-large", withFacts(about, { found, limit: MAX_RSA_BITS })));
  }
  findings.push(...exponentFindings(exponent, about));
  const reason = rsaWeakness(modulus, others.flatMap(modulusOf));
  if (reason !== null) findings.push(finding("dnskey-rsa-weak-modulus", withFacts(about, { reason })));
  return findings;
}

function exponentFindings(exponent: bigint, about: About): Finding[] {
  const bits = bitLength(exponent);
  const isShort = exponent % 2n === 1n && exponent >= USUAL_EXPONENT && bits <= MAX_EXPONENT_BITS;
  if (isShort) return [];
  const found = bits > 64 ? `a number of ${bits} bits` : String(exponent);
  return [finding("dnskey-rsa-bad-exponent", withFacts(about, { found }, exponent === 3n ? "info" : "warning"))];
}

function modulusOf(key: ZoneKey): bigint[] {
  const material = keyMaterial(key);
  return material.kind === "rsa" ? [material.modulus] : [];
}
