import { formatCounted } from '@earmark/core/text';
import { bar, duration, percent, rateText } from '@earmark/runtime/terminal';

export interface Progress {
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  /** Tasks that had ended before this command began, and the seconds since. */
  readonly nSettledAtStart: number;
  readonly elapsedSeconds: number;
}

/** How far a run is, in one line: bar, share, tracks, rate, time left, failures. */
export function progressLine(progress: Progress): string {
  const { nTasks, nSettled, nFailed } = progress;
  const share = nTasks === 0 ? 1 : nSettled / nTasks;
  const parts = [`${bar(share)} ${percent(share)}`, tracksDone(progress)];
  const rate = tracksPerSecond(progress);
  if (rate > 0) {
    parts.push(rateText(rate));
    if (nSettled < nTasks) parts.push(`${duration(tracksLeft(progress) / rate)} left`);
  }
  if (nFailed > 0) parts.push(formatCounted(nFailed, 'failed task'));
  return parts.join('  ');
}

function tracksDone(progress: Progress): string {
  const done = Math.floor(progress.nTracks - tracksLeft(progress));
  return `${done.toLocaleString('en')}/${formatCounted(progress.nTracks, 'track')}`;
}

function tracksLeft({ nTasks, nSettled, nTracks }: Progress): number {
  return nTasks === 0 ? 0 : ((nTasks - nSettled) / nTasks) * nTracks;
}

function tracksPerSecond(progress: Progress): number {
  const { nTasks, nTracks, nSettled, nSettledAtStart, elapsedSeconds } = progress;
  if (nTasks === 0 || elapsedSeconds <= 0) return 0;
  return ((nSettled - nSettledAtStart) / nTasks) * (nTracks / elapsedSeconds);
}
