import { checkKeys, type KeysOptions } from "../../src/checks/keys/check.ts";
import { type KeyHistory, NO_HISTORY, type ZoneHistory } from "../../src/checks/keys/history.ts";
import { type KeyFacts, NO_FACTS } from "../../src/checks/keys/key-facts.ts";
import type { CheckOutcome } from "../../src/checks/outcome.ts";
import { parseName } from "../../src/dns/name.ts";
import { runOn, type Scenario, threshold } from "./check.ts";

const DAY = 86_400;

/** Runs check_dnssec_keys' check on a planned internet, without a history and with the usual limits. */
export function keysOf(scenario: Scenario, options: Partial<KeysOptions> = {}): Promise<CheckOutcome> {
  const usual: KeysOptions = {
    kskMaxAge: 1095 * DAY,
    zskMaxAge: 365 * DAY,
    notice: 30 * DAY,
    unusedMaxAge: 30 * DAY,
    revokedMaxAge: 60 * DAY,
    rolloverLimit: 14 * DAY,
    zskWarning: threshold("~:"),
    zskCritical: threshold("~:"),
    below: (scenario.queries ?? []).map((name) => parseName(name)),
    facts: [],
    history: historyInMemory(),
  };
  return runOn(checkKeys, scenario, { ...usual, ...options }, "0", "~:");
}

/** A history that lasts as long as the test. */
export function historyInMemory(): KeyHistory {
  let kept: ZoneHistory = NO_HISTORY;
  return {
    recall: () => Promise.resolve({ history: kept, trouble: null }),
    keep(_, history) {
      kept = history;
      return Promise.resolve(null);
    },
  };
}

/** Facts about one key. */
export function factsAbout(keyTag: number, facts: Partial<KeyFacts>): KeyFacts {
  return { ...NO_FACTS, keyTag, ...facts };
}
