import type { History } from "../../checks/shared/zone-history.ts";
import { UsageError } from "../../util/errors.ts";
import { isGiven, optionalValue } from "../given.ts";
import type { GivenOptions, OptionDeclaration } from "../plugin-spec.ts";

/** The options of checks that remember zones from run to run. */
export const STATE_DECLARATIONS: readonly OptionDeclaration[] = [
  {
    name: "state-dir",
    value: "DIR",
    help: "where first-seen times are kept from run to run",
    default: "/var/lib/dnssec-monitoring if writable, else the user's state folder",
  },
  { name: "no-state", value: null, help: "keep and read no first-seen times" },
];

/**
 * Opens what the options name. A run for another time than now only keeps what it saw where it is told to: --at must not spoil
 * the usual history.
 */
export async function openHistory(given: GivenOptions): Promise<History> {
  const [{ historyFolder, NO_HISTORY_KEPT, readOnly }, { defaultStateFolder }] = await Promise.all([
    import("./history-folder.ts"),
    import("../state-folder.ts"),
  ]);
  if (isGiven(given, "no-state")) return NO_HISTORY_KEPT;
  const folder = optionalValue(given, "state-dir", parseFolder);
  if (folder !== null) return historyFolder(folder);
  const usual = historyFolder(defaultStateFolder(process.env));
  return given.values.has("at") ? readOnly(usual) : usual;
}

function parseFolder(text: string): string {
  if (text === "") throw new UsageError("no folder named");
  return text;
}
