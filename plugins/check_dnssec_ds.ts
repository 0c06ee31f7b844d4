import "../src/cli/guard.ts";
import { DS_SPEC } from "../src/cli/ds-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(DS_SPEC, async () => (await import("../src/checks/ds/check.ts")).checkDs);
