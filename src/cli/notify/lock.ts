import { open, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { readClock, readStopwatch } from "../../util/clock.ts";

/** A lock that its holder has not touched for so many seconds is a dead one's. */
const STALE_AFTER = 5;
const TOUCH_EVERY_MS = 1000;
const TRY_EVERY_MS = 50;

/**
 * Does work while no other run holds the lock file; null where it could not be had until the deadline on the stopwatch.
 * Two holders at once are possible where one was stopped for seconds: what is done under it must bear that.
 */
export async function withLock<T>(file: string, deadline: number, work: () => Promise<T>): Promise<T | null> {
  while (!(await isCreated(file))) {
    if (await isStale(file)) await removeStale(file);
    if (readStopwatch() >= deadline) return null;
    await sleep(TRY_EVERY_MS);
  }
  const touching = setInterval(() => {
    const now = readClock();
    utimes(file, now, now).catch(() => undefined);
  }, TOUCH_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await rm(file, { force: true });
  }
}

/** One run at a time removes a dead one's lock, and looks again before, so that none removes the lock of a new holder. */
async function removeStale(file: string): Promise<void> {
  const guard = `${file}.stale`;
  if (!(await isCreated(guard))) {
    if (await isStale(guard)) await rm(guard, { force: true });
    return;
  }
  if (await isStale(file)) await rm(file, { force: true });
  await rm(guard, { force: true });
}

/** Creates an empty file unless there is one; throws as node:fs does. */
async function isCreated(file: string): Promise<boolean> {
  try {
    await (await open(file, "wx")).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    return Math.abs(readClock() - (await stat(file)).mtimeMs / 1000) > STALE_AFTER;
  } catch {
    return false;
  }
}
