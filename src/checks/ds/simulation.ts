import type { DomainName } from "../../dns/name.ts";
import { algorithmName } from "../../dns/registry.ts";
import { algorithmsWithoutEntryPoint, judgeKeys } from "../../dnssec/chain/judge-keys.ts";
import { isSupportedDs } from "../../dnssec/ds.ts";
import { type Finding, finding } from "../../dnssec/finding.ts";
import type { Effort } from "../../dnssec/rrsig.ts";
import { type Announcement, wantedDs } from "./announcement.ts";
import type { ChildView } from "./gather.ts";

/** Puts what is announced in the place of the DS and judges the server's keys by it, as validators would (RFC 7344 4.1). */
export function simulationFindings(
  zone: DomainName,
  child: ChildView,
  announcement: Announcement,
  now: number,
  effort: Effort,
): Finding[] {
  const records = wantedDs(announcement);
  if (child.keysAnswer === null || child.keys.length === 0 || !records.some(isSupportedDs)) return [];
  const judgement = judgeKeys(zone, { kind: "ds", records, verdicts: [] }, child.keysAnswer, now, effort);
  const [missing] = algorithmsWithoutEntryPoint(judgement);
  if (missing === undefined) return [];
  const isPublished = judgement.paths.some(({ match }) => match.outcome === "matched");
  const reason =
    judgement.status !== "bogus"
      ? `no ${algorithmName(missing)} key that it announces signs the DNSKEY RRset`
      : isPublished
        ? "no key that it announces signs the DNSKEY RRset"
        : "no key that it announces is published and fit to sign";
  return [
    finding("cds-would-break-chain", {
      subject: { name: zone, type: announcement.type },
      servers: [child.server],
      params: { reason },
    }),
  ];
}
