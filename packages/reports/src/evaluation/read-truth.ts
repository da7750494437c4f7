import {
  isFileTable,
  isJamendoTable,
  parseJamendoTable,
  parseTruthCsv,
} from '@earmark/core/corpus';
import { type Truth, truthOfTracks } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { isNpy, readFlags, readInputText } from './read-file.ts';

/**
 * The truth in a file: an MTG-Jamendo metadata table, a CSV or TSV of files, or a NumPy array.
 *
 * @param tagsFile lists the tags of an array
 * @throws USAGE_INVALID
 */
export async function readTruth(path: string, tagsFile: string | null): Promise<Truth> {
  if (isNpy(path)) {
    const { nRows, tags, values } = await readFlags(path, tagsFile);
    return { nTracks: nRows, files: null, tags, labels: values };
  }
  const truth = parseTruth(await readInputText(path), path);
  if (truth) return truth;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} is not a table of truth. It needs the header of MTG-Jamendo (TRACK_ID, ARTIST_ID, ...), or a first column "file" or "path".`,
  );
}

/** Undefined when the text is not such a table. */
export function parseTruth(text: string, name: string): Truth | undefined {
  if (isJamendoTable(text)) return checkPaths(truthOfTracks(parseJamendoTable(text, name)), name);
  return isFileTable(text) ? checkPaths(parseTruthCsv(text, name), name) : undefined;
}

/** Two rows of one path would be two truths for one track. */
function checkPaths(truth: Truth, name: string): Truth {
  const seen = new Set<string>();
  for (const file of truth.files ?? []) {
    if (seen.has(file)) {
      throw new EarmarkError('USAGE_INVALID', `${name} has two rows for "${file}". Remove one.`);
    }
    seen.add(file);
  }
  return truth;
}
