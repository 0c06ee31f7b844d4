import { algorithmsWithoutEntryPoint } from "../../dnssec/chain/judge-keys.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type Effort, judgeSignatures } from "../../dnssec/rrsig.ts";
import type { CheckContext } from "../context.ts";
import type { AnnouncedKey } from "./announcement.ts";
import { differenceFindings, pairFindings } from "./announcement-agreement.ts";
import { contentFindings } from "./announcement-content.ts";
import { announcementSignatureFindings } from "./announcement-signatures.ts";
import type { Delegation, DsOptions } from "./check.ts";
import type { Child } from "./child.ts";
import { simulationFindings } from "./simulation.ts";

/** What is wrong with the CDS and CDNSKEY of one server: nothing can be said of them without its keys. */
export function announcementFindings(
  { zone, now, expect, options }: CheckContext<DsOptions>,
  child: Child,
  { side, groups, matches }: Delegation,
  effort: Effort,
): Finding[] {
  const { announcements, keys, keyVerdicts, keysAnswer } = child;
  if (keysAnswer === null) return [];
  if (keys.length === 0) {
    return announcements.map(({ prefix, type, server }) =>
      finding(`${prefix}-without-dnskey`, {
        subject: { name: zone, type },
        servers: [server],
        params: { zone: nameText(zone) },
      }),
    );
  }
  const published = groups.map(({ views }) => views[0]?.records ?? []);
  // Zone and parent agree on a key that is to come: the DS is there ahead of it (RFC 7583 2.2).
  const isInReserve = ({ keyTag }: AnnouncedKey): boolean =>
    options.standby.includes(keyTag) ||
    (published.flat().some((ds) => ds.keyTag === keyTag) && !keys.some(({ tag }) => tag === keyTag));
  const worksNow = matches.every(
    (match) => match.child.server !== child.server || algorithmsWithoutEntryPoint(match.judgement).length === 0,
  );
  return [
    ...pairFindings(zone, child, announcements),
    ...differenceFindings(zone, side.zone, announcements, published),
    ...announcements.flatMap((each) => {
      const verdicts = judgeSignatures(each.set, { zone, keys, now, effort });
      return [
        ...announcementSignatureFindings(zone, each, verdicts, keys, published.flat()),
        ...contentFindings(zone, each, keyVerdicts, expect, isInReserve),
        ...(worksNow ? simulationFindings(zone, child, each, now, effort) : []),
      ];
    }),
  ];
}
