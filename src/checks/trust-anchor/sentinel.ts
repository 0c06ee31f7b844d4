import type { Lookup, Reply, ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { failureText } from "../../dnssec/failure-text.ts";
import { VALIDATED } from "../shared/resolver-queries.ts";
import { absentName } from "../shared/absent-name.ts";
import { type AnchoredKeys, KSK_2017, KSK_2024, keySubject, type RequiredKey } from "./root-keys.ts";

/** Whether a resolver trusts a key, as its answers to both sentinel labels tell; null where they tell nothing. */
interface SentinelVerdict {
  readonly tag: number;
  readonly trusted: boolean | null;
}

/** What a resolver lets see of its trust anchors. */
export interface SentinelView {
  readonly server: ServerAddress;
  /** To a name without a sentinel label in the same zone. */
  readonly control: Reply;
  readonly verdicts: readonly SentinelVerdict[];
}

/** Asks a resolver for the sentinel names of each key in a signed zone (RFC 8509 3). */
export async function viewSentinel(
  server: ServerAddress,
  zone: DomainName,
  tags: readonly number[],
  lookup: Lookup,
): Promise<SentinelView> {
  const ask = (name: DomainName): Promise<Reply> => lookup.askServer(server, { name, type: RrType.A }, VALIDATED);
  const [control, ...verdicts] = await Promise.all([
    ask(absentName(zone) ?? zone),
    ...tags.map(async (tag): Promise<SentinelVerdict> => {
      const [isTa, notTa] = await Promise.all(
        (["is", "not"] as const).map((kind) => ask(sentinelName(kind, tag, zone))),
      );
      return { tag, trusted: verdictOf(isTa, notTa) };
    }),
  ]);
  return { server, control, verdicts };
}

/** `root-key-sentinel-is-ta-38696` below the zone; tags have five digits. */
function sentinelName(kind: "is" | "not", tag: number, zone: DomainName): DomainName {
  return zone.child(new TextEncoder().encode(`root-key-sentinel-${kind}-ta-${String(tag).padStart(5, "0")}`));
}

function verdictOf(isTa: Reply | undefined, notTa: Reply | undefined): boolean | null {
  if (isRefused(isTa) && isAnswered(notTa)) return false;
  return isAnswered(isTa) && isRefused(notTa) ? true : null;
}

/** What is wrong with the anchors that a resolver shows. */
export function sentinelFindings(
  zone: DomainName,
  { server, control, verdicts }: SentinelView,
  { required, retired }: AnchoredKeys,
): Finding[] {
  const servers = [server];
  const subject = keySubject(zone);
  if (control.kind === "unanswered") {
    const [failure] = control.failures;
    const reason = failure === undefined ? "no reply" : failureText(failure);
    return [finding("resolver-no-answer", { subject, servers, params: { reason, zone: nameText(zone) } })];
  }
  if (isRefused(control)) {
    const reason = "its trust anchors don't fit the keys of today, or its clock is wrong";
    const params = { found: "SERVFAIL", expected: "secure", reason, zone: nameText(control.question.name) };
    return [finding("resolver-servfail-on-secure", { subject: control.question, servers, params })];
  }
  if (verdicts.every(({ trusted }) => trusted === null)) {
    const isValidating = control.message.authenticData;
    return [
      ...(isValidating ? [] : [finding("resolver-ad-missing", { subject: control.question, servers })]),
      finding("resolver-sentinel-unsupported", { subject, servers }),
    ];
  }
  const trustOf = (tag: number): boolean | null => verdicts.find((verdict) => verdict.tag === tag)?.trusted ?? null;
  return [
    ...required.filter(({ tag }) => trustOf(tag) === false).map((key) => missingFinding(zone, server, key)),
    ...(retired.has(KSK_2017) && trustOf(KSK_2017) === true
      ? [
          finding("resolver-trust-anchor-ksk-2017-still-trusted", {
            subject: keySubject(zone, KSK_2017),
            servers,
          }),
        ]
      : []),
  ];
}

function missingFinding(zone: DomainName, server: ServerAddress, { tag, signs }: RequiredKey): Finding {
  const reason = signs ? "which signs it: everything becomes bogus" : "which is to sign it later";
  const about = { subject: keySubject(zone, tag), servers: [server] };
  if (tag !== KSK_2024) {
    const level = signs ? "emergency" : "critical";
    const params = { keyTag: tag, zone: nameText(zone), reason };
    return finding("resolver-trust-anchor-missing", { ...about, level, params });
  }
  const level = signs ? "emergency" : "critical";
  return finding("resolver-trust-anchor-ksk-2024-missing", { ...about, level, params: { reason } });
}

function isRefused(reply: Reply | undefined): boolean {
  return reply?.kind === "answered" && reply.message.rcode === Rcode.SERVFAIL;
}

function isAnswered(reply: Reply | undefined): boolean {
  return (
    reply?.kind === "answered" && (reply.message.rcode === Rcode.NOERROR || reply.message.rcode === Rcode.NXDOMAIN)
  );
}
