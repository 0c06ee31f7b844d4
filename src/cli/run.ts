import type { Check } from "../checks/context.ts";
import { readClock } from "../util/clock.ts";
import { finish } from "./guard.ts";
import type { PluginSpec } from "./plugin-spec.ts";
import { versionLine } from "./version.ts";

/** Runs an executable from its command line to its exit code; what --version does not need is loaded later. */
export async function runPlugin<Options>(
  spec: PluginSpec<Options>,
  loadCheck: () => Promise<Check<Options>>,
): Promise<void> {
  const argv = process.argv.slice(2);
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  if (options.includes("--version") || options.includes("-V")) {
    finish(versionLine(spec.plugin), 3);
  } else if (options.includes("--help") || options.includes("-h")) {
    const { renderHelp } = await import("./help.ts");
    finish(renderHelp(spec), 3);
  } else {
    const [{ execute }, { openNetwork }] = await Promise.all([import("./execute.ts"), import("./network.ts")]);
    const { text, exitCode } = await execute(spec, loadCheck, argv, {
      env: process.env,
      now: readClock(),
      openNetwork,
    });
    finish(text, exitCode);
  }
}
