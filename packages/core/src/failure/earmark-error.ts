import { type FailureAction, type FailureCode, FAILURES } from './codes.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { messageOf } from './unknown-error.ts';

/** The one error class: a code of the table, and a sentence that says what, which, and what next. */
export class EarmarkError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EarmarkError';
    this.code = code;
  }

  get action(): FailureAction {
    return FAILURES[this.code].action;
  }

  get exitCode(): number {
    return EXIT_CODES[FAILURES[this.code].exit].exitCode;
  }
}

/** `error` itself when it is named already, else an `UNEXPECTED` one with `error` as its cause. */
export function toEarmarkError(error: unknown): EarmarkError {
  if (error instanceof EarmarkError) return error;
  return new EarmarkError('UNEXPECTED', messageOf(error) || 'An error without a message', {
    cause: error,
  });
}
