import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError, type ServiceName, serviceOf } from '@earmark/core/failure';
import type { Outages } from './outages.ts';

/** The result of `work`, which is tried again while a service that it needs is unavailable: an outage costs time and nothing else. */
export type RetryWhileUnavailable = <T>(work: () => Promise<T>) => Promise<T>;

export interface RetryOptions {
  /** Ends the waiting, with an AbortError. */
  readonly signal?: AbortSignal;
  /** The longest outage that is waited for. Default: no limit. */
  readonly limitMs?: number;
  /** Told of the outages that are met. */
  readonly outages?: Pick<Outages, 'began' | 'ended'>;
}

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 15_000;

export function createRetryWhileUnavailable(options: RetryOptions): RetryWhileUnavailable {
  const { signal, limitMs = Infinity, outages } = options;
  return async (work) => {
    const begin = performance.now();
    const met = new Set<ServiceName>();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        const result = await work();
        for (const service of met) outages?.ended(service);
        return result;
      } catch (error) {
        const outage = outageOf(error);
        if (!outage || performance.now() - begin + pauseMs > limitMs) throw error;
        met.add(outage.service);
        outages?.began(outage.service, outage.message);
        await sleep(pauseMs, undefined, signal && { signal });
      }
    }
  };
}

function outageOf(error: unknown): { service: ServiceName; message: string } | undefined {
  if (!(error instanceof EarmarkError)) return undefined;
  const service = serviceOf(error.code);
  return service && { service, message: error.message };
}
