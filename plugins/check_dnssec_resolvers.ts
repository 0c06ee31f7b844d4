import "../src/cli/guard.ts";
import { RESOLVERS_SPEC } from "../src/cli/resolvers-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(RESOLVERS_SPEC, async () => (await import("../src/checks/resolvers/check.ts")).checkResolvers);
