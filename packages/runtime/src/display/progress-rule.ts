/** A moment of a piece of work. */
export interface Moment {
  readonly ms: number;
  /** What is done, from 0 to 1; null while nobody knows how much there is. */
  readonly share: number | null;
}

/** `terminal`: one line, written again and again. `lines`: a file or a pipe, which keeps every line. */
export type Medium = 'terminal' | 'lines';

/** Work that ends sooner shows no progress. A line that is kept has to be worth it. */
const QUIET_MS: Readonly<Record<Medium, number>> = { terminal: 2_000, lines: 10_000 };
const REDRAW_MS = 100;
const LINE_MS = 10_000;
const TENTH_MS = 2_000;
const N_TENTHS = 10;

/**
 * Whether progress is shown now: on a terminal often enough to see it move; elsewhere every ten seconds, and at each
 * tenth unless the last line is less than two seconds old.
 *
 * @param beganMs when the work began
 * @param shown when progress was last shown; null when it was not
 */
export function isProgressDue(
  medium: Medium,
  { beganMs, shown, now }: { beganMs: number; shown: Moment | null; now: Moment },
): boolean {
  if (shown === null) return now.ms - beganMs >= QUIET_MS[medium];
  const quietMs = now.ms - shown.ms;
  if (medium === 'terminal') return quietMs >= REDRAW_MS;
  return quietMs >= LINE_MS || (quietMs >= TENTH_MS && tenthOf(now) !== tenthOf(shown));
}

function tenthOf({ share }: Moment): number {
  return Math.floor((share ?? 0) * N_TENTHS);
}
