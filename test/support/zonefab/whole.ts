import { checkAll } from "../../../src/checks/all/check.ts";
import type { CheckOutcome } from "../../../src/checks/outcome.ts";
import { ALL_SPEC } from "../../../src/cli/all-spec.ts";
import { execute } from "../../../src/cli/execute.ts";
import { openNetwork } from "../../../src/cli/network.ts";
import type { Finding } from "../../../src/dnssec/finding.ts";

/** A finding as check_dnssec prints it in JSON, as far as tests look at it. */
export interface PrintedFinding {
  readonly id: string;
  readonly level: string;
  readonly cause?: string;
  readonly remedy: string;
  readonly rfc: readonly string[];
}

/** What check_dnssec prints in JSON, as far as tests look at it. */
interface Printed {
  readonly status: string;
  readonly severity: string;
  readonly summary: string;
  readonly findings: readonly PrintedFinding[];
}

/** One run of check_dnssec: what it prints, and what each check that it is made of found by itself. */
export interface WholeRun {
  readonly printed: Printed;
  /** By the check's name, such as `signatures`. */
  readonly parts: ReadonlyMap<string, readonly Finding[]>;
}

/** Runs check_dnssec in this process, the denial check following the chain as it does alone. */
export async function runWhole(zone: string, argv: readonly string[]): Promise<WholeRun> {
  const parts = new Map<string, readonly Finding[]>();
  const recording: typeof checkAll = (context) => {
    const recorded = context.options.parts.map(({ name, run }) => ({
      name,
      run: async (of: Parameters<typeof run>[0]): Promise<CheckOutcome> => {
        const outcome = await run(of);
        parts.set(name, outcome.findings);
        return outcome;
      },
    }));
    return checkAll({ ...context, options: { parts: recorded } });
  };
  const args = [zone, ...argv, "--max-names", "1000", "--no-state", "-o", "json"];
  const { text } = await execute(ALL_SPEC, async () => recording, args, {
    env: {},
    now: Math.floor(Date.now() / 1000),
    openNetwork,
  });
  return { printed: JSON.parse(text), parts };
}
