import "../src/cli/guard.ts";
import { DENIAL_SPEC } from "../src/cli/denial-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(DENIAL_SPEC, async () => (await import("../src/checks/denial/check.ts")).checkDenial);
