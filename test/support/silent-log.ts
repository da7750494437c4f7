import { parseEnvironment } from '@earmark/runtime/config';
import { createLogger, type Logger } from '@earmark/runtime/log';

export function silentLog(): Logger {
  return createLogger(parseEnvironment({ EARMARK_LOG_LEVEL: 'silent' }), 'test');
}
