/**
 * Text on one line without control characters and those that turn the direction of writing: what plugins and people wrote
 * may hold anything.
 */
export function cleaned(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, " ");
}

/** Text of at most length UTF-16 code units, with dots at the end where some are missing. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`.replace(/[\ud800-\udbff]\.\.\.$/, "...");
}

/** Makes something of the items, of as many from the first on as keep its JSON below limit octets. */
export function fitting<Item, Made>(
  items: readonly Item[],
  limit: number,
  make: (shown: readonly Item[]) => Made,
): Made {
  for (let count = items.length; ; count--) {
    const made = make(items.slice(0, count));
    if (count === 0 || new TextEncoder().encode(JSON.stringify(made)).length <= limit) return made;
  }
}
