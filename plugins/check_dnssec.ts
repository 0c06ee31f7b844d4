import "../src/cli/guard.ts";
import { ALL_SPEC } from "../src/cli/all-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(ALL_SPEC, async () => (await import("../src/checks/all/check.ts")).checkAll);
