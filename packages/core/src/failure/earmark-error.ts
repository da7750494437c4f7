import { type FailureAction, type FailureCode, FAILURES } from './codes.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { errorCode, messageOf } from './unknown-error.ts';

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

/** The limit of this process, and that of the machine. */
const NO_FILES_LEFT = new Set(['EMFILE', 'ENFILE']);

/**
 * `error` itself when it is named already; else one with `error` as its cause: TOO_MANY_OPEN_FILES, which any file, socket
 * or process can meet, or UNEXPECTED.
 */
export function toEarmarkError(error: unknown): EarmarkError {
  if (error instanceof EarmarkError) return error;
  if (NO_FILES_LEFT.has(errorCode(error))) {
    return new EarmarkError(
      'TOO_MANY_OPEN_FILES',
      'The system lets this process open no more files. Raise its limit (ulimit -n 65536), or lower --fetch and --decode.',
      { cause: error },
    );
  }
  return new EarmarkError('UNEXPECTED', messageOf(error) || 'An error without a message', {
    cause: error,
  });
}
