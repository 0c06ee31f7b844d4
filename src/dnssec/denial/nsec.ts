import { commonAncestor, compareNames, type DomainName } from "../../dns/name.ts";
import type { Nsec } from "../../dns/rdata.ts";
import { RrType } from "../../dns/registry.ts";
import { type DenialProver, failed, type Proof, PROVED } from "./proof.ts";

/** An NSEC record and its owner. */
export interface OwnedNsec extends Nsec {
  readonly owner: DomainName;
}

/** Tells whether name sorts strictly between the record's owner and next name, the last record reaching round to the apex. */
export function coversName({ owner, nextName }: OwnedNsec, name: DomainName): boolean {
  const afterOwner = compareNames(owner, name) < 0;
  const beforeNext = compareNames(name, nextName) < 0;
  return compareNames(owner, nextName) < 0 ? afterOwner && beforeNext : afterOwner || beforeNext;
}

/** A prover with the authenticated NSEC records of one message. */
export function nsecProver(zone: DomainName, records: readonly OwnedNsec[]): DenialProver {
  const nsecs = records.filter((nsec) => nsec.nextName.isAtOrBelow(zone));

  function matching(name: DomainName): OwnedNsec | undefined {
    return nsecs.find((nsec) => nsec.owner.equals(name));
  }

  /** Covers, and does not come from above a cut or DNAME that the name lies below (RFC 6840 4.1, RFC 6672 5.3.4). */
  function covering(name: DomainName): OwnedNsec | undefined {
    return nsecs.find(
      (nsec) =>
        isInOrder(nsec, name) && coversName(nsec, name) && !(name.isBelow(nsec.owner) && hidesDescendants(nsec)),
    );
  }

  /** Only the last record of a chain goes back, and then to the apex (RFC 4034 4.1.1); to itself serves for names below. */
  function isInOrder({ owner, nextName }: OwnedNsec, name: DomainName): boolean {
    const order = compareNames(owner, nextName);
    return order < 0 || nextName.equals(zone) || (order === 0 && name.isBelow(owner));
  }

  function closestEncloser(name: DomainName, cover: OwnedNsec): DomainName {
    const byOwner = commonAncestor(name, cover.owner);
    const byNext = commonAncestor(name, cover.nextName);
    return byOwner.labels.length >= byNext.labels.length ? byOwner : byNext;
  }

  /** A record that leads astray can't serve, and is then why none does. */
  function missing(fallback: "nsec-qname-not-covered" | "nsec-no-match-for-nodata"): Proof {
    const astray = records.find((nsec) => !nsec.nextName.isAtOrBelow(zone));
    return astray === undefined ? failed(fallback) : failed("nsec-next-out-of-zone", { found: astray.nextName });
  }

  return {
    proveNameError(name) {
      if (matching(name)?.types.has(RrType.NXNAME)) return PROVED;
      const cover = covering(name);
      if (cover === undefined || isEmptyNonTerminal(name, cover)) return missing("nsec-qname-not-covered");
      const wildcard = closestEncloser(name, cover).wildcard();
      if (wildcard === null) return PROVED;
      const wildcardCover = covering(wildcard);
      return wildcardCover === undefined || isEmptyNonTerminal(wildcard, wildcardCover)
        ? failed("nsec-wildcard-not-covered", { name: wildcard })
        : PROVED;
    },

    proveNoData(name, type) {
      const match = matching(name);
      if (match !== undefined) return typeAbsent(match, type, true);
      const cover = covering(name);
      if (cover === undefined) return missing("nsec-no-match-for-nodata");
      if (isEmptyNonTerminal(name, cover)) return noTypes(true);
      const wildcard = closestEncloser(name, cover).wildcard();
      if (wildcard === null) return failed("nsec-qname-covered-in-nodata");
      const wildcardMatch = matching(wildcard);
      if (wildcardMatch !== undefined) return typeAbsent(wildcardMatch, type, false);
      const wildcardCover = covering(wildcard);
      return wildcardCover !== undefined && isEmptyNonTerminal(wildcard, wildcardCover)
        ? noTypes(false)
        : failed("nsec-qname-covered-in-nodata");
    },

    proveWildcardExpansion(name, encloserLabels) {
      const cover = covering(name);
      if (cover === undefined || isEmptyNonTerminal(name, cover)) return missing("nsec-qname-not-covered");
      const encloser = closestEncloser(name, cover);
      if (encloser.labels.length <= encloserLabels) return PROVED;
      return failed("nsec-wildcard-expansion-invalid", { name: wildcardAt(name, encloserLabels), found: encloser });
    },

    denies(name) {
      const cover = covering(name);
      return cover !== undefined && !isEmptyNonTerminal(name, cover);
    },
  };

  function typeAbsent(nsec: OwnedNsec, type: number, matchesName: boolean): Proof {
    return typeAbsentFrom(nsec.types, nsec.owner, type, matchesName);
  }
}

/** The covered name exists without records of its own, as names below it do; a wildcard may be one too (RFC 4592 4.9). */
function isEmptyNonTerminal(name: DomainName, cover: OwnedNsec): boolean {
  return cover.nextName.isBelow(name);
}

function noTypes(matchesName: boolean): Proof {
  return { result: "proved", types: new Set(), matchesName };
}

/** A bitmap as proof that a type is absent, at the right side of a zone cut (RFC 4035 5.4, RFC 6840 4.1, 4.3, 4.4). */
export function typeAbsentFrom(
  types: ReadonlySet<number>,
  owner: DomainName,
  type: number,
  matchesName: boolean,
): Proof {
  const isParentSide = types.has(RrType.NS) && !types.has(RrType.SOA);
  if (type === RrType.DS) {
    if (types.has(RrType.SOA) && !owner.isRoot()) return failed("nsec-delegation-bits-soa");
    if (types.has(RrType.DS)) return failed("nsec-delegation-bits-ds");
  } else if (isParentSide) {
    return failed("nsec-no-match-for-nodata");
  } else if (types.has(type)) {
    return failed("nsec-type-bit-set", { name: owner });
  }
  if (types.has(RrType.CNAME)) return failed("nsec-type-bit-set", { name: owner, type: RrType.CNAME });
  return { result: "proved", types, matchesName };
}

/** The wildcard that name was expanded from, below its encloser of so many labels; the name itself where none fits. */
export function wildcardAt(name: DomainName, encloserLabels: number): DomainName {
  return name.suffix(encloserLabels).wildcard() ?? name;
}

/** The owner is a delegation seen from above or carries a DNAME: what lies below is not this record's to deny. */
export function hidesDescendants({ types }: { readonly types: ReadonlySet<number> }): boolean {
  return types.has(RrType.DNAME) || (types.has(RrType.NS) && !types.has(RrType.SOA));
}
