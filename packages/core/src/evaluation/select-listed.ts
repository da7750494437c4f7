import { EarmarkError } from '../failure/earmark-error.ts';
import { matchFiles } from './match-files.ts';
import { selectTracks, type Truth } from './truth.ts';

/**
 * The truth about the tracks that a list names; the others are left out.
 *
 * @param name of the list, for messages
 * @throws USAGE_INVALID when it names none of them
 */
export function selectListed(truth: Truth, listed: readonly string[], name: string): Truth {
  if (truth.files === null) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The truth is an array without paths, so ${name} cannot choose tracks of it.`,
    );
  }
  const rows = matchFiles(listed, truth.files).pairs.map(({ b }) => b);
  if (rows.length > 0) return selectTracks(truth, rows);
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} names no track of the truth: it has "${listed[0] ?? ''}", the truth has "${truth.files[0] ?? ''}".`,
  );
}
