/**
 * Every way a task, a program or a command can fail, and what is done about it.
 *
 * - `retry`: the world was in the way; try again, a bounded number of times, with exponential backoff.
 * - `park`: this task can never work; settle it as failed and go on.
 * - `stop`: every task would fail alike; end the program before it burns the corpus.
 *
 * `exitCode` is the exit code of a program that ends with the failure: 1 some tasks failed, 2 wrong usage or
 * configuration, 3 something it needs is missing, 4 the run was cancelled, 70 a bug (EX_SOFTWARE of sysexits.h).
 */
export const FAILURES = {
  SOURCE_UNAVAILABLE: { action: 'retry', exitCode: 3 },
  SOURCE_OUTAGE: { action: 'retry', exitCode: 3 },
  SOURCE_NOT_FOUND: { action: 'park', exitCode: 2 },
  SOURCE_CHANGED: { action: 'park', exitCode: 1 },
  SOURCE_UNREADABLE: { action: 'park', exitCode: 1 },
  SOURCE_DENIED: { action: 'stop', exitCode: 2 },
  AUDIO_UNDECODABLE: { action: 'park', exitCode: 1 },
  AUDIO_EMPTY: { action: 'park', exitCode: 1 },
  AUDIO_TOO_LONG: { action: 'park', exitCode: 1 },
  DECODE_TIMEOUT: { action: 'park', exitCode: 1 },
  CHECKPOINT_INVALID: { action: 'stop', exitCode: 2 },
  MODEL_MISSING: { action: 'stop', exitCode: 2 },
  MODEL_MISMATCH: { action: 'stop', exitCode: 2 },
  DEVICE_UNAVAILABLE: { action: 'stop', exitCode: 2 },
  INFERENCE_FAILED: { action: 'retry', exitCode: 1 },
  WORKER_CRASHED: { action: 'park', exitCode: 1 },
  STORE_UNAVAILABLE: { action: 'retry', exitCode: 3 },
  QUEUE_UNAVAILABLE: { action: 'retry', exitCode: 3 },
  DISK_FULL: { action: 'stop', exitCode: 3 },
  OUT_OF_MEMORY: { action: 'stop', exitCode: 3 },
  PORT_TAKEN: { action: 'stop', exitCode: 3 },
  USAGE_INVALID: { action: 'stop', exitCode: 2 },
  RUN_CANCELLED: { action: 'stop', exitCode: 4 },
  JOB_INVALID: { action: 'park', exitCode: 1 },
  UNEXPECTED: { action: 'retry', exitCode: 70 },
} as const satisfies Record<string, { action: FailureAction; exitCode: 1 | 2 | 3 | 4 | 70 }>;

export type FailureAction = 'retry' | 'park' | 'stop';

export type FailureCode = keyof typeof FAILURES;

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(FAILURES, code);
}

/** The codes that a task can end with: a failure that stops a program leaves its tasks owed. */
export const TASK_FAILURE_CODES = (Object.keys(FAILURES) as readonly FailureCode[]).filter(
  (code) => FAILURES[code].action !== 'stop',
);
