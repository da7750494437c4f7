import { parse } from 'node:path';
import { parseScoresCsv, tagCategory, toScores } from '@earmark/core/corpus';
import type { Predictions } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { isNpy, readArray, readFlags, readInputText } from './read-file.ts';

export interface ScoresFileOptions {
  /** Lists the tags of arrays. */
  readonly tagsFile: string | null;
  /** An array of decisions for the scores. */
  readonly decisionsFile: string | null;
}

/**
 * The predictions in a scores CSV, or in a NumPy array of tracks x tags; the model gets the name of the file.
 *
 * @throws USAGE_INVALID
 */
export async function readScoresFile(
  path: string,
  { tagsFile, decisionsFile }: ScoresFileOptions,
): Promise<Predictions> {
  const read = isNpy(path)
    ? await readScoresArray(path, tagsFile)
    : parseScoresCsv(await readInputText(path), path);
  const predictions = { ...read, name: parse(path).name };
  if (decisionsFile === null) return predictions;
  const { nRows, nColumns, values } = await readFlags(decisionsFile, tagsFile);
  const { nTracks, nTags } = predictions.matrix;
  if (nRows === nTracks && nColumns === nTags) return { ...predictions, decisions: values };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${decisionsFile} is ${nRows} x ${nColumns} and ${path} ${nTracks} x ${nTags}. They must have the same shape.`,
  );
}

async function readScoresArray(path: string, tagsFile: string | null): Promise<Predictions> {
  const array = await readArray(path, tagsFile);
  const { nRows, nColumns, tags } = array;
  return {
    name: path,
    tags: tags.map((tag) => ({ tag, category: tagCategory(tag) })),
    files: null,
    matrix: {
      nTracks: nRows,
      nTags: nColumns,
      values: toScores(array),
      scored: new Uint8Array(nRows).fill(1),
    },
    decisions: null,
  };
}
