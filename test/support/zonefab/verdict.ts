import { parseName } from "../../../src/dns/name.ts";
import { Rcode, rcodeName, typeCode } from "../../../src/dns/registry.ts";
import { delv } from "../daemons/delv.ts";
import { exchange } from "../daemons/exchange.ts";
import type { Lab } from "./lab.ts";

/** What a validator says of an answer; unreachable: it got none even without validation; missing: it said nothing. */
export type Verdict = "secure" | "insecure" | "bogus" | "indeterminate" | "unreachable" | "missing";

/** A verdict and what it was read from. */
export interface Opinion {
  readonly verdict: Verdict;
  readonly evidence: string;
}

/** Splits `name/TYPE`. */
export function splitQuery(query: string): { readonly name: string; readonly type: string } {
  const slash = query.lastIndexOf("/");
  return { name: query.slice(0, slash), type: query.slice(slash + 1) };
}

/** Unbound's verdict on `name/TYPE`: AD is secure; SERVFAIL is bogus where the same without a validator has an answer. */
export async function unboundOpinion(lab: Lab, query: string): Promise<Opinion> {
  const { name, type } = splitQuery(query);
  const question = { name: parseName(name), type: typeCode(type) ?? 0 };
  const answer = await exchange(lab.validator, question, "recursive");
  const errors = answer.edns?.extendedErrors.map(({ code, text }) => `EDE ${code} ${text}`).join(", ");
  const evidence = `${rcodeName(answer.rcode)}${answer.authenticData ? " AD" : ""} ${errors}`.trim();
  if (answer.authenticData) return { verdict: "secure", evidence };
  if (answer.rcode !== Rcode.SERVFAIL) return { verdict: "insecure", evidence };
  // Not the validator with CD=1: what it caches then changes its later verdicts.
  const unchecked = await exchange(lab.plainResolver, question, "recursive");
  return { verdict: unchecked.rcode === Rcode.SERVFAIL ? "unreachable" : "bogus", evidence };
}

/** delv's verdict on `name/TYPE`. */
export async function delvOpinion(lab: Lab, query: string): Promise<Opinion> {
  const { name, type } = splitQuery(query);
  const evidence = await delv(lab.plainResolver, lab.delvAnchor, name, type);
  if (evidence.includes("fully validated")) return { verdict: "secure", evidence };
  if (/unsigned answer|answer not validated/.test(evidence)) return { verdict: "insecure", evidence };
  return { verdict: /timed out|SERVFAIL/.test(evidence) ? "unreachable" : "bogus", evidence };
}
