import type { Log } from './log.ts';

/** One track that failed. */
export interface TrackFailure {
  readonly run: number;
  readonly track: number;
  readonly file: string;
  readonly code: string;
  readonly attempt: number;
  readonly models: readonly string[];
  readonly error: string;
}

const WINDOW_MS = 60_000;
/** Lines a minute. */
const MAX_LINES = 20;

export interface TrackFailureLog {
  failed(failure: TrackFailure): void;
  /** Logs how many of the last minute were only counted. */
  close(): void;
}

/**
 * Logs tracks that fail, one line each, but no more than 20 a minute: a corpus that has been unmounted fails thousands.
 * The others of the minute are counted in one line at its end.
 */
export function createTrackFailureLog(log: Log): TrackFailureLog {
  let nLogged = 0;
  let nOthers = 0;
  let window: NodeJS.Timeout | undefined;
  const endWindow = () => {
    if (nOthers > 0) log.event('tracks_failed', { count: nOthers });
    nLogged = 0;
    nOthers = 0;
    window = undefined;
  };
  return {
    failed(failure) {
      window ??= setTimeout(endWindow, WINDOW_MS).unref();
      if (nLogged === MAX_LINES) {
        nOthers++;
        return;
      }
      nLogged++;
      log.event('track_failed', { ...failure });
    },
    close() {
      clearTimeout(window);
      endWindow();
    },
  };
}
