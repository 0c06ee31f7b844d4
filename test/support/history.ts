import { type History, joinHistories, NO_HISTORY } from "../../src/checks/shared/zone-history.ts";

/** A history that lasts as long as the test. */
export function historyInMemory(): History {
  let kept = NO_HISTORY;
  return {
    recall: () => Promise.resolve({ history: kept, trouble: null }),
    keep(_, part) {
      kept = joinHistories(part, kept);
      return Promise.resolve(null);
    },
  };
}
