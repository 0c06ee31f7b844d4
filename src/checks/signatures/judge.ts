import type { SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { algorithmPolicy } from "../../dnssec/algorithm-policy.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { isRevoked } from "../../dnssec/key-tag.ts";
import type { InvalidSignature, SignatureVerdict } from "../../dnssec/rrsig.ts";
import { aboutSignature, signatureFinding, type SignatureSetting } from "../../dnssec/signature-findings.ts";

/** Unbound keeps at most this many signatures of an RRset; PowerDNS Recursor stops at two. */
const MANY_SIGNATURES = 8;
const FEW_SIGNATURES = 2;

/** Faults of a signature that are worth a line although another signature proves the RRset. */
const LEVEL_BESIDE_VALID: Readonly<Partial<Record<InvalidSignature["fault"], "warning" | "info" | "critical">>> = {
  expired: "info",
  "expires-before-inception": "critical",
  "wrong-signer": "warning",
  "labels-exceed-owner": "warning",
  "bad-length": "warning",
  "revoked-key": "warning",
  "algorithm-not-published": "info",
};

/** What is wrong with the signatures of one RRset at one server, apart from their times; isVouched as isVouchedFor tells. */
export function signatureFindings(
  set: SignedRrset,
  verdicts: readonly SignatureVerdict[],
  setting: SignatureSetting,
  isVouched: boolean,
): Finding[] {
  const proving = verdicts.filter(
    (verdict) => verdict.isValid && (set.type !== RrType.DNSKEY || !isRevoked(verdict.key)),
  );
  const invalid = verdicts.filter((verdict) => !verdict.isValid);
  const others = [...countFindings(set, setting), ...algorithmFindings(set, verdicts, setting)];
  if (proving.length === 0) {
    const isUnknown = invalid.length > 0 && invalid.every(({ fault }) => fault === "unsupported-algorithm");
    if (isUnknown && !isVouched) return others;
    const byRevoked = verdicts.find((verdict) => verdict.isValid);
    const fault =
      byRevoked === undefined
        ? signatureFinding(set, verdicts, setting, isVouched ? undefined : kindUnvouched(set))
        : finding("rrsig-by-revoked-key", aboutSignature(set, byRevoked.rrsig, setting, "critical"));
    return [fault, ...others];
  }
  return [...invalid.flatMap((verdict) => besideValid(set, verdict, setting)), ...others];
}

function besideValid(set: SignedRrset, verdict: InvalidSignature, setting: SignatureSetting): Finding[] {
  if (verdict.fault === "bogus") {
    return [finding("rrsig-bogus-partial", aboutSignature(set, verdict.rrsig, setting, "warning"))];
  }
  const level = LEVEL_BESIDE_VALID[verdict.fault];
  return level === undefined ? [] : [{ ...signatureFinding(set, [verdict], setting, kindUnvouched(set)), level }];
}

/** Without a DS that names it, or beside a valid signature, DNSKEY is an RRset like others: nothing hangs on its signature. */
function kindUnvouched({ type }: SignedRrset): "data" | undefined {
  return type === RrType.DNSKEY ? "data" : undefined;
}

function countFindings(set: SignedRrset, { server }: SignatureSetting): Finding[] {
  const count = set.signatures.length;
  if (count <= FEW_SIGNATURES) return [];
  const isMany = count > MANY_SIGNATURES;
  return [
    finding("rrsig-count-excessive", {
      subject: { name: set.owner, type: set.type },
      servers: [server],
      level: isMany ? "warning" : "info",
      params: { count, limit: isMany ? MANY_SIGNATURES : FEW_SIGNATURES },
    }),
  ];
}

function algorithmFindings(
  set: SignedRrset,
  verdicts: readonly SignatureVerdict[],
  setting: SignatureSetting,
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const verdict of verdicts) {
    const { rrsig } = verdict;
    if (rrsig === null || seen.has(rrsig.algorithm)) continue;
    seen.add(rrsig.algorithm);
    const { signing } = algorithmPolicy(rrsig.algorithm);
    const level = signing === "must-not" ? "critical" : "warning";
    const about = aboutSignature(set, rrsig, setting, level);
    if (signing === "must-not" || signing === "not-recommended") {
      const reason = signing === "must-not" ? "forbidden" : "not recommended";
      const params = { ...about.params, reason };
      findings.push(finding("rrsig-made-with-deprecated-algorithm", { ...about, params }));
    }
    if (!verdict.isValid && verdict.fault === "unsupported-algorithm") {
      findings.push(finding("rrsig-algorithm-unknown-to-checker", { ...about, level: "info" }));
    }
  }
  return findings;
}
