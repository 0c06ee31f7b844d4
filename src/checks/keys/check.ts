import type { DomainName } from "../../dns/name.ts";
import type { ZoneServers } from "../../dns/lookup.ts";
import { RrType } from "../../dns/registry.ts";
import { createChain } from "../../dnssec/chain/chain.ts";
import type { ChainLink } from "../../dnssec/chain/link.ts";
import type { Finding } from "../../dnssec/finding.ts";
import { newEffort } from "../../dnssec/rrsig.ts";
import type { Check, CheckContext } from "../context.ts";
import type { CheckOutcome } from "../outcome.ts";
import { completenessFindings, publishedAlgorithms, vouchedAlgorithms } from "../shared/algorithm-completeness.ts";
import { isSeenWhere, withCauses } from "../shared/causes.ts";
import { noZoneFindings } from "../shared/existence.ts";
import { expectationFindings } from "../shared/expectation.ts";
import { foldAlike, mergeFindings } from "../shared/merge-findings.ts";
import { chainDetails, notChecked, nothingLearned, whyUnjudged } from "../shared/outcomes.ts";
import { firstFailure, serverFailureFindings } from "../shared/server-failures.ts";
import { levelBySpread } from "../shared/spread.ts";
import { withStandIn } from "../shared/stand-in.ts";
import { type History, historyFindings, type Recalled } from "../shared/zone-history.ts";
import { type AgeLimits, ageFindings, ageKeys, type AgeThresholds } from "./ages.ts";
import { breakFindings } from "./break-findings.ts";
import { KEY_CAUSES } from "./causes.ts";
import { gatherKeys, type ServerKeys } from "./gather.ts";
import { remember } from "./history.ts";
import type { KeyFacts } from "./key-facts.ts";
import { recordFindings } from "./record-findings.ts";
import { rolloverFindings, rolloverPhases } from "./rollover.ts";
import { seenKeys } from "./seen-key.ts";
import { setFindings } from "./set-findings.ts";
import { keyDetails, keysExtra, keysMetrics, keysSummary } from "./summary.ts";

/** What check_dnssec_keys takes besides the common options. */
export interface KeysOptions extends AgeLimits, Pick<AgeThresholds, "zskWarning" | "zskCritical"> {
  /** How long a rollover may stand still beyond the TTLs it has to wait out, in seconds. */
  readonly rolloverLimit: number;
  /** Names below the apex to look for DNSKEY at. */
  readonly below: readonly DomainName[];
  readonly facts: readonly KeyFacts[];
  readonly history: History;
}

/** Where a DNSKEY is looked for that belongs to the apex, besides the names of nameservers and those the user gives. */
const WWW = new TextEncoder().encode("www");
const MAX_NAME = 255;
/** A bound on the names that a zone's own NS RRset can have us ask for. */
const MAX_HOSTS = 4;

/** Looks at every key of a zone at every address of every nameserver: fit for use, in use, and due (RFC 6781). */
export const checkKeys: Check<KeysOptions> = withStandIn(checkAtServers);

async function checkAtServers(context: CheckContext<KeysOptions>): Promise<CheckOutcome> {
  const { zone, lookup, anchors, now, options } = context;
  const effort = newEffort();
  const chain = createChain({ lookup, anchors, now, effort });
  lookup.anticipate(zone);
  const [found, recalled] = await Promise.all([lookup.zoneServers(zone), options.history.recall(zone)]);
  if (found === null) return nothingLearned("no server of the zone can be found");
  if (!found.zone.equals(zone)) {
    return notChecked(noZoneFindings(zone, found.zone, await lookup.ask({ name: zone, type: RrType.SOA })));
  }
  const below = namesBelow(found, options.below);
  const sources = { lookup, now, effort };
  const [link, ...views] = await Promise.all([
    chain.link(zone),
    ...found.servers.map((server) => gatherKeys(server, zone, below, sources)),
  ]);
  return conclude(context, link, views, recalled);
}

function namesBelow({ zone, servers }: ZoneServers, given: readonly DomainName[]): DomainName[] {
  const hosts = servers.flatMap(({ name }) => (name?.isBelow(zone) ? [name] : []));
  const distinct = [...new Map(hosts.map((name) => [name.key, name])).values()].slice(0, MAX_HOSTS);
  const www = zone.wire.length + WWW.length + 1 > MAX_NAME ? [] : [zone.child(WWW)];
  const names = [...given, ...distinct, ...www];
  return [...new Map(names.map((name) => [name.key, name])).values()].filter((name) => name.isBelow(zone));
}

async function conclude(
  context: CheckContext<KeysOptions>,
  link: ChainLink,
  views: readonly ServerKeys[],
  recalled: Recalled,
): Promise<CheckOutcome> {
  const { zone, now, expect, options } = context;
  const answering = views.filter(({ answer }) => answer !== null);
  const seen = seenKeys(link, answering);
  const phases = rolloverPhases(link, seen, answering);
  const history = remember(recalled.history, seen, phases, now);
  const kept = seen.length === 0 ? null : await options.history.keep(zone, history);
  const trouble = recalled.trouble ?? kept;
  const keys = ageKeys(seen, history, options.facts, link, options);
  const found = [
    ...expectationFindings(expect, link, seen.length > 0).filter(
      ({ id }) => id !== "chain-expected-insecure-but-secure",
    ),
    ...(seen.length === 0 ? link.findings.filter(({ id }) => id === "chain-ds-without-dnskey") : []),
    ...views.flatMap((view) => serverFindings(link, view, now)),
    ...keys.flatMap(({ key, servers }) =>
      recordFindings(
        zone,
        key,
        keys.filter((other) => other.key !== key).map((other) => other.key),
        servers,
      ),
    ),
    ...ageFindings(zone, keys, options, { ...context, ...options }, now),
    ...rolloverFindings(link, keys, history, answering, options.rolloverLimit, now),
    ...serverFailureFindings(
      zone,
      views.flatMap(({ answer, failures }) => firstFailure(zone, failures, answer !== null)),
    ),
    ...historyFindings(zone, trouble),
  ];
  const addresses = answering.map(({ server }) => server);
  const findings = withCauses(
    foldAlike(mergeFindings(found).map((each) => levelBySpread(each, addresses))),
    KEY_CAUSES,
    isSeenWhere,
  );
  const hasFindings = findings.some(({ id }) => id !== "key-history-unusable");
  return {
    summary: keysSummary(zone, findings, keys, now),
    unknown: hasFindings ? null : whyUnjudged(expect, link, answering, views),
    findings,
    metrics: keysMetrics(context, options, keys, answering, now),
    details: [...chainDetails(link), ...keyDetails(keys, history, now)],
    extra: keysExtra(keys, history),
  };
}

/** What one server's answers show, apart from the records themselves. */
function serverFindings(link: ChainLink, view: ServerKeys, now: number): Finding[] {
  const setting = { zone: link.zone, server: view.server, now };
  const algorithms = { published: publishedAlgorithms(view.keys), inDs: vouchedAlgorithms(link) };
  const judged = view.dnskey === null ? [] : [view.dnskey, ...view.data];
  return [
    ...setFindings(link, view),
    ...breakFindings(link, view),
    ...judged.flatMap(({ set }) => completenessFindings(set, algorithms, setting)),
  ];
}
