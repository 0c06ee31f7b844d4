import "../src/cli/guard.ts";
import { runPlugin } from "../src/cli/run.ts";
import { TRUST_ANCHOR_SPEC } from "../src/cli/trust-anchor-spec.ts";

void runPlugin(TRUST_ANCHOR_SPEC, async () => (await import("../src/checks/trust-anchor/check.ts")).checkTrustAnchor);
