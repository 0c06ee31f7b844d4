import { CAUSES_ACROSS } from "../../checks/all/causes.ts";
import { join } from "node:path";
import type { DomainName } from "../../dns/name.ts";
import { type Decision, decide, recoveryFromMemoryLoss } from "../../notifications/decide.ts";
import { requestsFor } from "../../notifications/destination.ts";
import type { Message } from "../../notifications/message.ts";
import type { Notification } from "../../notifications/notification.ts";
import { readStopwatch } from "../../util/clock.ts";
import { UsageError } from "../../util/errors.ts";
import { fileTrouble, isFileTrouble } from "../text-file.ts";
import { zoneFileName } from "../zone-file-name.ts";
import { withLock } from "./lock.ts";
import { keepOpenAlerts, readOpenAlerts } from "./open-alerts.ts";
import type { NotifyOptions } from "./options.ts";
import { openSpool, type Spool } from "./spool.ts";

/** What was decided, and where it is kept until it is sent. */
export interface Prepared {
  /** Null where there is nothing to send. */
  readonly message: Message | null;
  /** Why there is nothing to send. */
  readonly reason: string;
  /** Where the message waits, or why nothing can be kept anywhere. */
  readonly kept: { readonly spool: Spool; readonly name: string | null } | { readonly trouble: string };
}

/** Milliseconds to wait for others that decide at this moment. */
const LOCK_PATIENCE = 5000;

/** Decides what to send and keeps it in the spool, before anything else can go wrong; UsageError where --flush can't look. */
export async function prepare(options: NotifyOptions): Promise<Prepared> {
  const { spoolFolder } = options;
  try {
    const spool = await openSpool(spoolFolder);
    const deadline = readStopwatch() + LOCK_PATIENCE;
    const lockFile = join(spoolFolder, "state.lock");
    return (
      (await withLock(lockFile, deadline, () => prepareIn(spool, options))) ?? withoutSpool(options, "it is locked")
    );
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return withoutSpool(options, fileTrouble(error));
  }
}

/** What would be sent now, with nothing changed. */
export async function rehearse({ notification, destination, levels, spoolFolder }: NotifyOptions): Promise<Decision> {
  if (notification === null) throw new UsageError("--dry-run needs a notification");
  const { alerts } = await readOpenAlerts(alertsFile(spoolFolder, notification.zone));
  return sendable(decide(alerts, notification.told, levels, "dry-run", CAUSES_ACROSS), destination);
}

async function prepareIn(
  spool: Spool,
  { notification, destination, levels, spoolFolder }: NotifyOptions,
): Promise<Prepared> {
  if (notification === null) return { message: null, reason: "", kept: { spool, name: null } };
  const { told } = notification;
  const file = alertsFile(spoolFolder, notification.zone);
  const before = await readOpenAlerts(file);
  const decision = before.isLost
    ? decideWithoutMemory(told, destination, levels)
    : sendable(decide(before.alerts, told, levels, newId(), CAUSES_ACROSS), destination);
  const { message, reason } = await withoutReminder(decision, spool);
  // Before the open alerts, so that a crash in between sends twice and not never.
  const name = message === null ? null : await spool.add(message);
  await keepOpenAlerts(file, told.zone, decision.open, before);
  return { message, reason, kept: { spool, name } };
}

/** What waits to be said need not be said twice: a long outage is not to end in a flood. */
async function withoutReminder(decision: Decision, spool: Spool): Promise<Decision> {
  if (decision.isReminder !== true || (await spool.waiting()).length === 0) return decision;
  return { ...decision, message: null, reason: "this is a reminder, and what was told before still waits" };
}

/** Where nothing can be kept a message is sent all the same. */
function withoutSpool({ notification, destination, levels, spoolFolder }: NotifyOptions, why: string): Prepared {
  const trouble = `can't keep anything in ${spoolFolder}: ${why}`;
  if (notification === null) throw new UsageError(trouble);
  return { ...decideWithoutMemory(notification.told, destination, levels), kept: { trouble } };
}

function decideWithoutMemory(
  told: Notification,
  destination: NotifyOptions["destination"],
  levels: NotifyOptions["levels"],
): Decision {
  if (told.state !== "OK") return sendable(decide([], told, levels, newId(), CAUSES_ACROSS), destination);
  const recovery = { open: [], message: recoveryFromMemoryLoss(told, newId()), reason: "" };
  const decision = sendable(recovery, destination);
  return decision.message === null
    ? { ...decision, reason: "what was open is not known any more: close it by hand" }
    : decision;
}

/** Takes back a message that the service has no request for. */
function sendable(decision: Decision, destination: NotifyOptions["destination"]): Decision {
  const { message } = decision;
  if (message === null || requestsFor(destination, message, "", "").length > 0) return decision;
  return { ...decision, message: null, reason: `${destination} has nothing for ${message.type}` };
}

function alertsFile(spoolFolder: string, zone: DomainName): string {
  return join(spoolFolder, "zones", zoneFileName(zone));
}

function newId(): string {
  return globalThis.crypto.randomUUID();
}
