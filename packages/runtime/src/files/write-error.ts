import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { toDiskError } from './disk-full.ts';

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
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOT_WRITABLE.has(errno)) {
    return new EarmarkError(
      'USAGE_INVALID',
      `${path} cannot be written (${errno}). Name a folder you may write to.`,
      { cause: error },
    );
  }
  return toDiskError(error, path);
}
