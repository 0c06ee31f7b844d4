import type { ServerAddress } from "../../dns/lookup.ts";
import { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseTarget } from "../../dns/rdata.ts";
import type { SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { WireFormatError } from "../../util/errors.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import type { SecurityStatus } from "../security.ts";

/** The DNAME RRset whose subtree the name lies in, if the sets hold one (RFC 6672 2.2). */
export function dnameAbove(sets: readonly SignedRrset[], name: DomainName): SignedRrset | undefined {
  return sets.find((set) => set.type === RrType.DNAME && name.isBelow(set.owner));
}

/** The name with the DNAME's owner replaced by its target; null where it would be too long (RFC 6672 2.2). */
export function substitute(name: DomainName, dname: SignedRrset): DomainName | null {
  const [rdata] = dname.rdatas;
  const target = rdata === undefined ? null : parseOrNull(rdata, parseTarget);
  if (target === null) return null;
  const kept = name.labels.slice(0, name.labels.length - dname.owner.labels.length);
  try {
    return new DomainName([...kept, ...target.labels]);
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}

/** What is wrong with the CNAME synthesised from a DNAME (RFC 6672 3.1, 5.3.1). */
export function dnameFindings(
  name: DomainName,
  dname: SignedRrset,
  cname: SignedRrset | undefined,
  status: SecurityStatus,
  server: ServerAddress,
): Finding[] {
  if (status === "insecure") return [];
  const about = { subject: { name, type: RrType.CNAME }, servers: [server] };
  const expected = substitute(name, dname);
  const found = cname?.rdatas[0] === undefined ? null : parseOrNull(cname.rdatas[0], parseTarget);
  if (expected === null) return [];
  if (found === null || !found.equals(expected)) {
    const params = {
      name: nameText(dname.owner),
      expected: nameText(expected),
      found: found === null ? "no CNAME" : nameText(found),
    };
    return [finding("dname-synthesis-invalid", { ...about, params })];
  }
  if (cname === undefined || cname.ttl === dname.ttl) return [];
  return [
    finding("dname-synthesis-ttl", {
      ...about,
      params: { ttl: dname.ttl, found: cname.ttl, name: nameText(dname.owner) },
    }),
  ];
}
