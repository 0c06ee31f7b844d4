import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAll } from "../../src/checks/all/check.ts";
import { ALL_SPEC } from "../../src/cli/all-spec.ts";
import { execute, type Output } from "../../src/cli/execute.ts";
import { NOW } from "./check.ts";
import { anchorText } from "./internet.ts";
import { planInternet, type InternetPlan } from "./internet-plan.ts";
import { plannedLookup } from "./planned-lookup.ts";

/** Runs check_dnssec on a zone of a planned internet, walking as from the public root, without a socket. */
export async function checkWhole(zones: InternetPlan["zones"], ...argv: readonly string[]): Promise<Output> {
  const internet = planInternet({ at: NOW, zones });
  const directory = mkdtempSync(join(tmpdir(), "whole-"));
  try {
    const anchors = join(directory, "anchors");
    writeFileSync(anchors, internet.trustAnchors.map(anchorText).join(""));
    return await execute(ALL_SPEC, async () => checkAll, [...argv, "--trust-anchor", anchors, "--no-state"], {
      env: {},
      now: NOW,
      openNetwork: () => ({ ...plannedLookup(internet), close: () => undefined }),
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
