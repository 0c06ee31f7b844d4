import type { Lookup } from "../../src/dns/lookup.ts";
import { parseName } from "../../src/dns/name.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { type AnswerValidation, validateAnswer } from "../../src/dnssec/answer/validate.ts";
import { createChain } from "../../src/dnssec/chain/chain.ts";
import { newEffort } from "../../src/dnssec/rrsig.ts";
import { parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";
import { type PlannedInternet, type ZonePlan, planInternet } from "./internet-plan.ts";
import { anchorText } from "./internet.ts";
import { plannedLookup } from "./planned-lookup.ts";

/** The time that scenarios play at: 2026-11-23T00:00:00Z, in seconds since 1970. */
export const SCENARIO_TIME = 1795392000;

/** The verdict of the suite's validator on a question put to an internet of these zones, from the root's keys down. */
export async function validateIn(
  zones: Readonly<Record<string, ZonePlan>>,
  name: string,
  type: string,
): Promise<AnswerValidation> {
  const internet = planInternet({ at: SCENARIO_TIME, zones });
  return validateThrough(plannedLookup(internet), internet, SCENARIO_TIME, name, type);
}

/** The verdict of the suite's validator on a question put to an internet through a lookup, at a time. */
export async function validateThrough(
  lookup: Lookup,
  internet: PlannedInternet,
  now: number,
  name: string,
  type: string,
): Promise<AnswerValidation> {
  const anchors = parseTrustAnchors(internet.trustAnchors.map(anchorText).join(""), now);
  const sources = { lookup, anchors, now, effort: newEffort() };
  const question = { name: parseName(name), type: typeCode(type) ?? 0 };
  lookup.anticipate(question.name);
  const reply = await lookup.ask(question);
  if (reply.kind === "unanswered") {
    return { question, status: "indeterminate", rcode: null, steps: [], findings: [], unanswered: reply };
  }
  return validateAnswer(question, reply, { ...sources, chain: createChain(sources) });
}
