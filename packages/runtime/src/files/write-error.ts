import { EarmarkError, errorCode } from '@earmark/core/failure';

/** No space, or the user's share of it is used up. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** `error` as DISK_FULL, naming what there was no room for, when that is what it says; else unchanged. */
export function toDiskError(error: unknown, what: string): unknown {
  if (!NO_ROOM.has(errorCode(error))) return error;
  const message = `There is no room left on the disk for ${what}. Free some, or name another folder.`;
  return new EarmarkError('DISK_FULL', message, { cause: error });
}

const NOT_WRITABLE = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/**
 * `error` as USAGE_INVALID when `path` cannot be written to, DISK_FULL when there is no room; else unchanged: what
 * the content itself threw, its maker knows.
 */
export function toWriteError(error: unknown, path: string): unknown {
  const errno = errorCode(error);
  if (NOT_WRITABLE.has(errno)) {
    return new EarmarkError(
      'USAGE_INVALID',
      `${path} cannot be written (${errno}). Name a folder you may write to.`,
      { cause: error },
    );
  }
  return toDiskError(error, path);
}
