/** Runs work, at most `n` pieces at a time, first come first served. */
export type StageLimit = <T>(work: () => Promise<T>) => Promise<T>;

export function createStageLimit(n: number): StageLimit {
  let free = n;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
