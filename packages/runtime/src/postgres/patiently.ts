import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { toStoreError } from './store-error.ts';

const MAX_PAUSE_MS = 15_000;

/**
 * The result of `work`, tried again for as long as Postgres is away: a server that restarts costs time and
 * nothing else. Ends with the signal, if there is one.
 */
export async function patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let pauseMs = 250; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      return await work();
    } catch (cause) {
      const error = toStoreError(cause);
      if (!(error instanceof EarmarkError) || error.code !== 'STORE_UNAVAILABLE') throw error;
      await sleep(pauseMs, undefined, signal && { signal });
    }
  }
}
