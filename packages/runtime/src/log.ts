import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Environment } from './config.ts';
import type { RetryOptions } from './process/retry-while-unavailable.ts';

export type { Logger };

/** Logger to stderr: JSON for machines, readable lines on a terminal. Ids go into fields, not into prose. */
export function createLogger(env: Environment, program: string): Logger {
  const options = { level: env.EARMARK_LOG_LEVEL ?? 'info', base: { program } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, pretty({ destination: 2, sync: true, ignore: 'pid,hostname' }));
}

/** Logs each outage and its end: a program that waits silently looks like one that hangs. */
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
