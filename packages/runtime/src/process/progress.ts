import { SERVICES } from '@earmark/core/failure';
import type { Outages } from './outages.ts';

/** Whether a program gets on with its work. */
export interface Progress {
  /** Counts a piece of work as under way until it ends. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Seconds for which work has been under way and none has ended, without the outages meanwhile; 0 while there is none. */
  secondsWithout(): number;
}

/** @param now milliseconds on a clock that only goes forward */
export function createProgress(
  outages: Pick<Outages, 'countOf'>,
  now: () => number = () => performance.now(),
): Progress {
  let nUnderWay = 0;
  const outageSeconds = () =>
    SERVICES.reduce((sum, service) => sum + outages.countOf(service).seconds, 0);
  const workingSeconds = () => now() / 1_000 - outageSeconds();
  let since = 0;
  const note = (change: 1 | -1) => {
    if (change === -1 || nUnderWay === 0) since = workingSeconds();
    nUnderWay += change;
  };
  return {
    async during(work) {
      note(1);
      return work().finally(() => {
        note(-1);
      });
    },
    secondsWithout: () => (nUnderWay === 0 ? 0 : Math.max(0, workingSeconds() - since)),
  };
}
