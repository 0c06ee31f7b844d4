import type { Lookup, ServerAddress } from "../../dns/lookup.ts";
import type { Question } from "../../dns/message.ts";
import type { DomainName } from "../../dns/name.ts";
import { parseOrNull, parseSoa, type Soa } from "../../dns/rdata.ts";
import { findRrset, type SignedRrset } from "../../dns/record.ts";
import { RrType } from "../../dns/registry.ts";
import { zoneSide } from "../../dnssec/answer/rrset.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import { type ChainLink, isVouchedFor } from "../../dnssec/chain/link.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import { type Effort, judgeSignatures, newEffort, type SignatureVerdict } from "../../dnssec/rrsig.ts";
import type { Threshold } from "../../monitoring/range.ts";
import type { Check, CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { completenessFindings, publishedAlgorithms, vouchedAlgorithms } from "../shared/algorithm-completeness.ts";
import { isSeenWhere, withCauses } from "../shared/causes.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { earliest, type Expiry, expiryFindings, expiryOf } from "../shared/expiry.ts";
import { foldSubjects, mergeFindings } from "../shared/merge-findings.ts";
import { chainDetails, notChecked, nothingLearned, whyUnjudged } from "../shared/outcomes.ts";
import { levelBySpread } from "../shared/spread.ts";
import { firstFailure, serverFailureFindings } from "../shared/server-failures.ts";
import { unsignedFindings } from "../shared/unsigned-servers.ts";
import { withStandIn } from "../shared/stand-in.ts";
import { synthesisFindings } from "./aliases.ts";
import { entryPointVerdicts } from "./entry-points.ts";
import { SIGNATURE_CAUSES } from "./causes.ts";
import { gatherAnswers, type ServerAnswers } from "./gather.ts";
import { signatureFindings } from "./judge.ts";
import { inceptionsOnRequest, isSignedOnRequest } from "./on-request.ts";
import { refreshFindings, serialFindings } from "./refresh.ts";
import { signaturesMetrics, signaturesSummary } from "./summary.ts";
import { timeFindings } from "./times.ts";

/** What check_dnssec_signatures takes besides the common options. */
export interface SignaturesOptions {
  /** What is looked at besides the apex. */
  readonly queries: readonly Question[];
  /** For the signatures of the DNSKEY RRset. */
  readonly dnskeyWarning: Threshold;
  readonly dnskeyCritical: Threshold;
}

/** One RRset at one server, its signatures judged with that server's keys. */
export interface SeenRrset {
  readonly server: ServerAddress;
  readonly set: SignedRrset;
  readonly verdicts: readonly SignatureVerdict[];
  /** The server signed it for this answer, as it will for the next. */
  readonly isOnRequest: boolean;
}

/** The part of the validity period, in percent, that signers on request leave at least. */
const LEAST_ON_REQUEST = 25;

/** Looks at every signature at every address of every nameserver of a zone (RFC 4035 5.3, RFC 6781 4.4). */
export const checkSignatures: Check<SignaturesOptions> = withStandIn(checkAtServers);

async function checkAtServers(context: CheckContext<SignaturesOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  const effort = newEffort();
  const chain = createChain({ lookup, anchors, now, effort });
  lookup.anticipate(zone);
  const gather = (servers: readonly ServerAddress[]): Promise<ServerAnswers[]> =>
    Promise.all(servers.map((server) => gatherAnswers(server, zone, options.queries, lookup)));
  // The delegation's servers are known before the zone's own: what they are asked now is not asked again.
  void lookup.delegation(zone).then((servers) => gather(servers ?? []));
  const found = await lookup.zoneServers(zone);
  if (found === null) return nothingLearned("no server of the zone can be found");
  if (!found.zone.equals(zone)) {
    return notChecked(noZoneFindings(zone, found.zone, await lookup.ask({ name: zone, type: RrType.SOA })));
  }
  const [link, servers] = await Promise.all([chain.link(zone), gather(found.servers)]);
  const answering = servers.filter(({ answers }) => answers.length > 0);
  const seen = (await Promise.all(answering.map((server) => judgeServer(server, link, lookup, now, effort)))).flat();
  return conclude(context, link, servers, answering, seen);
}

/** Judges the RRsets of one server that belong to the zone and not to one below it. */
async function judgeServer(
  { server, keys, sets, answers }: ServerAnswers,
  link: ChainLink,
  lookup: Lookup,
  now: number,
  effort: Effort,
): Promise<SeenRrset[]> {
  if (keys.length === 0) return [];
  const onRequest = inceptionsOnRequest(link.zone, { answers });
  const judged = sets.map(async (set) => {
    const verdicts = judgeSignatures(set, { zone: link.zone, keys, now, effort });
    const isClaimed = verdicts.some(({ rrsig }) => rrsig?.signerName.equals(link.zone));
    if (!isClaimed && !(await isInZone(set, link.zone, lookup))) return [];
    const counting = entryPointVerdicts(set, verdicts, link, keys);
    return [{ server, set, verdicts: counting, isOnRequest: isSignedOnRequest(counting, onRequest) }];
  });
  return (await Promise.all(judged)).flat();
}

/** An RRset that the zone has not signed may belong to a zone below it on the same server. */
async function isInZone({ owner, type }: SignedRrset, zone: DomainName, lookup: Lookup): Promise<boolean> {
  if (owner.equals(zone)) return true;
  const found = await lookup.zoneServers(zoneSide(owner, type));
  return found === null || found.zone.equals(zone);
}

function conclude(
  context: CheckContext<SignaturesOptions>,
  link: ChainLink,
  servers: readonly ServerAnswers[],
  answering: readonly ServerAnswers[],
  seen: readonly SeenRrset[],
): CheckOutcome {
  const { now, expect, options } = context;
  const signed = answering.filter(({ keys }) => keys.length > 0);
  const expiries = seen.flatMap(({ server, set, verdicts, isOnRequest }) => {
    const expiry = expiryOf(set.owner, set.type, verdicts, now);
    return expiry === null ? [] : [{ ...expiry, server, isOnRequest }];
  });
  const soonestFirst = expiries.filter(canRunOut).toSorted((a, b) => a.left - b.left);
  const dnskeyThresholds = { now, warning: options.dnskeyWarning, critical: options.dnskeyCritical };
  const found = [
    ...expectationFindings(expect, link, signed.length > 0).filter(
      ({ id }) => id !== "chain-expected-insecure-but-secure",
    ),
    ...unsignedFindings(link, answering),
    ...answering.flatMap((server) => serverFindings(server, link, seen, now)),
    ...answering.flatMap((server) => synthesisFindings(server, link.status)),
    ...soonestFirst.flatMap((expiry) => {
      const thresholds = expiry.type === RrType.DNSKEY ? dnskeyThresholds : context;
      return expiryFindings(thresholds, expiry).map((each) => ({ ...each, servers: [expiry.server] }));
    }),
    ...refreshFindings(
      link.zone,
      seen.filter(({ isOnRequest }) => !isOnRequest),
      now,
    ),
    ...serialFindings(link.zone, seen, now),
    ...serverFailureFindings(
      link.zone,
      servers.flatMap(({ answers, failures }) => firstFailure(link.zone, failures, answers.length > 0)),
    ),
  ];
  const addresses = answering.map(({ server }) => server);
  const levelled = mergeFindings(found).map((each) =>
    link.status === "insecure" ? each : levelBySpread(each, addresses),
  );
  const findings = withCauses(foldSubjects(levelled), SIGNATURE_CAUSES, isSeenWhere);
  const expiry = earliest(expiries);
  return {
    summary: signaturesSummary(link.zone, findings, seen, signed.length, expiry),
    unknown: findings.length > 0 ? null : whyUnjudged(expect, link, answering, servers),
    findings,
    metrics: signaturesMetrics(context, options, link.zone, seen, expiries),
    details: chainDetails(link),
  };
}

/** What is signed on request runs out only where the signer's clock stands still. */
function canRunOut({ isOnRequest, percentLeft }: Expiry & { readonly isOnRequest: boolean }): boolean {
  return !isOnRequest || percentLeft < LEAST_ON_REQUEST;
}

function serverFindings(
  { server, keys }: ServerAnswers,
  link: ChainLink,
  seen: readonly SeenRrset[],
  now: number,
): Finding[] {
  const setting = { zone: link.zone, server, now };
  const own = seen.filter((each) => each.server === server);
  const isVouched = isVouchedFor(link);
  if (isVouched && own.length > 0 && own.every(({ set }) => set.signatures.length === 0)) {
    return [finding("rrsig-missing-all", { subject: { name: link.zone }, servers: [server] })];
  }
  const soa = soaOf(
    link.zone,
    own.map(({ set }) => set),
  );
  const algorithms = { published: publishedAlgorithms(keys), inDs: vouchedAlgorithms(link) };
  return own.flatMap(({ set, verdicts, isOnRequest }) => [
    ...signatureFindings(set, verdicts, setting, isVouched),
    ...timeFindings(set, verdicts, setting, isOnRequest ? null : soa),
    ...completenessFindings(set, algorithms, setting),
  ]);
}

function soaOf(zone: Question["name"], sets: readonly SignedRrset[]): Soa | null {
  const [rdata] = findRrset(sets, zone, RrType.SOA)?.rdatas ?? [];
  return rdata === undefined ? null : parseOrNull(rdata, parseSoa);
}
