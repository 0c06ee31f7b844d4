/** How a piece of work under a time limit ended; result is null where there was none in time. */
export interface Timed<T> {
  readonly result: T | null;
  /** The limit was hit: the result, if any, is what was known by then. */
  readonly isCutShort: boolean;
}

/** The part of the limit, and at most this many milliseconds, left to make a result of what is known. */
const GRACE_PART = 0.1;
const MAX_GRACE = 250;

/** Gives work a time limit in seconds: its signal is aborted shortly before, and at the limit it is waited for no more. */
export async function withTimeLimit<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<Timed<T>> {
  const controller = new AbortController();
  const limit = seconds * 1000;
  const grace = Math.min(MAX_GRACE, limit * GRACE_PART);
  const abortTimer = setTimeout(() => controller.abort(), limit - grace);
  let limitTimer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    limitTimer = setTimeout(() => resolve(null), limit);
  });
  try {
    const result = await Promise.race([work(controller.signal), tooLate]);
    return { result, isCutShort: controller.signal.aborted };
  } finally {
    clearTimeout(abortTimer);
    clearTimeout(limitTimer);
    controller.abort();
  }
}
