import type { RetryOptions } from '../process/retry-while-unavailable.ts';
import type { Logger } from './logger.ts';

/** Has the log say which outage is waited for: a program that waits looks like one that hangs. */
export function logOutages(log: Logger): Pick<RetryOptions, 'onOutage' | 'onRecovery'> {
  return {
    onOutage: ({ message }) => {
      log.warn({ error: message }, 'service unavailable, retrying');
    },
    onRecovery: () => {
      log.warn('service recovered');
    },
  };
}
