import type { KeysOptions } from "../checks/keys/check.ts";
import type { KeyFacts } from "../checks/keys/key-facts.ts";
import type { Threshold } from "../monitoring/range.ts";
import type { CommonOptions } from "./common-options.ts";
import { allValues, oneValue } from "./given.ts";
import type { GivenOptions, MainMetric, OptionDeclaration, PluginSpec } from "./plugin-spec.ts";
import { openHistory, STATE_DECLARATIONS } from "./zone-history/state-options.ts";

const METRIC: MainMetric = {
  description: "time until a KSK or CSK is due to be replaced",
  syntax: { countsDown: true, isTime: true, takesPercent: false },
  warning: "0",
  critical: "~:",
};

/** Options with a duration and its default. */
const DURATIONS = {
  "ksk-max-age": { help: "how long a KSK or CSK may be in use", default: "1095d" },
  "zsk-max-age": { help: "how long a ZSK may be in use", default: "365d" },
  "age-notice": { help: "tell as information this long before a key is due", default: "30d" },
  "unused-max-age": { help: "how long a key may be published without use", default: "30d" },
  "revoked-max-age": { help: "how long a revoked key may stay published", default: "60d" },
  "rollover-limit": { help: "how long a rollover may stand still beyond its TTLs", default: "14d" },
} as const;

/** check_dnssec_keys but for the check itself. */
export const KEYS_SPEC: PluginSpec<KeysOptions> = {
  plugin: "check_dnssec_keys",
  purpose: "are the right keys there, of allowed algorithms and sizes, and is a rotation due?",
  metric: METRIC,
  options: [
    ...Object.entries(DURATIONS).map(([name, about]): OptionDeclaration => ({ name, value: "DURATION", ...about })),
    { name: "zsk-warning", value: "RANGE", help: "-w for ZSKs", default: "~:, information only" },
    { name: "zsk-critical", value: "RANGE", help: "-c for ZSKs", default: "~:" },
    ...STATE_DECLARATIONS,
    {
      name: "key-created",
      value: "TAG=DATE",
      isRepeatable: true,
      help: "when the key with this tag was made: 2026-11-23 or as --at takes it",
    },
    { name: "key-dir", value: "DIR", isRepeatable: true, help: "read dates from BIND's K*.key and K*.state files" },
    {
      name: "key-status",
      value: "FILE",
      isRepeatable: true,
      help: "read dates from what 'rndc dnssec -status', 'keymgr list' or 'ods-enforcer key list -v' or 'rollover list' printed",
    },
    {
      name: "query",
      letters: "q",
      value: "NAME",
      isRepeatable: true,
      help: "look for DNSKEY records that do not belong there at this name too",
    },
  ],
  examples: [
    { command: "-z example.com", meaning: "warn when a KSK has been in use for over three years, or a key is unfit" },
    {
      command: "-z example.com --ksk-max-age 730d --zsk-max-age 90d --zsk-warning 0 --key-dir /var/lib/bind/keys",
      meaning: "other limits, ZSKs over 90 days a warning too, with the dates from BIND's key files",
    },
  ],
  async parse(given, common) {
    const [{ parseQuery }, { parseDuration }, { parseThreshold }, facts, history] = await Promise.all([
      import("./domain-option.ts"),
      import("../util/duration.ts"),
      import("../monitoring/range.ts"),
      readFacts(given, common),
      openHistory(given),
    ]);
    const duration = (name: keyof typeof DURATIONS): number =>
      oneValue(given, name, DURATIONS[name].default, parseDuration);
    const threshold = (text: string): Threshold => parseThreshold(text, METRIC.syntax);
    return {
      kskMaxAge: duration("ksk-max-age"),
      zskMaxAge: duration("zsk-max-age"),
      notice: duration("age-notice"),
      unusedMaxAge: duration("unused-max-age"),
      revokedMaxAge: duration("revoked-max-age"),
      rolloverLimit: duration("rollover-limit"),
      zskWarning: oneValue(given, "zsk-warning", "~:", threshold),
      zskCritical: oneValue(given, "zsk-critical", "~:", threshold),
      below: allValues(given, "query", parseQuery).map(({ name }) => name),
      facts,
      history,
    };
  },
};

/** What the user says comes before what files say. */
async function readFacts(given: GivenOptions, { zone, at }: CommonOptions): Promise<KeyFacts[]> {
  const [{ parseKeyCreated }, { readKeyFolder }, { parseKeyStatus }, { parseTextFile }] = await Promise.all([
    import("./key-facts/key-created.ts"),
    import("./key-facts/bind-key-files.ts"),
    import("./key-facts/key-status.ts"),
    import("./text-file.ts"),
  ]);
  return [
    ...allValues(given, "key-created", (text) => parseKeyCreated(text, at)),
    ...allValues(given, "key-dir", (folder) => readKeyFolder(folder, zone)).flat(),
    ...allValues(given, "key-status", (file) => parseTextFile(file, (text) => parseKeyStatus(text, zone))).flat(),
  ];
}
