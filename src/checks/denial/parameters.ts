import { type Nsec3Parameters, parseEach, parseNsec3param } from "../../dns/rdata.ts";
import { findRrset, signedRrsets } from "../../dns/record.ts";
import { algorithmName, RrType, typeName } from "../../dns/registry.ts";
import { isOptOut, sameParameters } from "../../dnssec/denial/nsec3.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { toHex } from "../../util/bytes.ts";
import type { Level } from "../../util/level.ts";
import type { ServerView } from "./view.ts";

/** BIND 9.20 takes answers with more iterations for insecure; others stop at 100 or 150 (RFC 9276 3.2). */
const VALIDATOR_LIMIT = 50;
const SHA1 = 1;
/** Algorithms from before NSEC3, whose validators may know NSEC only (RFC 5155 2). */
const NSEC_ONLY_ALGORITHMS = new Set([1, 3, 5]);
/** Zones of fewer labels are registries, which opt-out is made for. */
const MIN_LABELS_WITHOUT_OPT_OUT = 2;

/** What -w and -c say of the number of additional iterations. */
interface Thresholds {
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** What is wrong with a server's NSEC3 parameters, by themselves and against its NSEC3PARAM (RFC 5155 4, RFC 9276 3.1). */
export function parameterFindings(view: ServerView, thresholds: Thresholds): Finding[] {
  const { zone, server, keys, records } = view;
  const { nsec3s } = records;
  const published = nsec3Params(view);
  const all = [...nsec3s, ...(published ?? [])];
  if (all.length === 0) return [];
  const findings: Finding[] = [];
  const about = { subject: { name: zone }, servers: [server] };
  const common = { zone: nameText(zone) };

  for (const [type, foreign] of [
    [RrType.NSEC3, nsec3s.find(({ hashAlgorithm }) => hashAlgorithm !== SHA1)],
    [RrType.NSEC3PARAM, published?.find(({ hashAlgorithm }) => hashAlgorithm !== SHA1)],
  ] as const) {
    if (foreign === undefined) continue;
    const params = { found: foreign.hashAlgorithm, type: typeName(type) };
    findings.push(finding("nsec3-unsupported-hash", { ...about, subject: { name: zone, type }, params }));
  }
  const flagged = published?.find(({ flags }) => flags !== 0);
  if (flagged !== undefined) {
    const params = { type: typeName(RrType.NSEC3PARAM), found: flagged.flags };
    const subject = { name: zone, type: RrType.NSEC3PARAM };
    findings.push(finding("nsec3-unassigned-flag", { ...about, subject, params }));
  }
  findings.push(...iterationFindings(view, all, thresholds));
  const salt = Math.max(...all.map((each) => each.salt.length));
  if (salt > 0) findings.push(finding("nsec3-salt-nonempty", { ...about, params: { ...common, found: salt } }));
  if (zone.labels.length >= MIN_LABELS_WITHOUT_OPT_OUT && nsec3s.some(isOptOut)) {
    findings.push(finding("nsec3-optout-enabled", { ...about, params: common }));
  }
  const old = nsec3s.length > 0 ? keys.find(({ algorithm }) => NSEC_ONLY_ALGORITHMS.has(algorithm)) : undefined;
  if (old !== undefined) {
    const params = { algorithm: algorithmName(old.algorithm) };
    findings.push(finding("nsec3-algorithm-alias-violation", { ...about, params }));
  }
  return [...findings, ...publicationFindings(view, published)];
}

/** The NSEC3PARAM records at the apex; null where the server did not say. */
export function nsec3Params({ zone, answers }: ServerView): Nsec3Parameters[] | null {
  const reply = answers.find(({ question }) => question.type === RrType.NSEC3PARAM && question.name.equals(zone));
  if (reply === undefined) return null;
  const set = findRrset(signedRrsets(reply.message.answer), zone, RrType.NSEC3PARAM);
  return parseEach(set?.rdatas ?? [], parseNsec3param);
}

/** Parameters as zone files write them, flags left out: `1 0 -`. */
export function parametersText({ hashAlgorithm, iterations, salt }: Nsec3Parameters): string {
  return `${hashAlgorithm} ${iterations} ${salt.length === 0 ? "-" : toHex(salt)}`;
}

function iterationFindings(
  { zone, server }: ServerView,
  parameters: readonly Nsec3Parameters[],
  { warning, critical }: Thresholds,
): Finding[] {
  const count = Math.max(...parameters.map(({ iterations }) => iterations));
  if (count === 0) return [];
  const level: Level = alerts(critical, count) ? "critical" : alerts(warning, count) ? "warning" : "info";
  const about = { subject: { name: zone }, servers: [server], params: { zone: nameText(zone), count } };
  if (count <= VALIDATOR_LIMIT) return [finding("nsec3-iterations-nonzero", { ...about, level })];
  const params = { ...about.params, limit: VALIDATOR_LIMIT };
  return [
    finding("nsec3-iterations-excessive", { ...about, params, level }),
    finding("nsec3-iterations-nonzero", about),
  ];
}

/** What NSEC3PARAM says must be what is served: servers find their NSEC3 records by it. */
function publicationFindings({ zone, server, records }: ServerView, published: Nsec3Parameters[] | null): Finding[] {
  const [served] = records.nsec3s;
  const about = {
    subject: { name: zone, type: RrType.NSEC3PARAM },
    servers: [server],
    params: { zone: nameText(zone) },
  };
  const findings: Finding[] = [];
  if (published === null) return [];
  if (served !== undefined && published.length === 0) findings.push(finding("nsec3param-missing", about));
  if (published.length > 1) {
    const params = { ...about.params, count: published.length, type: typeName(RrType.NSEC3PARAM) };
    findings.push(finding("nsec-multiple-records", { ...about, params }));
  }
  const [announced] = published;
  const isServed = records.nsec3s.some((each) => published.some((other) => sameParameters(each, other)));
  if (served !== undefined && announced !== undefined && !isServed) {
    const params = { ...about.params, found: parametersText(announced), expected: parametersText(served) };
    findings.push(finding("nsec3param-salt-mismatch", { ...about, params }));
  }
  return findings;
}
