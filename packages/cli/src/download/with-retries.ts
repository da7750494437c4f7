import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** What `attempt` returns, tried again after each delay as long as it fails with a code that is to be retried. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal,
): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EarmarkError) || error.action !== 'retry') throw error;
    }
    await sleep(delayMs, undefined, { signal });
  }
  return attempt();
}
