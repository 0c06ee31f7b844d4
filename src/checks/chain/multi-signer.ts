import type { DomainName } from "../../dns/name.ts";
import { algorithmName, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import type { ServerView } from "./server-view.ts";

/** A server and the keys whose signatures over its data hold. */
interface Signer {
  readonly view: ServerView;
  readonly keys: readonly ZoneKey[];
}

/** Faults between servers that sign with keys of their own (RFC 8901): keys not shared, algorithms apart. */
export function multiSignerFindings(zone: DomainName, views: readonly ServerView[]): Finding[] {
  const signers = views.flatMap((view): Signer[] => {
    const keys = dataSigningKeys(view);
    return keys.length === 0 || view.link.status !== "secure" ? [] : [{ view, keys }];
  });
  const findings: Finding[] = [];
  for (const signer of signers) {
    const lacking = signers
      .filter((other) => isApart(signer, other))
      .filter(({ view }) => !signer.keys.some((key) => hasKey(view.link.judgement?.keys ?? [], key)));
    if (lacking.length === 0) continue;
    const servers = lacking.map(({ view }) => view.server);
    findings.push(
      ...signer.keys.map((key) =>
        finding("chain-multisigner-zsk-not-shared", {
          subject: { name: zone, type: RrType.DNSKEY, keyTag: key.tag },
          servers,
          params: { zone: nameText(zone) },
        }),
      ),
    );
  }
  const apart = signers.filter((signer) => signers.some((other) => isApart(signer, other)));
  return [...findings, ...algorithmFindings(zone, apart)];
}

/** They have no key in common: copies of one signer in two steps of a rollover have. */
function isApart(a: Signer, b: Signer): boolean {
  return !a.keys.some((key) => hasKey(b.keys, key));
}

function algorithmFindings(zone: DomainName, signers: readonly Signer[]): Finding[] {
  const published = new Set(
    signers.flatMap(({ view }) => (view.link.judgement?.keys ?? []).map((key) => key.algorithm)),
  );
  const sets = signers.map(({ keys }) => [...new Set(keys.map((key) => key.algorithm))].toSorted((a, b) => a - b));
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  if (distinct.length < 2 || !distinct.flat().every((algorithm) => published.has(algorithm))) return [];
  const found = distinct.map((set) => set.map((algorithm) => algorithmName(algorithm)).join(" and ")).join(" against ");
  const about = { subject: { name: zone, type: RrType.DNSKEY }, params: { found, zone: nameText(zone) } };
  return [finding("chain-multisigner-algorithm-differs", about)];
}

/** The keys whose signatures over this server's own zone data hold. */
function dataSigningKeys({ link, validations }: ServerView): ZoneKey[] {
  const keys: ZoneKey[] = [];
  for (const { judgement } of validations.flatMap(({ steps }) => steps)) {
    if (judgement === null || !judgement.link.zone.equals(link.zone) || judgement.set.type === RrType.DNSKEY) continue;
    for (const verdict of judgement.verdicts) {
      if (verdict.isValid && !hasKey(keys, verdict.key)) keys.push(verdict.key);
    }
  }
  return keys;
}

function hasKey(keys: readonly ZoneKey[], key: ZoneKey): boolean {
  return keys.some((other) => sameKey(other, key));
}
