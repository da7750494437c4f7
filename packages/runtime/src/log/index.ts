export { logOutages } from './log-outages.ts';
export { createLogger, type Logger } from './logger.ts';
