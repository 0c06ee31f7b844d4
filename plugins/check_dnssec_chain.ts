import "../src/cli/guard.ts";
import { CHAIN_SPEC } from "../src/cli/chain-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(CHAIN_SPEC, async () => (await import("../src/checks/chain/check.ts")).checkChain);
