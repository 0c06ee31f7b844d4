import "../src/cli/guard.ts";
import { LOCATIONS_SPEC } from "../src/cli/locations-spec.ts";
import { runPlugin } from "../src/cli/run.ts";

void runPlugin(LOCATIONS_SPEC, async () => (await import("../src/checks/locations/check.ts")).checkLocations);
