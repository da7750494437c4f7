export { isAlive } from './alive.ts';
export { askChild, type Answer } from './ask-child.ts';
export { findProgram } from './find-program.ts';
export { freePort } from './free-port.ts';
export { isListening } from './is-listening.ts';
export {
  createRetryWhileUnavailable,
  type RetryOptions,
  type RetryWhileUnavailable,
} from './retry-while-unavailable.ts';
