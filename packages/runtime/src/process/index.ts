export { askChild, type Answer } from './ask-child.ts';
export { findProgram, freePort, isAlive, isListening } from './machine.ts';
export { createOutages, type OutageListener, type Outages } from './outages.ts';
export {
  type Command,
  leastEnvironment,
  type ProcessLimits,
  type Variables,
  withLimits,
} from './process-limits.ts';
export { createProgress, type Progress } from './progress.ts';
export { rejectOnAbort } from './reject-on-abort.ts';
export {
  createRetryWhileUnavailable,
  type RetryOptions,
  type RetryWhileUnavailable,
} from './retry-while-unavailable.ts';
export { createSlots, type Slots } from './slots.ts';
