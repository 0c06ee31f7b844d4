import { type KeyFacts, NO_FACTS } from "../../checks/keys/key-facts.ts";
import { parseTime } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";

/** Reads `TAG=DATE`, the date alone or as --at takes times; UsageError on anything else. */
export function parseKeyCreated(text: string, now: number): KeyFacts {
  const [, tag = "", date = ""] = /^(\d{1,5})=(.+)$/.exec(text) ?? [];
  if (tag === "" || Number(tag) > 65_535) throw new UsageError(`${JSON.stringify(text)} is not TAG=DATE`);
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T00:00:00Z` : date;
  return { ...NO_FACTS, keyTag: Number(tag), created: parseTime(time, now) };
}
