import { checkAll } from "../../../src/checks/all/check.ts";
import { ALL_SPEC } from "../../../src/cli/all-spec.ts";
import { execute } from "../../../src/cli/execute.ts";
import { openNetwork } from "../../../src/cli/network.ts";

/** What check_dnssec says of a zone, as far as tests of rollovers look at it. */
export interface Look {
  readonly exit_code: number;
  readonly summary: string;
  readonly findings: readonly LookFinding[];
  /** By name; findings are ids. */
  readonly checks: Readonly<Record<string, PartLook>>;
}

interface LookFinding {
  readonly id: string;
  readonly level: string;
  readonly subject: string;
  readonly message: string;
  readonly servers: readonly string[];
  /** The id of the finding that explains it. */
  readonly cause?: string;
}

interface PartLook {
  readonly findings: readonly string[];
  readonly rollover?: { readonly phases: readonly string[] } | null;
}

/** Runs check_dnssec in this process, at a time in seconds since 1970. */
export async function lookAt(apex: string, options: readonly string[], now: number): Promise<Look> {
  // Under load the many looks of a test take longer than one does elsewhere.
  const argv = ["-z", apex, "-t", "60", ...options, "-o", "json"];
  const { text } = await execute(ALL_SPEC, () => Promise.resolve(checkAll), argv, { env: {}, now, openNetwork });
  return JSON.parse(text) as Look;
}

/** The steps of a rollover that check_dnssec_keys names. */
export function stepsOf({ checks }: Look): string {
  return checks["keys"]?.rollover?.phases.join(", ") ?? "none";
}

/** The findings above information, a line each; the summary where nothing was learned. */
export function alertsOf({ exit_code: exitCode, summary, findings }: Look): string[] {
  const alerts = findings.filter(({ level }) => level !== "info");
  if (alerts.length === 0 && exitCode !== 0) return [summary];
  return alerts.map(({ id, level, message }) => `${level} ${id}: ${message}`);
}
