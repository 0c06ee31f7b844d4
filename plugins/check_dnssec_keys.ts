import "../src/cli/guard.ts";
import { KEYS_SPEC } from "../src/cli/keys-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(KEYS_SPEC, async () => (await import("../src/checks/keys/check.ts")).checkKeys);
