import type { Work } from '@earmark/ledger';

/** The speed of a run. */
export interface Rate {
  readonly tasksPerSecond: number;
  readonly tracksPerSecond: number;
  readonly audioHoursPerHour: number;
}

/** The rate of some work on a run. A track whose models are settled one by one counts in fractions. */
export function rateOf(
  { nTasks, audioSeconds, seconds }: Work,
  run: { readonly nTracks: number; readonly nTasks: number },
): Rate {
  if (seconds <= 0 || run.nTasks === 0)
    return { tasksPerSecond: 0, tracksPerSecond: 0, audioHoursPerHour: 0 };
  const tasksPerSecond = nTasks / seconds;
  return {
    tasksPerSecond,
    tracksPerSecond: (tasksPerSecond * run.nTracks) / run.nTasks,
    audioHoursPerHour: audioSeconds / seconds,
  };
}

/** The work of several workers at the same time. */
export function sumOfWork(works: readonly Work[]): Work {
  return {
    nTasks: works.reduce((sum, { nTasks }) => sum + nTasks, 0),
    audioSeconds: works.reduce((sum, { audioSeconds }) => sum + audioSeconds, 0),
    seconds: Math.max(0, ...works.map(({ seconds }) => seconds)),
  };
}
