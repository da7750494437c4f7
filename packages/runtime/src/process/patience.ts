import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError, type FailureCode } from '@earmark/core/failure';
import { toStoreError } from '@earmark/ledger';

/** The result of `work`, tried again while a service that it needs is away: an outage costs time and nothing else. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

export interface Patience {
  /** Ends the waiting, with an AbortError. */
  readonly signal?: AbortSignal;
  /** How long an outage is waited for. Default: for ever. */
  readonly limitMs?: number;
  /** Called once for each outage. */
  readonly onOutage?: (error: EarmarkError) => void;
  /** Called when it is over. */
  readonly onReturn?: () => void;
}

const AWAY: ReadonlySet<FailureCode> = new Set([
  'STORE_UNAVAILABLE',
  'QUEUE_UNAVAILABLE',
  'SOURCE_AWAY',
]);
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 15_000;

export function createPatience(patience: Patience): Patiently {
  const { signal, limitMs = Infinity, onOutage, onReturn } = patience;
  /** Several pieces of work may meet the same outage. */
  let isOut = false;
  return async (work) => {
    const begin = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        const result = await work();
        if (isOut) onReturn?.();
        isOut = false;
        return result;
      } catch (cause) {
        const error = toStoreError(cause);
        if (!isAway(error) || performance.now() - begin + pauseMs > limitMs) throw error;
        if (!isOut) onOutage?.(error);
        isOut = true;
        await sleep(pauseMs, undefined, signal && { signal });
      }
    }
  };
}

function isAway(error: unknown): error is EarmarkError {
  return error instanceof EarmarkError && AWAY.has(error.code);
}
