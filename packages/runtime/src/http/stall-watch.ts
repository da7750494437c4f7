import { rejectOnAbort } from '../process/reject-on-abort.ts';

/** Notices that a transfer stalls, which no socket does by itself. */
export interface StallWatch {
  /** Aborted with the signal given, when a piece of work has taken too long, and at the end. */
  readonly signal: AbortSignal;
  /** The result of work that waits for the other side. The time between two pieces of work does not count. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Ends what is still in progress, such as a response that was not read. */
  end(): void;
}

/** @param toError makes the error of a transfer that stalled */
export function watchForStall(
  stallMs: number,
  toError: () => Error,
  signal: AbortSignal,
): StallWatch {
  const controller = new AbortController();
  const ended = AbortSignal.any([signal, controller.signal]);
  return {
    signal: ended,
    async during(work) {
      const timer = setTimeout(() => {
        controller.abort(toError());
      }, stallMs);
      // Waited for here as well: `fetch` of Node 20 misses an abort once its request was collected as garbage.
      return rejectOnAbort(ended, work).finally(() => {
        clearTimeout(timer);
      });
    },
    end: () => {
      controller.abort();
    },
  };
}
