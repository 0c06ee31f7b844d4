import type { PluginOutput } from "../monitoring/plugin-output.ts";
import type { State } from "../monitoring/state.ts";
import { UsageError } from "../util/errors.ts";

/**
 * Why the monitoring system calls: the notification types of Icinga 2 and Nagios, and EVENT for a change of state, soft
 * or hard, that no notification has been made of yet.
 */
const NOTIFICATION_TYPES = [
  "PROBLEM",
  "RECOVERY",
  "EVENT",
  "ACKNOWLEDGEMENT",
  "CUSTOM",
  "FLAPPINGSTART",
  "FLAPPINGEND",
  "FLAPPINGSTOP",
  "FLAPPINGDISABLED",
  "DOWNTIMESTART",
  "DOWNTIMEEND",
  "DOWNTIMEREMOVED",
  "DOWNTIMECANCELLED",
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Where and why a notification was made, and who had a hand in it; texts are empty where nothing was given. */
export interface Circumstances {
  readonly type: NotificationType;
  /** Lower case, without the final dot. */
  readonly zone: string;
  readonly host: string;
  readonly service: string;
  readonly state: State;
  /** The check's first line without perfdata. */
  readonly summary: string;
  readonly author: string;
  readonly comment: string;
  /** To the service in the monitoring system. */
  readonly link: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** What the monitoring system tells. */
export interface Notification extends Circumstances {
  /** Null where the text is not a check's own. */
  readonly output: PluginOutput | null;
}

/** Reads a type in either case; UsageError on anything else. */
export function parseNotificationType(text: string): NotificationType {
  const type = NOTIFICATION_TYPES.find((known) => known === text.toUpperCase());
  if (type === undefined) {
    throw new UsageError(`${JSON.stringify(text)} is no notification type: ${NOTIFICATION_TYPES.join(", ")}`);
  }
  return type;
}
