import { parseEnvironment } from '@earmark/runtime/config/environment.js';
import { createLogger, type Logger } from '@earmark/runtime/log/logger.js';

export function silentLog(): Logger {
  return createLogger(parseEnvironment({ EARMARK_LOG_LEVEL: 'silent' }), 'test');
}
