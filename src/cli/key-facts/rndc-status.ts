import { type KeyFacts, NO_FACTS } from "../../checks/keys/key-facts.ts";
import { parseLocalTime } from "./local-time.ts";

const KEY = /^key: (\d+) \(.*\), (KSK|ZSK|CSK)$/;
const PUBLISHED = /^ {2}published: +yes - since (.*)$/m;
const REPLACEMENT = /^ {2}(?:Next rollover scheduled on|Rollover is due since) (.*)$/m;
const NOTE = /^ {2}(Key (?:is retired|has been removed).*)$/m;

/** Tells whether a text is what `rndc dnssec -status ZONE` prints. */
export function isRndcStatus(text: string): boolean {
  return /^dnssec-policy: /m.test(text) && /^key: \d+ /m.test(text);
}

/** Reads what `rndc dnssec -status ZONE` prints; it names no zone. */
export function parseRndcStatus(text: string): KeyFacts[] {
  return text.split(/^(?=key: )/m).flatMap((block) => {
    const [, keyTag, role] = KEY.exec(block.split("\n")[0] ?? "") ?? [];
    if (keyTag === undefined) return [];
    return [
      {
        ...NO_FACTS,
        keyTag: Number(keyTag),
        role: role as KeyFacts["role"],
        published: timeIn(block, PUBLISHED),
        replacement: timeIn(block, REPLACEMENT),
        note: NOTE.exec(block)?.[1] ?? null,
      },
    ];
  });
}

function timeIn(block: string, pattern: RegExp): number | null {
  return parseLocalTime(pattern.exec(block)?.[1] ?? "");
}
