import type { Lookup } from "../../dns/lookup.ts";
import { DomainName } from "../../dns/name.ts";
import { parseEach, parseTarget } from "../../dns/rdata.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { RrType, typeName } from "../../dns/registry.ts";
import { validateAnswer } from "../../dnssec/answer/validate.ts";
import type { Chain } from "../../dnssec/chain/chain.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { Effort } from "../../dnssec/rrsig.ts";
import { WireFormatError } from "../../util/errors.ts";
import { rdataKey } from "../shared/agreement.ts";
import type { Announcement } from "./announcement.ts";

/** What signalling names are looked up and validated with. */
interface Sources {
  readonly lookup: Lookup;
  readonly chain: Chain;
  readonly now: number;
  readonly effort: Effort;
}

const LABELS = ["_dsboot", "_signal"].map((label) => new TextEncoder().encode(label));

/** Copies of CDS and CDNSKEY below the nameservers' names vouch for a first DS (RFC 9615 4.1, 4.2). */
export async function bootstrapFindings(
  zone: DomainName,
  announcements: readonly Announcement[],
  sources: Sources,
): Promise<Finding[]> {
  const wanted = new Map(announcements.map(({ type, set }) => [type, rdataKey(set)]));
  const nameservers = await nameserversOutside(zone, sources.lookup);
  const names = nameservers.flatMap((nameserver) => signallingName(zone, nameserver) ?? []);
  const findings = await Promise.all(names.map((name) => signalFinding(zone, name, wanted, sources)));
  return findings.flatMap((each) => each ?? []);
}

/** A server whose own name is in the zone can't vouch for it. */
async function nameserversOutside(zone: DomainName, lookup: Lookup): Promise<DomainName[]> {
  const reply = await lookup.ask({ name: zone, type: RrType.NS });
  if (reply.kind === "unanswered") return [];
  const set = findRrset(signedRrsets(reply.message.answer), zone, RrType.NS);
  return parseEach(set?.rdatas ?? [], parseTarget).filter((name) => !name.isAtOrBelow(zone));
}

/** `_dsboot.ZONE._signal.NAMESERVER`; null where it would be too long for a name (RFC 9615 4.1). */
function signallingName(zone: DomainName, nameserver: DomainName): DomainName | null {
  const [first, second] = LABELS;
  if (first === undefined || second === undefined) return null;
  try {
    return new DomainName([first, ...zone.labels, second, ...nameserver.labels]);
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}

async function signalFinding(
  zone: DomainName,
  name: DomainName,
  wanted: ReadonlyMap<number, string>,
  sources: Sources,
): Promise<Finding | null> {
  const params = { zone: nameText(zone), name: nameText(name) };
  const problems = await Promise.all([...wanted].map(([type, key]) => problemAt(name, type, key, sources)));
  if (problems.includes("missing")) return finding("ds-bootstrap-signal-missing", { subject: { name }, params });
  const [mismatch] = problems.flatMap((problem) => (problem === null || problem === "missing" ? [] : [problem]));
  if (mismatch === undefined) return null;
  return finding("ds-bootstrap-signal-mismatch", { subject: { name }, params: { ...params, ...mismatch } });
}

type Problem = "missing" | { readonly reason: string } | null;

async function problemAt(name: DomainName, type: number, key: string, sources: Sources): Promise<Problem> {
  const reply = await sources.lookup.ask({ name, type });
  if (reply.kind === "unanswered") return { reason: `no server answers for the ${typeName(type)}` };
  const { message } = reply;
  const set = signedRrsets(message.answer).find((each) => each.type === type);
  if (set === undefined) return "missing";
  if (rdataKey(set) !== key) return { reason: `the ${typeName(type)} differs from that of the zone` };
  const { status } = await validateAnswer({ name, type }, reply, sources);
  return status === "secure" ? null : { reason: `the ${typeName(type)} is ${status}` };
}
