import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Environment } from '../config/environment.ts';

export type { Logger };

/** Log lines on stderr: JSON for machines, readable ones on a terminal. Ids go into fields, not into prose. */
export function createLogger(env: Environment, program: string): Logger {
  const options = { level: env.EARMARK_LOG_LEVEL ?? 'info', base: { program } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, pretty({ destination: 2, sync: true, ignore: 'pid,hostname' }));
}
