import type { OutputFinding } from "../monitoring/plugin-output.ts";
import { type Level, worseLevel } from "../util/level.ts";
import type { Alert } from "./alert.ts";
import type { Notification } from "./notification.ts";

/** A root cause that a service reports now. */
export type Cause = Pick<Alert, "cause" | "level" | "label" | "message" | "servers" | "remedy">;

/** The cause of a check that ended without finding anything out: killed, timed out, wrongly called. */
const NO_RESULT = "no-result";

/** The causes a notification names from warning on; isAll is false where there may be more than it names. */
export function reportedCauses({ state, output, summary }: Notification): {
  readonly causes: readonly Cause[];
  readonly isAll: boolean;
} {
  if (state === "OK") return { causes: [], isAll: true };
  const problems = (output?.findings ?? []).filter(({ level }) => level !== "info");
  // Nothing was learned: what was open before may be so still.
  const isAll = output !== null && output.isComplete && state !== "UNKNOWN";
  if (problems.length > 0 && state !== "UNKNOWN") return { causes: merged(problems), isAll };
  const level: Level = output?.level === "emergency" ? "emergency" : state === "CRITICAL" ? "critical" : "warning";
  const failure = {
    cause: NO_RESULT,
    level,
    label: "",
    message: output?.summary || summary || "the check printed nothing",
    servers: [],
    remedy: "",
  };
  return { causes: [...merged(problems), failure], isAll };
}

/** One cause an id, at its worst level, with all its messages. */
function merged(findings: readonly OutputFinding[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { id, level, label, message, servers, remedy } of findings) {
    const before = causes.get(id);
    const cause = { cause: id, level, label, message, servers, remedy };
    causes.set(id, before === undefined ? cause : joined(before, cause));
  }
  return [...causes.values()];
}

function joined(a: Cause, b: Cause): Cause {
  const level: Level = worseLevel(a.level, b.level);
  return {
    ...a,
    level,
    label: `${a.label}, ${b.label}`,
    message: a.message === b.message ? a.message : `${a.message}; ${b.label}: ${b.message}`,
    servers: [...new Set([...a.servers, ...b.servers])],
  };
}
