import { checkAll } from "../../src/checks/all/check.ts";
import { checkChain } from "../../src/checks/chain/check.ts";
import type { Check } from "../../src/checks/context.ts";
import { checkDenial } from "../../src/checks/denial/check.ts";
import { checkDs } from "../../src/checks/ds/check.ts";
import { checkKeys } from "../../src/checks/keys/check.ts";
import { checkNameservers } from "../../src/checks/nameservers/check.ts";
import { checkResolvers } from "../../src/checks/resolvers/check.ts";
import { checkSignatures } from "../../src/checks/signatures/check.ts";
import { checkTrustAnchor } from "../../src/checks/trust-anchor/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";
import { DENIAL_SPEC } from "../../src/cli/denial-spec.ts";
import { DS_SPEC } from "../../src/cli/ds-spec.ts";
import { execute } from "../../src/cli/execute.ts";
import { KEYS_SPEC } from "../../src/cli/keys-spec.ts";
import { NAMESERVERS_SPEC } from "../../src/cli/nameservers-spec.ts";
import { openNetwork } from "../../src/cli/network.ts";
import type { PluginSpec } from "../../src/cli/plugin-spec.ts";
import { RESOLVERS_SPEC } from "../../src/cli/resolvers-spec.ts";
import { SIGNATURES_SPEC } from "../../src/cli/signatures-spec.ts";
import { TRUST_ANCHOR_SPEC } from "../../src/cli/trust-anchor-spec.ts";

/** What a check's JSON says, as far as tests on real servers look at it. */
export interface CheckResult {
  readonly status: string;
  readonly security?: string;
  readonly summary: string;
  readonly findings: readonly {
    readonly id: string;
    readonly level: string;
    readonly subject: string;
    readonly message: string;
    readonly cause?: string;
  }[];
}

type Run = (argv: readonly string[]) => Promise<CheckResult>;

/** Runs checks in this process over the real network, by the ends of their names; `all` is check_dnssec itself. */
export const runCheck = {
  all: runner(ALL_SPEC, checkAll),
  chain: runner(CHAIN_SPEC, checkChain),
  denial: runner(DENIAL_SPEC, checkDenial),
  ds: runner(DS_SPEC, checkDs),
  keys: runner(KEYS_SPEC, checkKeys),
  nameservers: runner(NAMESERVERS_SPEC, checkNameservers),
  resolvers: runner(RESOLVERS_SPEC, checkResolvers),
  signatures: runner(SIGNATURES_SPEC, checkSignatures),
  trustAnchor: runner(TRUST_ANCHOR_SPEC, checkTrustAnchor),
} as const satisfies Readonly<Record<string, Run>>;

/** The findings above information as `id:level`, each once, those that follow from another marked with `<`. */
export function alarms({ findings }: CheckResult): string[] {
  const marks = findings
    .filter(({ level }) => level !== "info")
    .map(({ id, level, cause }) => `${cause === undefined ? "" : "< "}${id}:${level}`);
  return [...new Set(marks)].toSorted();
}

/** The findings at the level of information, by id, each once. */
export function notices({ findings }: CheckResult): string[] {
  return [...new Set(findings.filter(({ level }) => level === "info").map(({ id }) => id))].toSorted();
}

function runner<Options>(spec: PluginSpec<Options>, check: Check<Options>): Run {
  return async (argv) => {
    const now = Math.floor(Date.now() / 1000);
    const { text } = await execute(spec, async () => check, [...argv, "-o", "json"], { env: {}, now, openNetwork });
    return JSON.parse(text) as CheckResult;
  };
}
