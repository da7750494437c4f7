import { certificateFault, EarmarkError, errorCode, messageOf } from '@earmark/core/failure';

/** `error` as USAGE_INVALID when DATABASE_URL is refused, STORE_UNAVAILABLE when Postgres was out of reach, DISK_FULL when it had no room, else unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof EarmarkError) return error;
  const cause = { cause: error };
  const refusal = refusalOf(error);
  if (refusal !== undefined) return new EarmarkError('USAGE_INVALID', refusal, cause);
  if (errorCode(error) === '53300') {
    return new EarmarkError(
      'STORE_UNAVAILABLE',
      `Postgres has no connection left (${messageOf(error)}). Raise its max_connections, or run fewer programs.`,
      cause,
    );
  }
  if (isUnavailable(error)) {
    return new EarmarkError(
      'STORE_UNAVAILABLE',
      `Postgres cannot be reached (${messageOf(error) || 'no reason given'}). Check that it runs and that DATABASE_URL is right.`,
      cause,
    );
  }
  if (errorCode(error) === '53100') {
    const message = 'Postgres has no disk space left. Free some, then run again.';
    return new EarmarkError('DISK_FULL', message, cause);
  }
  return error;
}

/** What is thrown, its code first, when DATABASE_URL or the server that it names is not set right, and what to do. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /^28P01/,
    'Postgres refuses the user or the password. Correct them in DATABASE_URL: postgresql://USER:PASSWORD@HOST/DATABASE',
  ],
  [
    /client password must be a string/,
    'Postgres wants a password. Write it into DATABASE_URL: postgresql://USER:PASSWORD@HOST/DATABASE',
  ],
  [
    /requires a valid client certificate/,
    'Postgres wants a certificate of its users. Name it and its key in DATABASE_URL: ?sslmode=verify-full&sslcert=FILE&sslkey=FILE',
  ],
  [
    /^28/,
    'Postgres does not let this user connect. Correct the user in DATABASE_URL, or allow it in pg_hba.conf',
  ],
  [
    /^3D000/,
    "Postgres has no such database. Correct DATABASE_URL, or create it: create database NAME encoding 'UTF8' template template0",
  ],
  [
    /^42501/,
    'The user of DATABASE_URL lacks a right in Postgres. Connect as the owner of the schema earmark, or grant the right',
  ],
  [
    /does not support SSL/,
    'Postgres does not speak TLS. Remove sslmode from DATABASE_URL, or set ssl = on in postgresql.conf',
  ],
  [/^(ENOENT|EACCES) .*, open /, 'A file with certificates that DATABASE_URL names cannot be read'],
  [
    // A column, a table, a function or a key that is not there.
    /^42(703|P01|883|P10)/,
    'The ledger was migrated by another version of Earmark. Install that version on this machine, then start it again',
  ],
  [
    /unsupported startup parameter/,
    'A pooler between Earmark and Postgres refuses settings. Add options to its ignore_startup_parameters',
  ],
];

function refusalOf(error: unknown): string | undefined {
  const message = messageOf(error);
  const [, refusal] =
    REFUSALS.find(([pattern]) => pattern.test(`${errorCode(error)} ${message}`)) ?? [];
  if (refusal !== undefined) return `${refusal} (${message}).`;
  const fault = certificateFault(error);
  return fault && `Postgres cannot be trusted: ${fault}`;
}

/** Connection refused or broken; host or network unknown, down or not answering. */
const UNAVAILABLE_ERRNO = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'],
]);
/** Connection lost; server starting, stopping or full, or a standby that is not the primary yet; transaction rolled back in favour of another. */
const UNAVAILABLE_SQLSTATE = /^(08|57P0|53300|25006|40)/;
/** Errors of `pg` that have no code; and no socket in the folder that is the host. */
const UNAVAILABLE_MESSAGE = /Connection terminated|not queryable|timeout|^connect /i;

/** Whether Postgres could not be reached, or the connection broke: the statement may or may not have been executed. */
export function isUnavailable(error: unknown): boolean {
  const code = errorCode(error);
  if (UNAVAILABLE_ERRNO.has(code) || UNAVAILABLE_SQLSTATE.test(code)) return true;
  return error instanceof Error && !SQLSTATE.test(code) && UNAVAILABLE_MESSAGE.test(error.message);
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
