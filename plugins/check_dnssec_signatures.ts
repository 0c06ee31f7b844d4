import "../src/cli/guard.ts";
import { runPlugin } from "../src/cli/run.ts";
import { SIGNATURES_SPEC } from "../src/cli/signatures-spec.ts";

void runPlugin(SIGNATURES_SPEC, async () => (await import("../src/checks/signatures/check.ts")).checkSignatures);
