import pLimit from 'p-limit';

/** A number of places for work of one kind, and how they were used so far. */
export interface Slots {
  readonly size: number;
  /** Waits for a free place, then does the work. */
  use<T>(work: () => Promise<T>): Promise<T>;
  /** Places in use. */
  nUsed(): number;
  /** How often a place was left. */
  nDone(): number;
  /** Seconds that places were in use, added up; work in progress counts up to now. */
  busySeconds(): number;
  /** Seconds that work waited for a place, added up; what waits counts up to now. */
  waitSeconds(): number;
}

/** @param now milliseconds on a clock that only goes forward */
export function createSlots(size: number, now: () => number = () => performance.now()): Slots {
  const limit = pLimit(size);
  const used = createTally(now);
  const waiting = createTally(now);
  let nDone = 0;
  return {
    size,
    use(work) {
      waiting.add(1);
      return limit(async () => {
        waiting.add(-1);
        used.add(1);
        try {
          return await work();
        } finally {
          used.add(-1);
          nDone++;
        }
      });
    },
    nUsed: () => used.count(),
    nDone: () => nDone,
    busySeconds: () => used.seconds(),
    waitSeconds: () => waiting.seconds(),
  };
}

/** How many there are of something, and the integral of that number over time. */
function createTally(now: () => number) {
  let count = 0;
  let totalMs = 0;
  let countedTo = now();
  const total = () => {
    const time = now();
    totalMs += count * (time - countedTo);
    countedTo = time;
    return totalMs;
  };
  return {
    add(n: number): void {
      total();
      count += n;
    },
    count: () => count,
    seconds: () => total() / 1_000,
  };
}
