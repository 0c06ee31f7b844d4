import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { checkDenial, type DenialOptions } from "../../src/checks/denial/check.ts";
import { questions, runOn, type Scenario } from "./check.ts";

/** Runs check_dnssec_denial's check on a planned internet. */
export function denialOf(
  scenario: Scenario & { readonly maxNames?: number; readonly maxWait?: number },
): Promise<CheckOutcome> {
  const { maxNames = 1000, maxWait = 2000, warning = "0:0", critical = "0:50" } = scenario;
  const options = { queries: questions(scenario), maxNames, maxWait };
  return runOn<DenialOptions>(checkDenial, scenario, options, warning, critical);
}
