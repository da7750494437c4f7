/** Measures the share of their time that threads are busy. */
export interface BusyMeter {
  /** Counts one of them as busy until the work ends. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Share of all their time since the last call, 0 to 1; work in progress counts up to now. */
  takeRatio(): number;
}

/** @param now milliseconds on a clock that only goes forward */
export function createBusyMeter(nThreads: number, now: () => number): BusyMeter {
  let nBusy = 0;
  let busyMs = 0;
  let countedTo = now();
  let since = countedTo;
  const count = () => {
    const time = now();
    busyMs += nBusy * (time - countedTo);
    countedTo = time;
  };
  return {
    async during(work) {
      count();
      nBusy++;
      try {
        return await work();
      } finally {
        count();
        nBusy--;
      }
    },
    takeRatio() {
      count();
      const ratio = busyMs / ((countedTo - since) * nThreads);
      busyMs = 0;
      since = countedTo;
      return ratio;
    },
  };
}
