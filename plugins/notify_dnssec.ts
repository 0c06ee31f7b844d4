import "../src/cli/guard.ts";
import { runNotify } from "../src/cli/notify/run.ts";

void runNotify();
