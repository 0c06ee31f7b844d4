import { parseName } from "../../src/dns/name.ts";
import { typeCode } from "../../src/dns/registry.ts";
import { type AnswerValidation, validateAnswer } from "../../src/dnssec/answer/validate.ts";
import { createChain } from "../../src/dnssec/chain/chain.ts";
import { newEffort } from "../../src/dnssec/rrsig.ts";
import { parseTrustAnchors } from "../../src/dnssec/trust-anchor.ts";
import { type ZonePlan, planInternet } from "./internet-plan.ts";
import { anchorText } from "./internet.ts";
import { plannedLookup } from "./planned-lookup.ts";

/** The time that scenarios play at: 2026-11-23T00:00:00Z, in seconds since 1970. */
const SCENARIO_TIME = 1795392000;

/** The verdict of the suite's validator on a question put to an internet of these zones, from the root's keys down. */
export async function validateIn(
  zones: Readonly<Record<string, ZonePlan>>,
  name: string,
  type: string,
): Promise<AnswerValidation> {
  const internet = planInternet({ at: SCENARIO_TIME, zones });
  const lookup = plannedLookup(internet);
  const anchors = parseTrustAnchors(internet.trustAnchors.map(anchorText).join(""), SCENARIO_TIME);
  const sources = { lookup, anchors, now: SCENARIO_TIME, effort: newEffort() };
  const question = { name: parseName(name), type: typeCode(type) ?? 0 };
  const reply = await lookup.ask(question);
  if (reply.kind === "unanswered") {
    return { question, status: "indeterminate", rcode: null, steps: [], findings: [], unanswered: reply };
  }
  return validateAnswer(question, reply, { ...sources, chain: createChain(sources) });
}
