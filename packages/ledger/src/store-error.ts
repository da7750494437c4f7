import { EarmarkError, errorCode, messageOf } from '@earmark/core/failure';

/** `error` as STORE_UNAVAILABLE when Postgres was out of reach, DISK_FULL when it had no room, else unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof EarmarkError) return error;
  if (isUnavailable(error)) {
    return new EarmarkError(
      'STORE_UNAVAILABLE',
      `Postgres cannot be reached (${messageOf(error) || 'no reason given'}). Check that it runs and that DATABASE_URL is right.`,
      { cause: error },
    );
  }
  if (/^(28|3D)/.test(errorCode(error))) {
    return new EarmarkError(
      'USAGE_INVALID',
      `Postgres refuses DATABASE_URL: ${messageOf(error)}. Correct its user, password or database.`,
      { cause: error },
    );
  }
  if (errorCode(error) === '53100') {
    return new EarmarkError(
      'DISK_FULL',
      'Postgres has no disk space left. Free some, then run again.',
      {
        cause: error,
      },
    );
  }
  return error;
}

/** Connection refused or broken; host or network unknown, down or not answering. */
const UNAVAILABLE_ERRNO = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
]);
/** Connection lost; server starting, stopping or full, or a standby that is not the primary yet; transaction rolled back in favour of another. */
const UNAVAILABLE_SQLSTATE = /^(08|57P0|53300|25006|40)/;
/** Errors of `pg` that have no code. */
const UNAVAILABLE_MESSAGE = /Connection terminated|not queryable|timeout/i;

/** Whether Postgres could not be reached, or the connection broke: the statement may or may not have been executed. */
export function isUnavailable(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== '') return UNAVAILABLE_ERRNO.has(code) || UNAVAILABLE_SQLSTATE.test(code);
  return error instanceof Error && UNAVAILABLE_MESSAGE.test(error.message);
}
