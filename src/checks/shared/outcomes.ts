import type { Failure } from "../../dns/lookup.ts";
import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import type { CheckOutcome } from "../outcome.ts";

/** The outcome where the name is none that can be checked. */
export function notChecked(findings: readonly Finding[]): CheckOutcome {
  const summary = findings.map((each) => describe(each).message).join(", ");
  return { summary, unknown: null, findings, metrics: [], details: [] };
}

/** The outcome where nothing could be learned, and why. */
export function nothingLearned(unknown: string): CheckOutcome {
  return { summary: unknown, unknown, findings: [], metrics: [], details: [] };
}

/** Why no server of a zone told anything. */
export function whyNothing([failure]: readonly Failure[]): string {
  return failure === undefined ? "no server answered" : `no answer from ${failure.server.address}: ${failure.detail}`;
}

/** The zones of a chain of trust with their status, a line each. */
export function chainDetails(link: ChainLink): string[] {
  return linksDownTo(link).map(({ zone, status }) => `chain of trust: ${nameText(zone)} ${status}`);
}
