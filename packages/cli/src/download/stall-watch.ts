import { unavailable } from './unavailable.ts';

/** Notices that a download stands still, which no socket does by itself. */
export interface StallWatch {
  /** Aborted with SOURCE_UNAVAILABLE when nothing moved for too long. */
  readonly signal: AbortSignal;
  /** Something arrived. */
  moved(): void;
  /** Ends what is still going on, such as an answer that nobody read. */
  end(): void;
}

export function watchForStall(url: string, stallMs: number): StallWatch {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(unavailable(url, `nothing came for ${stallMs / 1_000} s`));
  }, stallMs);
  return {
    signal: controller.signal,
    moved: () => void timer.refresh(),
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
