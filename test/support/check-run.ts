import type { Check } from "../../src/checks/context.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { execute, type Output, type Surroundings } from "../../src/cli/execute.ts";
import type { PluginSpec } from "../../src/cli/plugin-spec.ts";
import { CHAIN_SPEC } from "../../src/cli/chain-spec.ts";

/** The time that runs in tests take place, in seconds since 1970. */
export const NOW = Date.UTC(2026, 10, 23) / 1000;

/** An outcome with nothing in it but a summary. */
export function exampleOutcome(change: Partial<CheckOutcome> = {}): CheckOutcome {
  return { summary: "secure", unknown: null, findings: [], metrics: [], details: [], ...change };
}

/** Runs a check in this process, without a network, and gives what its executable would print and exit with. */
export function runCheck<Options>(
  spec: PluginSpec<Options>,
  check: Check<Options>,
  argv: readonly string[],
  surroundings: Partial<Surroundings> = {},
): Promise<Output> {
  return execute(spec, () => Promise.resolve(check), argv, {
    env: {},
    now: NOW,
    openNetwork: noNetwork,
    ...surroundings,
  });
}

/** Runs check_dnssec_chain with a check that has this outcome. */
export function runChain(argv: readonly string[], change: Partial<CheckOutcome> = {}): Promise<Output> {
  return runCheck(CHAIN_SPEC, () => Promise.resolve(exampleOutcome(change)), argv);
}

/** A network that must not be asked. */
export function noNetwork(): ReturnType<Surroundings["openNetwork"]> {
  const unasked = (): never => {
    throw new Error("this check asks nothing");
  };
  return {
    isRecursive: false,
    ask: unasked,
    delegation: unasked,
    askServer: unasked,
    zoneServers: unasked,
    anticipate: unasked,
    queryCount: () => 12,
    close() {},
  };
}
