import type { Patience } from '../process/patience.ts';
import type { Logger } from './logger.ts';

/** Has patience say in the log what it waits for: a program that waits looks like one that hangs. */
export function logOutages(log: Logger): Pick<Patience, 'onOutage' | 'onReturn'> {
  return {
    onOutage: ({ message }) => {
      log.warn({ error: message }, 'waiting');
    },
    onReturn: () => {
      log.warn('waiting is over');
    },
  };
}
