import type { DsOptions } from "../checks/ds/check.ts";
import { UsageError } from "../util/errors.ts";
import { allValues, oneValue } from "./given.ts";
import type { PluginSpec } from "./plugin-spec.ts";
import { openHistory, STATE_DECLARATIONS } from "./zone-history/state-options.ts";

const MAX_KEY_TAG = 65_535;
const PICKUP_TIME = "7d";

/** check_dnssec_ds but for the check itself. */
export const DS_SPEC: PluginSpec<DsOptions> = {
  plugin: "check_dnssec_ds",
  purpose: "does the DS RRset at every parent server match the zone's keys (and its CDS/CDNSKEY)?",
  metric: {
    description: "number of DS records that lead to a key that signs",
    syntax: { countsDown: true, isTime: false, takesPercent: false },
    warning: "1",
    critical: "1",
  },
  options: [
    {
      name: "query",
      letters: "q",
      value: "NAME",
      isRepeatable: true,
      help: "look at this name in the zone for CDS and CDNSKEY, which belong to the apex only",
    },
    {
      name: "standby",
      value: "TAG",
      isRepeatable: true,
      help: "the key with this tag is kept in reserve: its DS needs no DNSKEY yet",
    },
    {
      name: "pickup-time",
      value: "DURATION",
      help: "how long the parent may take to publish what CDS and CDNSKEY ask for",
      default: PICKUP_TIME,
    },
    ...STATE_DECLARATIONS,
  ],
  examples: [
    { command: "-z example.com", meaning: "compare the DS at every server of com with the keys of example.com" },
    { command: "-z example.com -v", meaning: "the same, and print the DS and DNSKEY to enter at the registrar" },
    { command: "-z example.com -w 2", meaning: "warn when fewer than two DS lead to a key that signs" },
  ],
  async parse(given) {
    const [{ parseQuery }, { parseDuration }, history] = await Promise.all([
      import("./domain-option.ts"),
      import("../util/duration.ts"),
      openHistory(given),
    ]);
    return {
      elsewhere: allValues(given, "query", parseQuery).map(({ name }) => name),
      standby: allValues(given, "standby", parseKeyTag),
      pickupTime: oneValue(given, "pickup-time", PICKUP_TIME, parseDuration),
      history,
    };
  },
};

function parseKeyTag(text: string): number {
  const tag = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(tag <= MAX_KEY_TAG)) throw new UsageError(`malformed key tag ${JSON.stringify(text)}`);
  return tag;
}
