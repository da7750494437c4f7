import type { ExitName } from './exit-codes.ts';

/**
 * Every way a task, a program or a command can fail, and what is done about it.
 *
 * - `retry`: the world was in the way; try again, a bounded number of times, with exponential backoff.
 * - `park`: this task can never work; settle it as failed and go on.
 * - `stop`: every task would fail alike; end the program before it burns the corpus.
 *
 * `exit` names the exit code, in `EXIT_CODES`, of a program that ends with the failure.
 */
export const FAILURES = {
  SOURCE_UNAVAILABLE: { action: 'retry', exit: 'unavailable' },
  SOURCE_OUTAGE: { action: 'retry', exit: 'unavailable' },
  SOURCE_NOT_FOUND: { action: 'park', exit: 'wrongUsage' },
  SOURCE_CHANGED: { action: 'park', exit: 'someFailed' },
  SOURCE_UNREADABLE: { action: 'park', exit: 'someFailed' },
  SOURCE_DENIED: { action: 'stop', exit: 'wrongUsage' },
  AUDIO_UNDECODABLE: { action: 'park', exit: 'someFailed' },
  AUDIO_EMPTY: { action: 'park', exit: 'someFailed' },
  AUDIO_TOO_LONG: { action: 'park', exit: 'someFailed' },
  DECODE_TIMEOUT: { action: 'park', exit: 'someFailed' },
  CHECKPOINT_INVALID: { action: 'stop', exit: 'wrongUsage' },
  MODEL_MISSING: { action: 'stop', exit: 'wrongUsage' },
  MODEL_MISMATCH: { action: 'stop', exit: 'wrongUsage' },
  DECODER_UNAVAILABLE: { action: 'stop', exit: 'wrongUsage' },
  DEVICE_UNAVAILABLE: { action: 'stop', exit: 'wrongUsage' },
  INFERENCE_FAILED: { action: 'retry', exit: 'someFailed' },
  WORKER_CRASHED: { action: 'park', exit: 'someFailed' },
  STORE_UNAVAILABLE: { action: 'retry', exit: 'unavailable' },
  QUEUE_UNAVAILABLE: { action: 'retry', exit: 'unavailable' },
  DISK_FULL: { action: 'stop', exit: 'unavailable' },
  OUT_OF_MEMORY: { action: 'stop', exit: 'unavailable' },
  TOO_MANY_OPEN_FILES: { action: 'stop', exit: 'unavailable' },
  PORT_TAKEN: { action: 'stop', exit: 'unavailable' },
  USAGE_INVALID: { action: 'stop', exit: 'wrongUsage' },
  RUN_CANCELLED: { action: 'stop', exit: 'cancelled' },
  JOB_INVALID: { action: 'park', exit: 'someFailed' },
  UNEXPECTED: { action: 'retry', exit: 'bug' },
} as const satisfies Record<string, { action: FailureAction; exit: ExitName }>;

export type FailureAction = 'retry' | 'park' | 'stop';

export type FailureCode = keyof typeof FAILURES;

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(FAILURES, code);
}

/** The codes that a task can end with: a failure that stops a program leaves its tasks owed. */
export const TASK_FAILURE_CODES = (Object.keys(FAILURES) as readonly FailureCode[]).filter(
  (code) => FAILURES[code].action !== 'stop',
);
