/** Lets only so many tasks run at once; the others wait in the order they came. */
export interface Slots {
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** Slots for at most count tasks at once. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(task) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
