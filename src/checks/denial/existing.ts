import type { DomainName } from "../../dns/name.ts";
import type { Nsec3Parameters } from "../../dns/rdata.ts";
import { signedRrsets } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { coversName } from "../../dnssec/denial/nsec.ts";
import { coversHash, hashedName } from "../../dnssec/denial/nsec3.ts";
import { equalBytes } from "../../util/bytes.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { isExpanded, signedLabels } from "./answer-parts.ts";
import { parametersText } from "./parameters.ts";
import type { ServerView } from "./view.ts";

/** A name with signed data of its own. */
interface ExistingName {
  readonly name: DomainName;
  readonly types: Set<number>;
}

/** Types that the apex has anyway; its bitmap is judged apart. */
const JUDGED_AT_APEX = new Set<number>([RrType.SOA, RrType.NS, RrType.DNSKEY, RrType.NSEC3PARAM]);
/** Names held against every record: a bound for zones whose chain was walked. */
const MAX_NAMES = 64;

/** Names and types that a server answers while its own records deny them: aggressive caches do so too (RFC 8198). */
export function existingFindings(view: ServerView): Finding[] {
  if (!view.isSteady) return [];
  return existingNames(view)
    .slice(0, MAX_NAMES)
    .flatMap((existing) => [...nameFindings(existing, view), ...typeFindings(existing, view)]);
}

/** Names answered with data that the zone signed under that very name, and not made from a wildcard. */
function existingNames({ zone, answers }: ServerView): ExistingName[] {
  const names = new Map<string, ExistingName>();
  for (const set of answers.flatMap(({ message }) => signedRrsets(message.answer))) {
    // A name known only by its NSEC is one of the chain, which is judged as a whole.
    if (set.type === RrType.NSEC || signedLabels(set, zone) === undefined || isExpanded(set, zone)) continue;
    const known = names.get(set.owner.key) ?? { name: set.owner, types: new Set() };
    known.types.add(set.type);
    names.set(set.owner.key, known);
  }
  return [...names.values()];
}

function nameFindings({ name }: ExistingName, { zone, server, records }: ServerView): Finding[] {
  const hashOf = hasher(name);
  const span =
    records.nsecs.find((nsec) => coversName(nsec, name)) ??
    records.nsec3s.find((nsec3) => {
      const hash = hashOf(nsec3);
      return hash !== null && coversHash(nsec3, hash);
    });
  if (span === undefined) return [];
  const params = { zone: nameText(zone), name: nameText(span.owner) };
  return [finding("nsec-existing-name-denied", { subject: { name }, servers: [server], params })];
}

function typeFindings({ name, types }: ExistingName, { zone, server, records }: ServerView): Finding[] {
  const hashOf = hasher(name);
  const bitmaps = [
    ...records.nsecs.filter(({ owner }) => owner.equals(name)),
    ...records.nsec3s.filter((nsec3) => {
      const hash = hashOf(nsec3);
      return hash !== null && equalBytes(hash, nsec3.ownerHash);
    }),
  ];
  const isApex = name.equals(zone);
  return [...types]
    .filter((type) => !(isApex && JUDGED_AT_APEX.has(type)) && bitmaps.some((bitmap) => !bitmap.types.has(type)))
    .map((type) => {
      const about = { subject: { name, type }, servers: [server], params: { zone: nameText(zone) } };
      return finding("nsec-existing-type-denied", about);
    });
}

/** Hashes a name once for all records of the same parameters. */
function hasher(name: DomainName): (parameters: Nsec3Parameters) => Uint8Array | null {
  const hashes = new Map<string, Uint8Array | null>();
  return (parameters) => {
    const key = parametersText(parameters);
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const hash = hashedName(name, parameters);
    hashes.set(key, hash);
    return hash;
  };
}
