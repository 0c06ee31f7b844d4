import { SECURITY_STATUSES } from "../../dnssec/security.ts";
import { parseState } from "../../monitoring/state.ts";
import { parseTime } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";
import { LEVELS } from "../../util/level.ts";
import { checkName, type LocationResult, type SeenFault, withStateFault } from "./result.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads what a check of the suite printed with `-o json`; UsageError where it is none, or of another zone (final dot). */
export function readJsonResult(text: string, zone: string, location: string, maxAge: number): LocationResult {
  const object = parseObject(text);
  const { plugin, status, summary, findings, evaluated_at: evaluatedAt } = object;
  if (typeof plugin !== "string" || typeof status !== "string" || typeof evaluatedAt !== "string") throw notOurs();
  if (!Array.isArray(findings)) throw notOurs();
  const other = object["zone"];
  // A run that ended before it knew its zone has none.
  if (typeof other === "string" && other.toLowerCase() !== zone.toLowerCase()) {
    throw new UsageError(`this is a result of ${other}`);
  }
  const time = parseTime(evaluatedAt, 0);
  const known = { check: checkName(plugin), state: parseState(status) };
  return {
    ...known,
    location,
    region: null,
    summary: String(summary),
    security: SECURITY_STATUSES.find((each) => each === object["security"]) ?? null,
    faults: withStateFault(known, (findings as JsonObject[]).flatMap(readFaults)),
    isComplete: true,
    isConfirmed: true,
    since: time,
    checkedAt: time,
    maxAge,
  };
}

function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError("this is not JSON", { cause });
  }
  if (typeof value !== "object" || value === null) throw notOurs();
  return value as JsonObject;
}

/** One fault for each subject of a finding. */
function readFaults(finding: JsonObject | null): SeenFault[] {
  const { id, level: word, subject, also = [], cause } = finding ?? {};
  const level = LEVELS.find((each) => each === word);
  if (typeof id !== "string" || typeof subject !== "string" || level === undefined) throw notOurs();
  if (!Array.isArray(also)) throw notOurs();
  return [labelOf(subject), ...also.map(String)].map((label) => ({
    id,
    label,
    level,
    isConsequence: cause !== undefined,
  }));
}

/** `example.com./DS/12345` for people: `DS example.com (key 12345)`; `also` has subjects so already. */
function labelOf(subject: string): string {
  const [, name = subject, type, keyTag] = /^(.*\.)(?:\/([A-Z0-9]+))?(?:\/(\d+))?$/s.exec(subject) ?? [];
  const owner = name.length > 1 ? name.replace(/\.$/, "") : name;
  return `${type === undefined ? "" : `${type} `}${owner}${keyTag === undefined ? "" : ` (key ${keyTag})`}`;
}

function notOurs(): UsageError {
  return new UsageError("this is not what a check prints with -o json");
}
