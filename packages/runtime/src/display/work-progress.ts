import { formatCount, formatCounted } from '@earmark/core/text';
import { bar, duration, percent } from '../terminal.ts';
import type { Display } from './display.ts';

/** How far a piece of work is. */
export interface Work {
  /** What is done, as the line begins: `Writing results`. */
  readonly what: string;
  readonly nDone: number;
  /** Null while nobody knows how much there is. */
  readonly nAll: number | null;
  /** Of one that is counted: `track`. */
  readonly noun: string;
}

/** Receives how far a piece of work is whenever that changes. */
export type OnWork = (work: Work) => void;

/** Shows work as the progress of a display; the time left is counted for each `what` anew. */
export function showWork(display: Display, now: () => number = Date.now): OnWork {
  let what: string | undefined;
  let beganMs = 0;
  return (work) => {
    if (work.what !== what) {
      what = work.what;
      beganMs = now();
    }
    const text = workText(work, (now() - beganMs) / 1_000);
    display.progress(text, { share: shareOf(work) });
  };
}

/** After less, what is left is only guessed. */
const MIN_SECONDS = 2;

/** `Writing results  ████░░░░  50 %  4/8 files  9 s left`. */
export function workText(work: Work, elapsedSeconds: number): string {
  const { what, nDone, nAll, noun } = work;
  const share = shareOf(work);
  if (nAll === null || share === null) return `${what}  ${formatCounted(nDone, noun)}`;
  const isKnown = elapsedSeconds >= MIN_SECONDS && share > 0 && share < 1;
  const secondsLeft = isKnown ? (elapsedSeconds * (1 - share)) / share : null;
  return [
    `${what}  ${bar(share)} ${percent(share)}`,
    `${formatCount(nDone)}/${formatCounted(nAll, noun)}`,
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ].join('  ');
}

function shareOf({ nDone, nAll }: Work): number | null {
  if (nAll === null) return null;
  return nAll === 0 ? 1 : Math.min(1, nDone / nAll);
}
