import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError, type FailureCode } from '@earmark/core/failure';

/** The result of `work`, which is tried again while a service that it needs is unavailable: an outage costs time and nothing else. */
export type RetryWhileUnavailable = <T>(work: () => Promise<T>) => Promise<T>;

export interface RetryOptions {
  /** Ends the waiting, with an AbortError. */
  readonly signal?: AbortSignal;
  /** The longest outage that is waited for. Default: no limit. */
  readonly limitMs?: number;
  /** Called once for each outage. */
  readonly onOutage?: (error: EarmarkError) => void;
  /** Called when the service is available again. */
  readonly onRecovery?: () => void;
}

const OUTAGES: ReadonlySet<FailureCode> = new Set([
  'STORE_UNAVAILABLE',
  'QUEUE_UNAVAILABLE',
  'SOURCE_OUTAGE',
]);
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 15_000;

export function createRetryWhileUnavailable(options: RetryOptions): RetryWhileUnavailable {
  const { signal, limitMs = Infinity, onOutage, onRecovery } = options;
  /** Several pieces of work may meet the same outage. */
  let isOut = false;
  return async (work) => {
    const begin = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        const result = await work();
        if (isOut) onRecovery?.();
        isOut = false;
        return result;
      } catch (error) {
        if (!isOutage(error) || performance.now() - begin + pauseMs > limitMs) throw error;
        if (!isOut) onOutage?.(error);
        isOut = true;
        await sleep(pauseMs, undefined, signal && { signal });
      }
    }
  };
}

function isOutage(error: unknown): error is EarmarkError {
  return error instanceof EarmarkError && OUTAGES.has(error.code);
}
