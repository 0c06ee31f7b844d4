import type { ServerAddress } from "../../dns/lookup.ts";
import type { DomainName } from "../../dns/name.ts";
import { algorithmName, digestName, RrType } from "../../dns/registry.ts";
import { assertNever } from "../../util/assert-never.ts";
import type { Level } from "../../util/level.ts";
import { type Finding, finding, nameText } from "../finding.ts";
import type { TrustPath } from "./link.ts";

/** Names why a DS record or anchor leads to no key; null where it does, or is one that validators skip. */
export function dsFinding(zone: DomainName, path: TrustPath, server: ServerAddress, level: Level): Finding | null {
  const { match } = path;
  const subject = { name: zone, type: RrType.DS, keyTag: path.keyTag };
  const algorithm = algorithmName(path.algorithm);
  const facts = { zone: nameText(zone), algorithm, digestType: digestName(path.digestType ?? 0) };
  const about = { subject, servers: [server], level, params: facts };
  switch (match.outcome) {
    case "no-key":
      return finding("ds-keytag-no-dnskey", about);
    case "digest-mismatch":
      return finding("ds-digest-mismatch", about);
    case "algorithm-mismatch":
      return finding("ds-algorithm-mismatch", {
        ...about,
        params: { ...facts, expected: algorithmName(match.key.algorithm), found: algorithm },
      });
    case "bad-length":
      return finding("ds-digest-bad-length", {
        ...about,
        params: { ...facts, expected: match.expected, found: match.found },
      });
    case "revoked":
      return finding("ds-points-to-revoked-key", about);
    case "non-zone-key":
      return finding("ds-points-to-non-zone-key", { ...about, params: { ...facts, found: match.key.flags } });
    case "bad-protocol":
      return finding("dnskey-protocol-not-3", { ...about, params: { ...facts, found: match.key.protocol } });
    case "matched":
    case "sha1-ignored":
    case "unsupported-algorithm":
    case "unsupported-digest":
      return null;
    default:
      return assertNever(match);
  }
}
