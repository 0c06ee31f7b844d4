import { checkChain } from "../../../src/checks/chain/check.ts";
import { CHAIN_SPEC } from "../../../src/cli/chain-spec.ts";
import { execute } from "../../../src/cli/execute.ts";
import { openNetwork } from "../../../src/cli/network.ts";
import { parseName } from "../../../src/dns/name.ts";
import { typeCode } from "../../../src/dns/registry.ts";
import type { Lab } from "./lab.ts";
import { type Opinion, splitQuery, type Verdict } from "./verdict.ts";

/** The arguments that make a check work in the lab, walking from its root. */
export function labArguments(lab: Lab): string[] {
  return ["--root-hints", lab.rootHints, "--trust-anchor", lab.trustAnchor, "--port", String(lab.port), "-t", "60"];
}

/** check_dnssec_chain's verdicts on queries `name/TYPE` about a zone, by query, run in this process. */
export async function ourOpinions(
  argv: readonly string[],
  zone: string,
  queries: readonly string[],
): Promise<Map<string, Opinion>> {
  const asked = queries.flatMap((query) => ["-q", query]);
  const { text } = await execute(CHAIN_SPEC, async () => checkChain, [zone, ...argv, ...asked, "-o", "json"], {
    env: {},
    now: Math.floor(Date.now() / 1000),
    openNetwork,
  });
  return readOpinions(text, queries);
}

/** Reads the verdicts out of the check's JSON. */
export function readOpinions(json: string, queries: readonly string[]): Map<string, Opinion> {
  const { queries_validated: validated = [], findings, summary } = JSON.parse(json);
  const evidence = `${summary} ${JSON.stringify(findings)}`;
  const byQuestion = new Map<string, Verdict>(
    validated.map(({ name, type, security }: Record<string, string>) => [key(`${name}/${type}`), security]),
  );
  return new Map(
    queries.map((query) => [query, { verdict: byQuestion.get(key(query)) ?? "missing", evidence }] as const),
  );
}

function key(query: string): string {
  const { name, type } = splitQuery(query);
  return `${parseName(name).key} ${typeCode(type)}`;
}
