import "../src/cli/guard.ts";
import { NAMESERVERS_SPEC } from "../src/cli/nameservers-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(NAMESERVERS_SPEC, async () => (await import("../src/checks/nameservers/check.ts")).checkNameservers);
