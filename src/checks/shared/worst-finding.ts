import type { Finding } from "../../dnssec/finding.ts";
import { LEVELS } from "../../util/level.ts";

/** The finding to put first: the worst, and of those one that no other explains. */
export function worstFinding(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted(
    (a, b) =>
      LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) ||
      Number(a.cause !== undefined) - Number(b.cause !== undefined),
  )[0];
}
