import type { DomainName } from "../../dns/name.ts";
import type { ServerAddress } from "../../dns/lookup.ts";
import { parseNsec, parseNsec3, parseOrNull } from "../../dns/rdata.ts";
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

/** The denial records of one message, authenticated with the keys of one zone. */
export interface DenialEvidence {
  /** Null where no record authenticates. */
  readonly prover: DenialProver | null;
  readonly nsecs: readonly OwnedNsec[];
  readonly nsec3s: readonly OwnedNsec3[];
  /** NSEC and NSEC3 RRsets whose signatures don't hold. */
  readonly findings: readonly Finding[];
}

/** Picks and authenticates the NSEC and NSEC3 records of an authority section. */
export function denialEvidence(
  authority: readonly ResourceRecord[],
  server: ServerAddress,
  context: SignatureContext,
): DenialEvidence {
  const nsecs: OwnedNsec[] = [];
  const nsec3s: OwnedNsec3[] = [];
  const findings: Finding[] = [];
  for (const set of denialRrsets(authority)) {
    if (!set.owner.isAtOrBelow(context.zone)) continue;
    const verdicts = judgeSignatures(set, context);
    const valid = longestValid(verdicts);
    if (valid === undefined) {
      findings.push(signatureFinding(set, verdicts, { zone: context.zone, server, now: context.now }));
    } else if (!isWildcardExpansion(set, valid.rrsig)) {
      for (const rdata of set.rdatas) {
        const nsec = set.type === RrType.NSEC ? parseOrNull(rdata, parseNsec) : null;
        if (nsec !== null) nsecs.push({ ...nsec, owner: set.owner });
        const nsec3 = set.type === RrType.NSEC3 ? ownedNsec3(set.owner, rdata, context.zone) : null;
        if (nsec3 !== null) nsec3s.push(nsec3);
      }
    }
  }
  return { nsecs, nsec3s, findings, prover: proverOf(context.zone, nsecs, nsec3s) };
}

/** The NSEC and NSEC3 RRsets of a section. */
export function denialRrsets(section: readonly ResourceRecord[]): SignedRrset[] {
  return signedRrsets(section).filter(({ type }) => type === RrType.NSEC || type === RrType.NSEC3);
}

function ownedNsec3(owner: DomainName, rdata: Uint8Array, zone: DomainName): OwnedNsec3 | null {
  const nsec3 = parseOrNull(rdata, parseNsec3);
  const [label] = owner.labels;
  const ownerHash = label === undefined ? null : decodeBase32Hex(toLatin1(label));
  return nsec3 === null || ownerHash === null || !owner.parent().equals(zone) ? null : { ...nsec3, owner, ownerHash };
}

/** Where a message holds both kinds, either may prove. */
function proverOf(zone: DomainName, nsecs: readonly OwnedNsec[], nsec3s: readonly OwnedNsec3[]): DenialProver | null {
  const byNsec = nsecs.length > 0 ? nsecProver(zone, nsecs) : null;
  const byNsec3 = nsec3s.length > 0 ? nsec3Prover(zone, nsec3s) : null;
  if (byNsec === null || byNsec3 === null) return byNsec ?? byNsec3;
  const either = (first: Proof, second: () => Proof): Proof => (first.result === "failed" ? second() : first);
  return {
    proveNameError: (name) => either(byNsec.proveNameError(name), () => byNsec3.proveNameError(name)),
    proveNoData: (name, type) => either(byNsec.proveNoData(name, type), () => byNsec3.proveNoData(name, type)),
    proveWildcardExpansion: (name, labels) =>
      either(byNsec.proveWildcardExpansion(name, labels), () => byNsec3.proveWildcardExpansion(name, labels)),
  };
}
