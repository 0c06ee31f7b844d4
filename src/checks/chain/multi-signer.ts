import type { DomainName } from "../../dns/name.ts";
import { algorithmName, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { sameKey, type ZoneKey } from "../../dnssec/zone-key.ts";
import type { ServerView } from "./server-view.ts";

/** Faults between servers that sign with keys of their own (RFC 8901): keys not shared, algorithms apart. */
export function multiSignerFindings(zone: DomainName, views: readonly ServerView[]): Finding[] {
  const signers = views.flatMap((view) => {
    const keys = dataSigningKeys(view);
    return keys.length === 0 || view.link.status !== "secure" ? [] : [{ view, keys }];
  });
  const findings: Finding[] = [];
  for (const { keys } of signers) {
    for (const key of keys) {
      const lacking = signers.filter(
        (other) => !hasKey(other.view.link.judgement?.keys ?? [], key) && !hasKey(other.keys, key),
      );
      if (lacking.length === 0) continue;
      const subject = { name: zone, type: RrType.DNSKEY, keyTag: key.tag };
      const servers = lacking.map(({ view }) => view.server);
      findings.push(
        finding("chain-multisigner-zsk-not-shared", { subject, servers, params: { zone: nameText(zone) } }),
      );
    }
  }
  return [...findings, ...algorithmFindings(zone, signers)];
}

function algorithmFindings(
  zone: DomainName,
  signers: readonly { readonly view: ServerView; readonly keys: readonly ZoneKey[] }[],
): Finding[] {
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
