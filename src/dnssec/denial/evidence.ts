import type { DomainName } from "../../dns/name.ts";
import type { ServerAddress } from "../../dns/lookup.ts";
import { parseEach, parseNsec, parseNsec3 } from "../../dns/rdata.ts";
import { type ResourceRecord, signedRrsets, type SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { decodeBase32Hex } from "../../util/base32hex.ts";
import { toLatin1 } from "../../util/bytes.ts";
import type { Finding } from "../finding.ts";
import { isWildcardExpansion, judgeSignatures, longestValid, type SignatureContext } from "../rrsig.ts";
import { signatureFinding } from "../signature-findings.ts";
import { nsecProver, type OwnedNsec } from "./nsec.ts";
import { nsec3Prover, type OwnedNsec3 } from "./nsec3.ts";
import type { DenialProver, Proof } from "./proof.ts";

/** NSEC and NSEC3 records with their owners. */
export interface DenialRecords {
  readonly nsecs: readonly OwnedNsec[];
  readonly nsec3s: readonly OwnedNsec3[];
}

/** The denial records of one message, authenticated with the keys of one zone. */
export interface DenialEvidence extends DenialRecords {
  /** Null where no record authenticates. */
  readonly prover: DenialProver | null;
  /** NSEC and NSEC3 RRsets whose signatures don't hold. */
  readonly findings: readonly Finding[];
}

/** Picks and authenticates the NSEC and NSEC3 records of an authority section. */
export function denialEvidence(
  authority: readonly ResourceRecord[],
  server: ServerAddress,
  context: SignatureContext,
): DenialEvidence {
  const valid: SignedRrset[] = [];
  const findings: Finding[] = [];
  for (const set of denialRrsets(authority)) {
    if (!set.owner.isAtOrBelow(context.zone)) continue;
    const verdicts = judgeSignatures(set, context);
    const longest = longestValid(verdicts);
    if (longest === undefined) {
      findings.push(signatureFinding(set, verdicts, { zone: context.zone, server, now: context.now }));
    } else if (!isWildcardExpansion(set, longest.rrsig)) {
      valid.push(set);
    }
  }
  const records = denialRecords(valid, context.zone);
  return { ...records, findings, prover: denialProver(context.zone, records) };
}

/** The well-formed NSEC and NSEC3 records of some RRsets, authentic or not. */
export function denialRecords(sets: readonly SignedRrset[], zone: DomainName): DenialRecords {
  const nsecs = sets.flatMap(({ owner, type, rdatas }) =>
    type === RrType.NSEC ? parseEach(rdatas, parseNsec).map((nsec) => ({ ...nsec, owner })) : [],
  );
  const nsec3s = sets.flatMap(({ owner, type, rdatas }) => {
    const ownerHash = type === RrType.NSEC3 ? nsec3OwnerHash(owner, zone) : null;
    return ownerHash === null ? [] : parseEach(rdatas, parseNsec3).map((nsec3) => ({ ...nsec3, owner, ownerHash }));
  });
  return { nsecs, nsec3s };
}

/** The hash that an NSEC3 owner name stands for; null where the name is no hash in the zone (RFC 5155 3). */
export function nsec3OwnerHash(owner: DomainName, zone: DomainName): Uint8Array | null {
  const [label] = owner.labels;
  return label === undefined || !owner.parent().equals(zone) ? null : decodeBase32Hex(toLatin1(label));
}

/** The NSEC and NSEC3 RRsets of a section. */
export function denialRrsets(section: readonly ResourceRecord[]): SignedRrset[] {
  return signedRrsets(section).filter(({ type }) => type === RrType.NSEC || type === RrType.NSEC3);
}

/** A prover with these records; null where there are none. Where there are both kinds, either may prove. */
export function denialProver(zone: DomainName, { nsecs, nsec3s }: DenialRecords): DenialProver | null {
  const byNsec = nsecs.length > 0 ? nsecProver(zone, nsecs) : null;
  const byNsec3 = nsec3s.length > 0 ? nsec3Prover(zone, nsec3s) : null;
  if (byNsec === null || byNsec3 === null) return byNsec ?? byNsec3;
  const either = (first: Proof, second: () => Proof): Proof => (first.result === "failed" ? second() : first);
  return {
    proveNameError: (name) => either(byNsec.proveNameError(name), () => byNsec3.proveNameError(name)),
    proveNoData: (name, type) => either(byNsec.proveNoData(name, type), () => byNsec3.proveNoData(name, type)),
    proveWildcardExpansion: (name, labels) =>
      either(byNsec.proveWildcardExpansion(name, labels), () => byNsec3.proveWildcardExpansion(name, labels)),
    denies: (name) => byNsec.denies(name) || byNsec3.denies(name),
  };
}
