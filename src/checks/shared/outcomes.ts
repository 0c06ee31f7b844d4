import type { Failure } from "../../dns/lookup.ts";
import { type ChainLink, linksDownTo } from "../../dnssec/chain/link.ts";
import { describe, type Finding, nameText } from "../../dnssec/finding.ts";
import type { Expectation } from "../context.ts";
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

/** Why nothing could be judged, if so: no server answered, or none has the keys expected and no parent says why. */
export function whyUnjudged(
  expect: Expectation,
  link: ChainLink,
  answering: readonly { readonly keys: readonly unknown[] }[],
  servers: readonly { readonly failures: readonly Failure[] }[],
): string | null {
  if (answering.length === 0) return whyNothing(servers.flatMap(({ failures }) => failures));
  const isExpected = expect === "secure" && link.status === "indeterminate";
  if (!isExpected || answering.some(({ keys }) => keys.length > 0)) return null;
  return "no server gives any keys, and nothing says that there should be none";
}

/** The zones of a chain of trust with their status, a line each. */
export function chainDetails(link: ChainLink): string[] {
  return linksDownTo(link).map(({ zone, status }) => `chain of trust: ${nameText(zone)} ${status}`);
}
