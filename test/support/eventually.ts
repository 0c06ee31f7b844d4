import { setTimeout as sleep } from "node:timers/promises";
import type { Daemon } from "./daemons/process.ts";

const PATIENCE_MS = 120_000;
const PAUSE_MS = 200;

/**
 * Tries again and again until attempt neither throws nor returns false, and returns what it returned; throws the last
 * error after two minutes.
 */
export async function eventually<T>(what: string, attempt: () => T | Promise<T>, pauseMs = PAUSE_MS): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    let cause: unknown;
    try {
      const result = await attempt();
      if (result !== false) return result;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) throw new Error(`it did not come to be that ${what}`, { cause });
    await sleep(pauseMs);
  }
}

/** Waits for a daemon until isReady holds; stops it and throws with its log when that takes too long. */
export async function untilReady(isReady: () => Promise<boolean>, daemon: Pick<Daemon, "log" | "stop">): Promise<void> {
  try {
    await eventually("it is ready", isReady);
  } catch (cause) {
    await daemon.stop();
    throw new Error(`does not start: ${daemon.log().slice(-3000)}`, { cause });
  }
}
