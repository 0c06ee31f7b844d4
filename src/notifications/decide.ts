import { LEVELS, type Level, worseLevel } from "../util/level.ts";
import type { Alert } from "./alert.ts";
import { type Cause, reportedCauses } from "./causes.ts";
import type { Message } from "./message.ts";
import type { Notification, NotificationType } from "./notification.ts";

/** What a notification means to one destination. */
export interface Decision {
  /** The alerts of the zone that are open from now on. */
  readonly open: readonly Alert[];
  /** Null where there is nothing to send. */
  readonly message: Message | null;
  /** Why there is nothing to send; empty where there is. */
  readonly reason: string;
  /** The message only says once more what was said before. */
  readonly isReminder?: boolean;
}

/** Causes that others explain, with the ids of those. */
export type Explanations = Readonly<Record<string, readonly string[] | undefined>>;

/** Says nothing new about the state. */
const REMARKS: ReadonlySet<NotificationType> = new Set(["ACKNOWLEDGEMENT", "DOWNTIMESTART"]);
/** Says nothing but the state; the other types may follow on notifications that were held back, so that they say it, too. */
const STATE_CHANGES: ReadonlySet<NotificationType> = new Set(["PROBLEM", "RECOVERY", "EVENT"]);

/**
 * Holds a notification against the alerts that its zone has open at a destination that wants these levels. A cause that
 * several services report is one alert, over when none of them reports it; what follows from an open alert opens none of
 * its own, and one it had is folded into it. What was told once is told again when its level rises, when someone asks for it (CUSTOM), or when the monitoring
 * system repeats its notification.
 */
export function decide(
  open: readonly Alert[],
  notification: Notification,
  levels: ReadonlySet<Level>,
  id: string,
  explanations: Explanations,
): Decision {
  if (REMARKS.has(notification.type)) return remark(open, notification, id);
  const decision = reconcile(open, notification, levels, id, explanations);
  return decision.message !== null || STATE_CHANGES.has(notification.type)
    ? decision
    : { ...remark(open, notification, id), open: decision.open };
}

/** What to send when a service is well again and what was open is not known any more. */
export function recoveryFromMemoryLoss(notification: Notification, id: string): Message {
  return messageOf(notification, { id, action: "recovery", alerts: [], resolved: [], folded: [], others: [] });
}

/** Passes on what someone did about the service's alerts. */
function remark(open: readonly Alert[], notification: Notification, id: string): Decision {
  const service = serviceOf(notification);
  const alerts = open.filter(({ services }) => services[service] !== undefined);
  if (alerts.length === 0 && notification.type !== "CUSTOM") {
    return { open, message: null, reason: `nothing of ${service} is open there` };
  }
  const action = notification.type === "ACKNOWLEDGEMENT" ? "acknowledgement" : "note";
  const others = open.filter((alert) => !alerts.includes(alert));
  return {
    open,
    message: messageOf(notification, { id, action, alerts, resolved: [], folded: [], others }),
    reason: "",
  };
}

function reconcile(
  open: readonly Alert[],
  notification: Notification,
  levels: ReadonlySet<Level>,
  id: string,
  explanations: Explanations,
): Decision {
  const service = serviceOf(notification);
  const { causes: reported, isAll } = reportedCauses(notification);
  const stays = notification.type === "FLAPPINGSTART" || !isAll;
  const kept = open.map((alert) =>
    stays || reported.some(({ cause }) => cause === alert.cause) ? alert : withoutService(alert, service),
  );
  const resolved = open.filter((_, index) => isOver(kept[index]));
  const known = kept.filter((alert) => !isOver(alert));
  const causes = reported.filter((each) => !isExplained(each, known, explanations));
  const told = causes.map((cause) =>
    tell(
      known.find((alert) => alert.cause === cause.cause),
      cause,
      notification,
      levels,
    ),
  );
  const opened = told.flatMap(({ alert }) => (known.some(({ cause }) => cause === alert?.cause) ? [] : (alert ?? [])));
  const others = known.filter((alert) => !causes.some(({ cause }) => cause === alert.cause));
  const folded = others.filter((alert) => isExplained(alert, opened, explanations));
  const now = worstFirst([
    ...others.filter((alert) => !folded.includes(alert)),
    ...told.flatMap(({ alert }) => alert ?? []),
  ]);
  const isReminder =
    notification.type === "PROBLEM" &&
    resolved.length === 0 &&
    told.every(({ isNews, isRepeated }) => !isNews && isRepeated);
  const isAskedFor = notification.type === "CUSTOM" || isReminder;
  const alerts = worstFirst(
    told.flatMap(({ alert, isNews }) => (alert !== null && (isNews || isAskedFor) ? alert : [])),
  );
  if (alerts.length === 0 && resolved.length === 0) {
    return { open: now, message: null, reason: reasonOf(reported, now, levels, explanations) };
  }
  const action = alerts.length === 0 ? "recovery" : "problem";
  const rest = now.filter((alert) => !alerts.includes(alert));
  return {
    open: now,
    message: messageOf(notification, { id, action, alerts, resolved, folded, others: rest }),
    reason: "",
    isReminder,
  };
}

interface Told {
  /** Null where the destination does not want to know of it. */
  readonly alert: Alert | null;
  readonly isNews: boolean;
  /** The monitoring system has notified of it before, from the same service. */
  readonly isRepeated: boolean;
}

function tell(
  before: Alert | undefined,
  { level, ...facts }: Cause,
  notification: Notification,
  levels: ReadonlySet<Level>,
): Told {
  if (before === undefined && !levels.has(level)) return { alert: null, isNews: false, isRepeated: true };
  const service = serviceOf(notification);
  const services = { ...before?.services, [service]: level };
  const worst = Object.values(services).reduce((a, b) => worseLevel(a, b));
  const notifiedBy = before?.notifiedBy ?? [];
  const isRaised = before === undefined || LEVELS.indexOf(worst) > LEVELS.indexOf(before.level);
  // Left for the call that is to tell of that level.
  if (before !== undefined && isRaised && !levels.has(worst))
    return { alert: before, isNews: false, isRepeated: false };
  return {
    alert: {
      ...facts,
      level: worst,
      since: before?.since ?? notification.at,
      services,
      notifiedBy: notification.type === "EVENT" ? notifiedBy : [...new Set([...notifiedBy, service])],
    },
    isNews: isRaised,
    isRepeated: notifiedBy.includes(service) && before?.services[service] === level,
  };
}

function withoutService(alert: Alert, service: string): Alert {
  const services = Object.fromEntries(Object.entries(alert.services).filter(([name]) => name !== service));
  const level = Object.values(services).reduce((a, b) => worseLevel(a, b), "info");
  return { ...alert, services, level, notifiedBy: alert.notifiedBy.filter((name) => name !== service) };
}

function isOver(alert: Alert | undefined): boolean {
  return alert === undefined || Object.keys(alert.services).length === 0;
}

/** Tells whether a cause that is not open follows from one that is, and is no worse. */
function isExplained({ cause, level }: Cause, open: readonly Alert[], explanations: Explanations): boolean {
  if (open.some((alert) => alert.cause === cause)) return false;
  return open.some(
    (alert) => explanations[cause]?.includes(alert.cause) === true && worseLevel(alert.level, level) === alert.level,
  );
}

function reasonOf(
  causes: readonly Cause[],
  open: readonly Alert[],
  levels: ReadonlySet<Level>,
  explanations: Explanations,
): string {
  const isOpen = (cause: Cause): boolean =>
    open.some((alert) => alert.cause === cause.cause) || isExplained(cause, open, explanations);
  if (causes.length > 0 && causes.every(isOpen)) return "it knows already";
  if (causes.length > 0) return `nothing new among ${[...levels].join(", ")}`;
  return open.length === 0 ? "nothing is open there" : "other services still report what is open there";
}

function messageOf(
  notification: Notification,
  rest: Pick<Message, "id" | "action" | "alerts" | "resolved" | "folded" | "others">,
): Message {
  const { output: _output, ...circumstances } = notification;
  return { ...circumstances, ...rest };
}

function worstFirst(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** The name under which a service stands in alerts. */
function serviceOf({ host, service }: Notification): string {
  return `${host}!${service}`;
}
