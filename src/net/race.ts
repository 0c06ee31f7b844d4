import type { Answered, Failure, ServerAddress } from "../dns/lookup.ts";
import { serverKey } from "./client.ts";

/** The first usable answer, or what each server asked failed with. */
export type RaceResult = Answered | { readonly kind: "unanswered"; readonly failures: readonly Failure[] };

/** Milliseconds of silence after which the next server is asked as well. */
const HEDGE_DELAY = 200;
/** Servers asked one question. */
const MAX_SERVERS = 16;

/**
 * Asks servers one after the other, the next one when one fails or stays silent for a while, until one gives a usable
 * answer. An exchange once begun goes on, for others may come to need its result.
 */
export function race(
  candidates: AsyncIterator<ServerAddress>,
  ask: (server: ServerAddress) => Promise<Answered | Failure>,
  signal: AbortSignal,
): Promise<RaceResult> {
  return new Promise((resolve, reject) => {
    const failures: Failure[] = [];
    const asked = new Set<string>();
    let running = 0;
    let isFetching = false;
    let isDone = false;
    let timer: NodeJS.Timeout | undefined;

    const finish = (result: RaceResult): void => {
      isDone = true;
      clearTimeout(timer);
      resolve(result);
    };
    const askNext = async (): Promise<void> => {
      clearTimeout(timer);
      if (isDone || isFetching) return;
      const server = await fetch();
      if (isDone) return;
      if (server === null) {
        if (running === 0) finish({ kind: "unanswered", failures });
        return;
      }
      running++;
      timer = setTimeout(() => void askNext().catch(reject), HEDGE_DELAY);
      const outcome = await ask(server);
      running--;
      if (isDone) return;
      if ("kind" in outcome) return finish(outcome);
      failures.push(outcome);
      await askNext();
    };
    const fetch = async (): Promise<ServerAddress | null> => {
      isFetching = true;
      try {
        while (!signal.aborted && asked.size < MAX_SERVERS) {
          const { done, value } = await candidates.next();
          if (done) break;
          if (asked.has(serverKey(value))) continue;
          asked.add(serverKey(value));
          return value;
        }
        return null;
      } finally {
        isFetching = false;
      }
    };
    askNext().catch(reject);
  });
}
