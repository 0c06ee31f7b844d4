import { type KeyFacts, NO_FACTS } from "../../checks/keys/key-facts.ts";
import { type DomainName, parseName } from "../../dns/name.ts";
import { parseTime } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";

/** A key as `keymgr ZONE list` has it, whichever way it was printed. */
type Fields = ReadonlyMap<string, string>;

const LINE = /^[0-9a-f]{40} (\d+ )?/;

/** Tells whether a text is what `keymgr ZONE list` prints, as JSON or in lines. */
export function isKnotList(text: string): boolean {
  return /^\s*\[\s*(\{|\])/.test(text) || text.split("\n").some((line) => LINE.test(line));
}

/** Reads `keymgr ZONE list` with times as numbers or in the format `iso`, and `keymgr -j ZONE list`. */
export function parseKnotList(text: string, zone: DomainName): KeyFacts[] {
  const keys = text.trimStart().startsWith("[") ? fromJson(text, zone) : fromLines(text);
  return keys.map((fields) => ({
    ...NO_FACTS,
    keyTag: Number(fields.get("tag")),
    role: roleOf(fields),
    created: time(fields, "created"),
    published: time(fields, "publish") ?? time(fields, "pre-active"),
    revoked: time(fields, "revoke"),
    replacement: time(fields, "retire-active") ?? time(fields, "retire"),
  }));
}

function fromLines(text: string): Fields[] {
  return text.split("\n").flatMap((line) => {
    if (!LINE.test(line)) return [];
    const [, ...words] = line.trim().split(/\s+/);
    const named = words.flatMap((word) => (word.includes("=") ? [word.split("=", 2) as [string, string]] : []));
    // Up to Knot 2.9 everything had a name; since then tag, role and algorithm come first without.
    const [tag = "", role = ""] = words;
    return [new Map([["tag", tag], ["role", role.toUpperCase()], ...named])];
  });
}

function fromJson(text: string, zone: DomainName): Fields[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new UsageError("malformed JSON", { cause });
  }
  const objects = (Array.isArray(list) ? list : []) as readonly Readonly<Record<string, unknown>>[];
  return objects
    .filter((key) => typeof key["zone"] !== "string" || parseName(key["zone"]).equals(zone))
    .map((key) => new Map(Object.entries(key).map(([name, value]) => [name, String(value)])));
}

function roleOf(fields: Fields): KeyFacts["role"] {
  const role = fields.get("role");
  if (role === "KSK" || role === "ZSK" || role === "CSK") return role;
  const [isKsk, isZsk] = ["ksk", "zsk"].map((name) => /^(yes|true)$/.test(fields.get(name) ?? ""));
  if (isKsk) return isZsk ? "CSK" : "KSK";
  return isZsk ? "ZSK" : null;
}

/** Zero stands for a time not set. */
function time(fields: Fields, name: string): number | null {
  const text = fields.get(name) ?? "0";
  if (/^\d+$/.test(text)) return Number(text) || null;
  if (!/^\d{4}-/.test(text)) {
    throw new UsageError(`time ${JSON.stringify(text)}: print the list with times as numbers or iso`);
  }
  return parseTime(text, 0);
}
