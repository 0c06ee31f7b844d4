import { algorithmName, digestName } from "../../dns/registry.ts";
import { type ChainLink, firstBreak } from "../../dnssec/chain/link.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import type { Expectation } from "../context.ts";

/** Holds the chain against what the user expects of it; isSigned says whether the zone carries signatures all the same. */
export function expectationFindings(expect: Expectation, link: ChainLink, isSigned: boolean): Finding[] {
  if (link.status === "secure" && expect === "insecure") {
    return [finding("chain-expected-insecure-but-secure", { subject: { name: link.zone } })];
  }
  if (link.status !== "insecure") return [];
  const broken = firstBreak(link) ?? link;
  const subject = { name: link.zone };
  const zone = nameText(link.zone);
  const parentZone = nameText(broken.parent?.zone ?? broken.zone.parent());
  const isExpected = expect !== "secure";
  if (broken.insecureReason === "unsupported") {
    const about = { subject: { name: broken.zone }, level: isExpected ? "info" : "critical" } as const;
    return [finding("chain-insecure-by-unsupported-algorithm", { ...about, params: { found: unsupported(broken) } })];
  }
  if (broken.zone.labels.length < link.zone.labels.length && !broken.zone.equals(link.zone)) {
    return isExpected ? [] : [finding("chain-ancestor-insecure", { subject, params: { name: nameText(broken.zone) } })];
  }
  const state = isSigned
    ? finding("chain-island-of-security", { subject, params: { zone, parentZone } })
    : finding("zone-unsigned", { subject, level: isExpected ? "info" : "warning", params: { zone, parentZone } });
  const found = isSigned ? "though it is signed" : "and it is not signed";
  const failed = finding("chain-expected-secure-but-insecure", { subject, params: { parentZone, found } });
  return isExpected ? [state] : [failed, { ...state, cause: failed.id }];
}

function unsupported(link: ChainLink): string {
  const paths = link.trust?.kind === "ds" ? link.trust.records : [];
  const texts = paths.map(({ algorithm, digestType }) => `${algorithmName(algorithm)} with ${digestName(digestType)}`);
  return [...new Set(texts)].join(", ");
}
