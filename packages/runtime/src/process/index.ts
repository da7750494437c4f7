export { askChild, type Answer } from './ask-child.ts';
export { findProgram, freePort, isAlive, isListening } from './machine.ts';
export {
  createRetryWhileUnavailable,
  type RetryOptions,
  type RetryWhileUnavailable,
} from './retry-while-unavailable.ts';
