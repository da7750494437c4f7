import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** No space, or the user's share of it is used up. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** `error` as DISK_FULL, naming what there was no room for, when that is what it says; else unchanged. */
export function toDiskError(error: unknown, what: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!NO_ROOM.has(code)) return error;
  const message = `There is no room left on the disk for ${what}. Free some, or name another folder.`;
  return new EarmarkError('DISK_FULL', message, { cause: error });
}
