import { type KeyFacts, NO_FACTS } from "../../checks/keys/key-facts.ts";
import { type DomainName, parseName } from "../../dns/name.ts";
import { UsageError } from "../../util/errors.ts";
import { parseLocalTime } from "./local-time.ts";

/** `key list -v`: zone, role, state, next transition, bits, algorithm, locator, repository, tag. */
const KEY = /^(\S+)\s+(KSK|ZSK|CSK)\s+(\S+)\s+(\S.*?)\s+\d+\s+(\d+)\s+[0-9a-f]+\s+\S+\s+(\d+)\s*$/;
const PARSABLE_KEY = /^([^;]+);(KSK|ZSK|CSK);([^;]+);([^;]*);\d+;(\d+);[^;]*;[^;]*;(\d+)\s*$/;
/** `rollover list`: zone, role, time. */
const ROLLOVER = /^(\S+)\s+(KSK|ZSK|CSK)\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;

/** Tells whether a text is what `ods-enforcer key list -v` (with or without -p) or `rollover list` prints. */
export function isOpenDnssecList(text: string): boolean {
  return text.split("\n").some((line) => [KEY, PARSABLE_KEY, ROLLOVER].some((pattern) => pattern.test(line)));
}

/** Reads lists of OpenDNSSEC: states from the key list, dates of replacement, which are a role's, from the rollover list. */
export function parseOpenDnssecList(text: string, zone: DomainName): KeyFacts[] {
  return text.split("\n").flatMap((line): KeyFacts[] => {
    const [, ofZone = "", role, ...rest] = KEY.exec(line) ?? PARSABLE_KEY.exec(line) ?? ROLLOVER.exec(line) ?? [];
    if (role === undefined || !isName(ofZone, zone)) return [];
    const facts = { ...NO_FACTS, role: role as KeyFacts["role"] };
    if (rest.length === 1) return [{ ...facts, replacement: parseLocalTime(rest[0] ?? "") }];
    const [state = "", transition = "", algorithm, keyTag] = rest;
    const note = transition.startsWith("waiting") ? `${state}, ${transition}` : state;
    return [{ ...facts, keyTag: Number(keyTag), algorithm: Number(algorithm), note }];
  });
}

function isName(text: string, zone: DomainName): boolean {
  try {
    return parseName(text).equals(zone);
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
